"""Diagrams: equal things are one thing, and a pack too entangled is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sharewell.deciding.diagram import Diagrams
from sharewell.terms.errors import PackRefused

WIDTHS = (2, 3, 2)


def some_diagram(data, diagrams, level=0):
    if level == len(WIDTHS) or data.draw(some.integers(0, 3)) == 0:
        return diagrams.leaf(data.draw(some.booleans()))
    inner = [some_diagram(data, diagrams, level + 1) for _ in range(WIDTHS[level])]
    return diagrams.node(level, tuple(inner))


def value(diagrams, diagram, situation):
    fixed = [(each,) for each in situation]
    (leaf,) = diagrams.residue(diagram, fixed).leaves
    return leaf


def every():
    return [(a, b, c) for a in range(2) for b in range(3) for c in range(2)]


@given(some.data())
def test_joining_diagrams_joins_their_values(data):
    diagrams = Diagrams(WIDTHS)
    one, two, three = (some_diagram(data, diagrams) for _ in range(3))
    for at in every():
        a, b, c = (value(diagrams, each, at) for each in (one, two, three))
        assert value(diagrams, diagrams.both(one, two), at) is (a and b)
        assert value(diagrams, diagrams.either(one, two), at) is (a or b)
        assert value(diagrams, diagrams.but_not(one, two), at) is (a and not b)
        assert value(diagrams, diagrams.choose(one, two, three), at) is (b if a else c)
        assert value(diagrams, diagrams.turned(one, lambda leaf: not leaf), at) is (not a)


@given(some.data())
def test_what_means_the_same_is_the_same(data):
    diagrams = Diagrams(WIDTHS)
    one, two = some_diagram(data, diagrams), some_diagram(data, diagrams)
    assert diagrams.both(one, two) == diagrams.both(two, one)
    assert diagrams.but_not(one, one) == diagrams.false
    assert diagrams.either(one, diagrams.true) == diagrams.true
    same = all(value(diagrams, one, at) is value(diagrams, two, at) for at in every())
    assert same is (one == two)


@given(some.data())
def test_moving_a_value_puts_another_in_its_place(data):
    diagrams = Diagrams(WIDTHS)
    one = some_diagram(data, diagrams)
    moved = diagrams.moved(one, 1, {0: 2, 1: 2})
    for a, b, c in every():
        assert value(diagrams, moved, (a, b, c)) is value(diagrams, one, (a, 2, c))


@given(some.data())
def test_an_example_is_a_situation_in_which_it_is_true(data):
    diagrams = Diagrams(WIDTHS)
    one = some_diagram(data, diagrams)
    if one == diagrams.false:
        return
    shown = diagrams.example(one)
    for at in every():
        if all(at[level] == place for level, place in shown.items()):
            assert value(diagrams, one, at) is True


def test_a_level_that_does_not_matter_is_not_in_the_residue():
    diagrams = Diagrams(WIDTHS)
    first = diagrams.test(0, (False, True))
    last = diagrams.test(2, (False, True))
    both = diagrams.both(first, last)
    free = [(0, 1), (0, 1, 2), (0, 1)]
    assert diagrams.residue(both, free).levels == {0, 2}
    assert diagrams.residue(both, [(0,), *free[1:]]).levels == frozenset()
    assert diagrams.residue(both, [(1,), *free[1:]]).levels == {2}


def test_a_pack_too_entangled_is_refused():
    diagrams = Diagrams(WIDTHS, largest=2)
    first, last = diagrams.test(0, (False, True)), diagrams.test(2, (False, True))
    with pytest.raises(PackRefused) as refused:
        diagrams.both(first, last)
    assert "too entangled" in refused.value.what
