"""A fact matters where something looks at it: an answer, a duty, the footing, or a question."""

from datetime import date

import pytest

from sharewell.packs import load_library
from sharewell.proving.differing import Whole
from sharewell.proving.mattering import Mattering


@pytest.fixture(scope="module")
def whole():
    return Whole(load_library().stack("csods", date(2026, 11, 22)))


def test_a_fact_matters_where_its_pack_is_picked_and_nowhere_else(whole):
    checks = Mattering(whole, "checks_complete")
    assert checks.within(whole.at("scheme", "csods"))
    assert not checks.within(whole.at("scheme", "dvds"))
    assert not checks.within(whole.diagrams.false)


def test_two_values_that_nothing_tells_apart_are_as_one(whole):
    scheme = Mattering(whole, "scheme")
    assert scheme.between("csods", "dvds")
    assert not scheme.between("dvds", "dvds")
