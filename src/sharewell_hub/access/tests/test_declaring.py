"""Every address that leads to a record says what is done there; the others say why they do not."""

from sharewell.permitting.table import LINES
from sharewell_hub.look.doors import every_way

LEADS_TO_NO_RECORD = {
    "/accounts/": "an account of one's own agency; the room's own rule",
    "/agreements/": "the whole partnership reads them",
    "/directory/": "the whole partnership reads it",
    "/letters/": "a letter's state; it holds a reference and nothing about anybody",
    "/sign-in/": "one's own sign-ins",
    "/training/": "when colleagues of one's own agency were trained; the room's own rule",
    "/protocols/": "everybody reads them",
    "/reviews/": "an attempt, to those who were told of it; whom it found, by the wall",
    "/why/": "says a purpose and opens nothing",
    "/log/": "ids and digests",
    "/help/": "words of ours",
}


def leading():
    return [
        way
        for way in every_way()
        if way.door and way.door.kind in ("signed_in", "account") and "<" in way.path
    ]


def test_an_address_with_a_record_in_it_declares_what_is_done_there():
    excused = tuple(LEADS_TO_NO_RECORD)
    silent = [way.path for way in leading() if way.needs is None]
    assert [path for path in silent if not path.startswith(excused)] == []


def test_no_excuse_is_left_over():
    paths = [way.path for way in every_way() if way.needs is None]
    for start in LEADS_TO_NO_RECORD:
        assert any(path.startswith(start) for path in paths), start


def test_what_is_declared_stands_in_the_table():
    for way in leading():
        if way.needs:
            for verb in (way.needs.verb, way.needs.sending):
                assert (verb, way.needs.kind) in LINES


def test_what_asks_for_a_second_step_by_the_table_asks_for_it_at_the_door():
    for way in leading():
        if way.needs and LINES[way.needs.sending, way.needs.kind].step_up:
            assert way.step_up, way.path
