"""Laying a pack out: every rule, question and promise with its paragraph, and nothing that runs."""

from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from sharewell.packs import load_library
from sharewell.packs.tests.marshland import marshland, written_anew
from sharewell.printing.charts import chart_of
from sharewell.printing.drawing import NARROW, WIDE, svg_of
from sharewell.printing.sheets import chart_sheet, table_sheet
from sharewell.printing.tables import in_ranges, sections
from sharewell.terms.answer import Part

SHIPPED = load_library()
SVG = "{http://www.w3.org/2000/svg}"


def marsh():
    library = marshland()
    return library.packs["marsh_2020"], library.vocabulary


def laid():
    return {section.id: section for section in sections(*marsh())}


def row(section, name):
    return next(cells for cells in section.rows if cells[0][0].endswith(name))


@pytest.mark.parametrize("id", SHIPPED.packs)
def test_every_rule_of_a_pack_stands_in_its_table_with_its_paragraphs(id):
    pack = SHIPPED.packs[id]
    tables = [s for s in sections(pack, SHIPPED.vocabulary) if s.id in [*Part]]

    assert sum(len(s.rows) for s in tables) == len(pack.rules) + len(pack.defaults)
    for section in tables:
        for cells in section.rows:
            assert len(cells) == len(section.head)
            assert cells[-1] and all(cells[-1]), f"{cells[0]} cites nothing"


@pytest.mark.parametrize("id", SHIPPED.packs)
def test_every_outcome_of_a_pack_is_on_its_chart_once(id):
    pack = SHIPPED.packs[id]
    chart = chart_of(pack, SHIPPED.vocabulary)

    found = sorted(ending.because for step in chart.steps for ending in step.endings)
    assert found == sorted(rule.because for rule in pack.rules if rule.part is Part.OUTCOME)


def test_a_rule_is_told_by_its_questions_its_answer_and_its_paragraph():
    must = row(laid()["outcome"], "must")

    name, when, then, because, over, paragraph = must
    assert name == ("1. must",)
    assert when == ("Is a child at risk? Yes, now", "Who would receive it? police or protector")
    assert then == ("Share: it must be",)
    assert because == ("A clear risk is shared with those who protect.",)
    assert over == ("4–7",)
    assert paragraph == ("3",)


def test_what_is_known_from_a_summary_alone_says_so():
    court = row(laid()["outcome"], "court")

    assert court[-1] == ("fen_1990 s1", "from a summary, not the text itself")


def test_either_and_neither_are_said_in_words():
    refused = row(laid()["outcome"], "refused")

    assert refused[1] == (
        "Has the family agreed? refused",
        "One of these: Is a child at risk? No; The age of the child. 16 or over",
        "Not: An adult is at risk of serious harm. Yes",
    )


def test_the_default_stands_last_and_says_when_it_speaks():
    last = laid()["outcome"].rows[-1]

    assert last[0] == ("otherwise",)
    assert last[1] == ("Where no rule above speaks",)


def test_what_holds_everything_back_says_so():
    assert row(laid()["precondition"], "verify")[2] == ("Verify requester (nothing leaves before)",)


def test_questions_say_when_they_are_asked_and_what_stands_in():
    consent = row(laid()["questions"], "consent")

    assert consent[1] == ("Has the family agreed?",)
    assert consent[2] == ("Always",)
    assert consent[3] == ("Nobody asked",)


def test_promises_definitions_and_excused_paragraphs_are_listed():
    found = laid()

    assert row(found["promises"], "to record it.")[2] == ("duty record_decision",)
    assert row(found["definitions"], "protector")[1] == (
        "The person best placed to protect the child.",
    )
    assert found["excused"].rows == ((("heading",), ("7",)),)


def test_a_part_of_which_a_pack_says_nothing_is_left_out():
    assert "gateway" not in laid()


def test_a_rule_stands_with_the_last_of_its_questions():
    steps = {step.fact: step for step in chart_of(*marsh()).steps}

    assert [step for step in steps][:2] == ["risk_to_child", "risk_to_adult_serious_harm"]
    assert "A clear risk is shared with those who protect." in [
        ending.because for ending in steps["recipient_role"].endings
    ]
    assert steps["risk_to_child"].endings == ()


def test_the_drawing_is_well_formed_with_a_title_and_a_description():
    drawing = ElementTree.fromstring(svg_of(chart_of(*marsh())))

    assert drawing.get("role") == "img"
    assert drawing.find(f"{SVG}title").text.startswith("Marshland information sharing protocol")
    assert "The same is written in words" in drawing.find(f"{SVG}desc").text
    written = " ".join(each.text for each in drawing.iter(f"{SVG}text"))
    for words in ("Is a child at risk?", "→ Do not share", "Where nothing above has ended it"):
        assert words in written


@pytest.mark.parametrize("layout", [WIDE, NARROW], ids=["at_a_desk", "on_a_telephone"])
def test_no_line_of_the_drawing_is_wider_than_its_box(layout):
    drawing = ElementTree.fromstring(svg_of(chart_of(*marsh()), layout))

    width = float(drawing.get("width"))
    for text in drawing.iter(f"{SVG}text"):
        size = float(text.get("font-size"))
        assert float(text.get("x")) + len(text.text) * size * 0.55 < width


@pytest.mark.parametrize("sheet", [table_sheet, chart_sheet])
def test_a_sheet_carries_edition_status_review_and_what_to_do_about_them(sheet):
    said = sheet(*marsh())

    assert "Marshland information sharing protocol, 2020: in force." in said
    assert "Its review was due on 1 April 2022." in said
    assert "Check for a newer one." in said


@pytest.mark.parametrize("sheet", [table_sheet, chart_sheet])
def test_words_of_a_pack_never_become_markup(tmp_path, sheet):
    hostile = "<script>alert(1)</script> & more"
    changed = written_anew(tmp_path, ("A clear risk is shared with those who protect.", hostile))
    library = load_library(shipped=changed)

    said = sheet(library.packs["marsh_2020"], library.vocabulary)

    assert "<script>" not in said
    HTMLParser().feed(said)
    assert "&lt;script&gt;" in said


@pytest.mark.parametrize(
    ("numbers", "said"),
    [([], ""), ([3], "3"), ([1, 2], "1–2"), ([1, 2, 3, 5, 8, 9], "1–3, 5, 8–9")],
    ids=["none", "one", "two", "several_runs"],
)
def test_numbers_are_written_in_runs(numbers, said):
    assert in_ranges(numbers) == said
