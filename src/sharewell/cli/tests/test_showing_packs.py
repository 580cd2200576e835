"""`sharewell packs`: list, show and check, for somebody who writes a protocol down."""

import pytest

from sharewell.packs.tests.marshland import local_pack


def test_packs_and_stacks_are_listed_with_edition_and_status(reeds, run):
    said = run("packs", "list").stdout
    assert "reeds            in_force   The Reeds partnership, 1" in said
    assert "reeds            stack      The Reeds alone: reeds" in said
    assert "current" in said


def test_a_pack_is_shown_so_that_it_can_be_read_aloud(reeds, run):
    said = run("packs", "show", "reeds").stdout
    assert "The Reeds partnership, 1: in force." in said
    assert "reeds:young  ->  outcome = share_may  [reeds 2]" in said
    assert "The youngest cannot ask." in said
    assert "all  child_age < 5" in said


def test_a_pack_is_shown_with_what_it_overrides(reeds, run):
    local_pack(
        reeds,
        '[rules.over]\nduty = "warn"\nwhen = { none = ["court_order = true"],'
        ' any = ["child_age < 5", "urgent = true"] }\ndo = "Warn."\ncites = ["1"]\n'
        'overrides = ["reeds:record"]\n',
        id="upper",
        joins='["reeds"]',
    )
    assert "over reeds:record" in run("packs", "show", "upper").stdout
    table = run("packs", "show", "upper", "--table").stdout
    assert "(child_age < 5 or urgent = true) and not (court_order = true)" in table
    assert "| record | upper 1 |" in table


def test_a_table_has_a_row_for_each_rule(reeds, run):
    said = run("packs", "show", "reeds", "--table").stdout.splitlines()
    assert said[0] == "# The Reeds partnership, 1"
    rows = [line for line in said if line.startswith("| ")]
    assert len(rows) == 1 + 5 + 3
    assert "| must | outcome = share_must | risk_to_child = immediate |  | reeds 2 |" in rows
    assert "| record | duty = record_decision | always |  | reeds 4 |" in rows


def test_a_chart_leads_from_the_questions_to_the_rules(reeds, run):
    path = reeds / "reeds" / "pack.toml"
    path.write_text(
        path.read_text()
        + '[asking]\norder = ["risk_to_child", "child_age"]\n'
        + '[questions.request_based]\nask = "Did \\"they\\" ask?"\ncites = ["3"]\n'
    )
    said = run("packs", "show", "reeds", "--chart").stdout
    assert said.startswith("flowchart TD")
    assert 'q0["Is a child in danger?"]' in said
    assert "q0 --> q1" in said
    assert 'q1 -- "child_age < 5 and risk_to_child != immediate" --> r1' in said


def test_quotation_marks_do_not_break_a_chart(reeds, run):
    path = reeds / "reeds" / "pack.toml"
    order = '[asking]\norder = ["risk_to_child"]\n'
    asked = path.read_text().replace('"Is a child in danger?"', "'Is a \"child\" in danger?'")
    path.write_text(asked + order)
    assert (
        'q0["Is a #quot;child#quot; in danger?"]' in run("packs", "show", "reeds", "--chart").stdout
    )


def test_a_pack_that_nobody_has_is_refused_in_three_lines(reeds, run):
    ended = run("packs", "show", "reed")
    assert ended.exit_code == 1
    assert "there is no pack called 'reed'" in ended.stderr.splitlines()[0]
    assert len(ended.stderr.splitlines()) == 3


@pytest.mark.slow
def test_a_sound_folder_passes_the_check(reeds, run):
    ended = run("packs", "check", reeds / "reeds")
    assert ended.exit_code == 0, ended.output
    assert "3 examples, 0 that differ" in ended.stdout
    assert "5 rules, 0 without an example" in ended.stdout
    assert ended.stdout.splitlines()[-1].endswith("checked, 0 faults.")


@pytest.mark.slow
def test_what_differs_and_what_nobody_uses_is_named(reeds, run):
    path = reeds / "reeds" / "cases.toml"
    path.write_text(path.read_text().replace("child_age = 0", "child_age = 9"))
    ended = run("packs", "check", reeds / "reeds")
    assert ended.exit_code == 1
    assert "young: held_back is , expected share_may" in ended.stdout
    assert "  reeds:young" in ended.stdout


@pytest.mark.slow
def test_an_invariant_that_is_broken_is_shown_as_a_situation(reeds, run):
    path = reeds / "reeds" / "pack.toml"
    path.write_text(
        path.read_text()
        + '[invariants.never_for_the_youngest]\nsays = "x"\nwhen = { all = ["child_age < 3"] }\n'
        + 'never = ["act_now = share_may"]\ncites = ["2"]\n'
    )
    ended = run("packs", "check", reeds / "reeds")
    assert ended.exit_code == 1
    assert "1 invariants, 1 broken." in ended.stdout
    assert "never_for_the_youngest is broken by " in ended.stdout
    assert "child_age = 0" in ended.stdout


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("risk_to_child = immediate", "risk_to_child = imediate", "Did you mean immediate?"),
        ('cites = ["4"]', 'cites = ["fen 4"]', "no paragraph of its sources"),
    ],
    ids=["does_not_load", "cites_nothing"],
)
def test_a_pack_that_is_refused_is_refused_in_three_lines(reeds, run, old, new, fault):
    path = reeds / "reeds" / "pack.toml"
    path.write_text(path.read_text().replace(old, new))
    ended = run("packs", "check", reeds / "reeds")
    assert (ended.exit_code, len(ended.stderr.splitlines())) == (1, 3)
    assert fault in ended.stderr


def test_a_folder_without_a_pack_is_refused(reeds, run):
    (reeds / "empty").mkdir()
    ended = run("packs", "check", reeds / "empty")
    assert ended.exit_code == 1
    assert "there is no pack called 'empty'" in ended.stderr


def test_a_pack_that_stands_in_no_stack_is_refused(reeds, run):
    (reeds / "stacks" / "reeds.toml").unlink()
    ended = run("packs", "check", reeds / "reeds")
    assert ended.exit_code == 1
    assert "stands in no stack" in ended.stderr


def test_a_folder_of_local_packs_that_is_not_there_is_said(run, monkeypatch, tmp_path):
    monkeypatch.setenv("SHAREWELL_PACKS", str(tmp_path / "gone"))
    ended = run("packs", "list")
    assert ended.exit_code == 1
    assert "there is no folder 'gone'" in ended.stderr


def test_the_register_of_law_is_printed_and_words_narrow_it(run):
    whole = run("packs", "law")
    assert whole.exit_code == 0
    assert "Data Protection Act 1998" in whole.stdout
    assert "Replaced by dpa2018; a summary of it was seen" in whole.stdout
    some = run("packs", "law", "section", "115").stdout
    assert "Gives: cda1998_s115" in some
    assert some.splitlines()[-1].startswith("1 of ")


def test_a_pack_is_printed_as_a_page_and_as_a_drawing_for_those_who_sign_it(reeds, run):
    table = run("packs", "show", "reeds", "--html").stdout
    chart = run("packs", "show", "reeds", "--chart", "--html").stdout
    drawing = run("packs", "show", "reeds", "--svg").stdout

    assert "<td>The youngest cannot ask.</td>" in table
    assert "Check for a newer one." in table
    assert "The same in words" in chart
    assert drawing.startswith("<svg")
    assert "How old is the child?" in drawing
