"""Two editions of Marshland's protocol, and a plain way to compare them: situation by situation."""

from collections import Counter
from itertools import product

from sharewell.comparing.side_by_side import LEFT_OUT
from sharewell.comparing.weighing import differences, parts_of
from sharewell.deciding import Engine
from sharewell.packs import load_library
from sharewell.packs.tests.marshland import TODAY, written_anew


def edition(folder, *changes):
    """The engine of Marshland's protocol, with some words of it exchanged for others."""
    library = load_library(shipped=written_anew(folder, *changes))
    return Engine(library.stack("marsh_2020", TODAY))


def every_situation(common):
    """Each complete situation of two stacks, one member of a class for all, with how many."""
    for chosen in product(*common.classes):
        weight = 1
        for members in chosen:
            weight *= len(members)
        said = zip(common.names, (members[-1] for members in chosen), strict=True)
        facts = {name: value for name, value in said if value != LEFT_OUT}
        if not any(each.vocabulary.contradiction(facts) for each in common.stacks):
            yield facts, weight


def counted(before, after, common):
    """Count what a comparison counts, by weighing each situation twice."""
    found, all_, differing = Counter(), 0, 0
    for facts, weight in every_situation(common):
        pairs = differences(parts_of(before, facts), parts_of(after, facts))
        all_ += weight
        differing += weight * any(pairs.values())
        for part, some in pairs.items():
            for pair in some:
                found[part, *pair] += weight
    return found, all_, differing
