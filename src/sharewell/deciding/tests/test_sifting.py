"""Sifting moves levels until diagrams are small, and changes nothing that they say."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from sharewell.deciding.diagram import Diagrams
from sharewell.deciding.sifting import Sifter

WIDTHS = (2, 3, 2, 2, 3)
SITUATIONS = list(product(*map(range, WIDTHS)))


def diagram_of(family, leaves):
    """The diagram that gives each situation its leaf."""

    def below(level, said):
        if level == len(WIDTHS):
            return family.leaf(leaves[SITUATIONS.index(said)])
        branches = tuple(below(level + 1, (*said, value)) for value in range(WIDTHS[level]))
        return family.node(level, branches)

    return below(0, ())


def followed(sifter, number, situation):
    while number >= 0:
        level, branches = sifter.nodes[number]
        number = branches[situation[level]]
    return number


@given(st.lists(st.integers(0, 2), min_size=len(SITUATIONS), max_size=len(SITUATIONS)))
def test_after_sifting_every_situation_leads_to_the_same_leaf(leaves):
    family = Diagrams(WIDTHS)
    root = diagram_of(family, leaves)
    sifter = Sifter(family, [root])
    before = sifter.size
    order = sifter.sift()
    assert sifter.size <= before
    assert sorted(order) == sorted({level for level, _ in sifter.nodes.values()})
    for situation, leaf in zip(SITUATIONS, leaves, strict=True):
        assert family.value(followed(sifter, root, situation)) == leaf


def test_sifting_brings_together_what_belongs_together():
    pairs = 6
    family = Diagrams([2] * (2 * pairs))
    found = family.false
    for place in range(pairs):
        both = family.both(
            family.test(place, (False, True)), family.test(place + pairs, (False, True))
        )
        found = family.either(found, both)
    sifter = Sifter(family, [found])
    assert sifter.size > 2**pairs
    order = sifter.sift()
    assert sifter.size == 2 * pairs
    assert all(
        {a % pairs for a in pair} == {pair[0] % pairs}
        for pair in zip(order[::2], order[1::2], strict=True)
    )


def test_what_no_diagram_holds_any_more_is_gone():
    family = Diagrams((2, 2, 2))
    first = family.both(family.test(0, (False, True)), family.test(2, (False, True)))
    second = family.either(first, family.test(1, (False, True)))
    sifter = Sifter(family, [first, second])
    sifter.sift()
    reached, open_ = set(), [first, second]
    while open_:
        number = open_.pop()
        if number >= 0 and number not in reached:
            reached.add(number)
            open_ += sifter.nodes[number][1]
    assert reached == set(sifter.nodes)
