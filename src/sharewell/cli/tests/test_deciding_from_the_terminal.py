"""`sharewell decide`: one object, many lines, and every way in which a line can be wrong."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(sys.executable).with_name("sharewell")


@pytest.fixture
def decide(reeds, run):
    """Decide under the Reeds' stack and read what is printed."""

    def decided(input, *arguments, stack="reeds"):
        chosen = ["--stack", stack] if stack else []
        ended = run("decide", "-", *chosen, *arguments, input=input)
        lines = [json.loads(line) for line in ended.stdout.splitlines()]
        return lines, ended.exit_code, ended.stderr.splitlines()

    return decided


DANGER = {"risk_to_child": "immediate", "request_based": False}


def test_one_object_is_decided(decide):
    (answer,), code, errors = decide(json.dumps(DANGER))
    assert (answer["id"], answer["outcome"], code, errors) == (None, "share_must", 0, [])
    assert next(iter(answer)) == "id"


def test_one_object_written_over_several_lines_is_decided(decide):
    (answer,), code, _ = decide(json.dumps(DANGER, indent=4) + "\n\n")
    assert (answer["outcome"], code) == ("share_must", 0)


def test_a_file_is_read_as_standard_input_is(reeds, run, tmp_path):
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(DANGER))
    ended = run("decide", path, "--stack", "reeds")
    assert json.loads(ended.stdout)["outcome"] == "share_must"


def test_lines_are_decided_one_by_one_with_their_ids(decide):
    lines = [
        {"id": "a", "facts": DANGER, "about": "other keys are ignored"},
        {"id": 7, "facts": {}},
        DANGER,
        {"facts": DANGER},
    ]
    answers, code, _ = decide("\n".join(map(json.dumps, lines)) + "\n\n")
    assert [answer["id"] for answer in answers] == ["a", 7, None, None]
    assert [answer["status"] for answer in answers] == [
        *("determined", "ask"),
        *("determined", "determined"),
    ]
    assert code == 0


def test_the_stack_that_is_asked_for_beats_the_lines_own(decide):
    line = json.dumps({"id": "a", "facts": DANGER, "stack": "bromley_2017"})
    (asked,), _, _ = decide(line, stack="reeds")
    assert asked["reasons"][0]["pack"] == "reeds"


def test_a_lines_own_stack_beats_the_usual_one(decide):
    line = json.dumps({"id": "a", "facts": DANGER, "stack": "reeds"})
    (own,), _, _ = decide(line, stack=None)
    assert own["reasons"][0]["pack"] == "reeds"


def test_a_stack_that_nobody_has_is_refused_before_anything_is_read(decide):
    answers, code, errors = decide(json.dumps(DANGER), stack="reed")
    assert (answers, code, len(errors)) == ([], 1, 3)
    assert "there is no stack called 'reed'" in errors[0]
    assert "Did you mean reeds?" in errors[2]


def test_a_lines_stack_that_nobody_has_is_refused_in_its_place(decide):
    lines = [{"id": 1, "facts": {}, "stack": "reed"}, {"id": 2, "facts": {}, "stack": "reeds"}]
    answers, code, errors = decide("\n".join(map(json.dumps, lines)), stack=None)
    assert "Did you mean reeds?" in answers[0]["error"]["next"]
    assert (answers[1]["status"], code, len(errors)) == ("ask", 1, 3)


def test_packs_speak_from_the_day_they_began(decide, reeds):
    path = reeds / "reeds" / "pack.toml"
    path.write_text(path.read_text().replace("joins", "in_force_from = 2026-01-01\njoins"))
    assert decide("{}", "--as-at", "2026-01-01")[1] == 0
    _, code, errors = decide("{}", "--as-at", "2025-12-31")
    assert code == 1
    assert "stood on 2025-12-31" in errors[1]


DEEP = "[" * 100_000
WRONG = {
    "broken_json": ('{"risk_to_child": ', "is not JSON: Expecting value at character"),
    "no_json_at_all": ("risk_to_child = immediate", "is not JSON"),
    "a_list": ("[]", "is not an object of facts"),
    "a_number": ("5", "is not an object of facts"),
    "an_unknown_fact": ('{"risk_to_chid": "none"}', "One vocabulary names the facts"),
    "an_unknown_value": ('{"risk_to_child": "imediate"}', "It takes none, concern"),
    "a_truth_as_a_word": ('{"request_based": "false"}', "true, false or unknown"),
    "a_value_that_is_a_list": ('{"request_based": [true]}', "true, false or unknown"),
    "an_age_that_is_a_fraction": ('{"child_age": 3.5}', "a whole number from 0 to 150"),
    "an_age_of_none": ('{"child_age": null}', "a whole number from 0 to 150"),
    "not_a_number": ('{"child_age": NaN}', "NaN is no number"),
    "without_end": ('{"child_age": -Infinity}', "-Infinity is no number"),
    "a_huge_number": ('{"child_age": ' + "9" * 5_000 + "}", "A number in it is too long"),
    "a_large_number": ('{"child_age": ' + "9" * 400 + "}", "a whole number from 0 to 150"),
    "a_name_twice": ('{"child_age": 3, "child_age": 4}', "A name stands in it twice"),
    "a_name_twice_inside": (
        '{"facts": {"child_age": 3, "child_age": 4}}',
        "A name stands in it twice",
    ),
    "nested_too_deeply": ('{"child_age": ' + DEEP + "}", "nested too deeply"),
    "only_deep": (DEEP, "nested too deeply"),
    "facts_that_are_none": ('{"facts": "all"}', "Its facts are not an object"),
    "a_stack_that_is_none": ('{"facts": {}, "stack": 5}', "Its stack is not a text"),
    "an_id_that_is_none": ('{"facts": {}, "id": {}}', "Its id is neither"),
    "an_id_that_is_a_truth": ('{"facts": {}, "id": true}', "Its id is neither"),
    "half_a_character": ('{"facts": {}, "id": "\\ud800"}', "Its id is neither"),
    "half_a_character_as_a_fact": ('{"\\ud800": true}', "One vocabulary names the facts"),
    "facts_that_cannot_stand_together": (
        '{"consent": "not_sought", "consent_written": true}',
        "cannot both be so",
    ),
    "bytes_that_are_not_utf_8": (b'{"id": "\xff", "facts": {}}', "It is not UTF-8"),
    "another_encoding": ('{"facts": {}}'.encode("utf-16-le"), "is not JSON"),
    "a_line_without_end": ('{"id": "' + "x" * 1_100_000 + '"}', "longer than 1,000,000 bytes"),
    "a_control_character": ('{"id": "\x07", "facts": {}}', "Invalid control character"),
    "two_objects_on_a_line": ("{} {}", "Extra data at character 4"),
}


@pytest.mark.parametrize(("line", "why"), WRONG.values(), ids=WRONG)
def test_a_line_that_is_wrong_is_named_and_the_others_go_on(decide, line, why):
    line = line if isinstance(line, bytes) else line.encode()
    good = json.dumps({"id": "good", "facts": DANGER}).encode()
    answers, code, errors = decide(b"\n".join([good, line, good]))
    assert [answer["id"] for answer in (answers[0], answers[2])] == ["good", "good"]
    error = answers[1]["error"]
    assert tuple(error) == ("what", "why", "next", "line")
    assert error["line"] == 2
    assert why in error["why"]
    assert error["what"].startswith("Nothing was decided")
    assert (code, errors) == (1, [error["what"], error["why"], error["next"]])


@pytest.mark.parametrize(("line", "why"), WRONG.values(), ids=WRONG)
def test_a_first_line_that_is_wrong_is_named_too(decide, line, why):
    line = line if isinstance(line, bytes) else line.encode()
    answers, code, _ = decide(line + b'\n{"id": "good", "facts": {}}\n')
    assert why in answers[0]["error"]["why"]
    assert (answers[0]["error"]["line"], answers[-1]["id"], code) == (1, "good", 1)


def test_the_id_of_a_refused_line_is_given_where_it_could_be_read(decide):
    (answer,), code, _ = decide('{"id": "x1", "facts": {"risk": 1}}')
    assert (answer["id"], code) == ("x1", 1)
    assert tuple(answer) == ("id", "error")


def test_an_object_that_never_ends_is_named_line_by_line(decide):
    answers, code, _ = decide('{\n"risk_to_child":\n"immediate",\n')
    assert [answer["error"]["line"] for answer in answers] == [1, 2, 3]
    assert code == 1


@pytest.mark.slow
def test_a_very_long_object_over_many_lines_is_not_waited_for(decide):
    answers, code, _ = decide("{\n" + '"child_age": 3,\n' * 5_000)
    assert (len(answers), code) == (5_001, 1)


def test_a_mark_of_byte_order_is_overlooked(decide):
    (answer,), code, _ = decide(b"\xef\xbb\xbf" + json.dumps(DANGER).encode())
    assert (answer["outcome"], code) == ("share_must", 0)


def test_nothing_to_decide_is_nothing_wrong(decide):
    assert decide("") == ([], 0, [])
    assert decide("\n\n") == ([], 0, [])


@pytest.mark.parametrize(
    "arguments",
    [("decide", "no_such_file"), ("decide", "-", "--as-at", "tomorrow"), ("decide", "--stak", "x")],
    ids=["no_file", "no_day", "no_option"],
)
def test_wrong_usage_ends_with_two(run, arguments):
    assert run(*arguments, input="{}").exit_code == 2


@pytest.mark.parametrize(
    "command", [[SCRIPT], [sys.executable, "-m", "sharewell.cli"]], ids=["script", "module"]
)
def test_it_runs_from_a_shell_in_utf_8_whatever_the_locale(reeds, command):
    ended = subprocess.run(
        [*command, "decide", "-", "--stack", "reeds"],
        input='{"id": "ł", "facts": {"risk_to_child": "immediate"}}\n{\n'.encode(),
        env={"SHAREWELL_PACKS": str(reeds), "LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    first, second = map(json.loads, ended.stdout.decode("utf-8").splitlines())
    assert (first["id"], first["act_now"]) == ("ł", "share_must")
    assert second["error"]["line"] == 2
    assert (ended.returncode, ended.stderr.count(b"\n")) == (1, 3)


def test_a_reader_that_leaves_early_hears_no_complaint(reeds):
    line = json.dumps({"facts": DANGER})
    lines = reeds / "many.jsonl"
    lines.write_text((line + "\n") * 3_000)
    command = f"'{sys.executable}' -m sharewell.cli decide '{lines}' --stack reeds | head -n 1"
    ended = subprocess.run(
        ["/bin/sh", "-c", command],
        env={"SHAREWELL_PACKS": str(reeds), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert len(ended.stdout.splitlines()) == 1
    assert ended.stderr == ""


def test_each_answer_is_given_before_the_next_line_is_read(reeds):
    with subprocess.Popen(
        [sys.executable, "-m", "sharewell.cli", "decide", "-", "--stack", "reeds"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={"SHAREWELL_PACKS": str(reeds)},
    ) as talking:
        for id in ("first", "second"):
            talking.stdin.write(json.dumps({"id": id, "facts": DANGER}).encode() + b"\n")
            talking.stdin.flush()
            assert json.loads(talking.stdout.readline())["id"] == id


# The kernel counts a parent's size into the largest size of its child, but not into VmHWM.
MEASURED = """
import sys
from click.testing import CliRunner
from sharewell.cli import main
sys.argv = ["sharewell", "decide", "-", "--stack", "reeds"]
try:
    main()
finally:
    status = open("/proc/self/status").read()
    print(status.partition("VmHWM:")[2].split()[0], file=sys.stderr)
"""


def stream(reeds, count):
    """Decide so many lines in a process of their own; give its answers and its largest size."""
    lines = reeds / "stream.jsonl"
    with lines.open("w") as file:
        for number in range(count):
            facts = {"child_age": number % 99, "request_based": bool(number % 2)}
            file.write(json.dumps({"id": number, "facts": facts}) + "\n")
    answers = reeds / "answers.jsonl"
    with lines.open("rb") as given, answers.open("wb") as out:
        ended = subprocess.run(
            [sys.executable, "-c", MEASURED],
            stdin=given, stdout=out, stderr=subprocess.PIPE,
            env={"SHAREWELL_PACKS": str(reeds)}, check=True,
        )  # fmt: skip
    with answers.open("rb") as file:
        counted = sum(1 for _ in file)
    return counted, int(ended.stderr.split()[-1]) // 1024


@pytest.mark.slow
def test_thousands_of_lines_are_decided_in_constant_memory(reeds):
    few, before = stream(reeds, 100)
    many, after = stream(reeds, 4_000)
    assert (few, many) == (100, 4_000)
    assert after < 200
    assert after - before < 20


@pytest.mark.slow
def test_tens_of_thousands_of_lines_are_decided_in_constant_memory(reeds):
    counted, megabytes = stream(reeds, 40_000)
    assert counted == 40_000
    assert megabytes < 200
