"""Which facts still matter, and which question to ask next: harm first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sharewell.deciding.compiling import Form, made
from sharewell.deciding.domains import Asking, askings_of
from sharewell.deciding.explaining import said
from sharewell.deciding.writing import Writer
from sharewell.packs.pack import Stack
from sharewell.terms.answer import NextQuestion
from sharewell.terms.conditions import ALWAYS, Facts, Value
from sharewell.terms.facts import Question


class Asker:
    """Knows the questions of one stack, their order, and when each is asked."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.askings = askings_of(stack)
        self._rank = {name: place for place, name in enumerate(stack.order)}
        self._settle = _settling(self.askings, _gates_first(self.askings, stack.order))
        facts = stack.vocabulary.facts
        self.defaulted = tuple(name for name in facts if facts[name].default is not None)

    def stand_in(self, name: str) -> Value:
        """What stands in for a fact that is not asked."""
        return self.askings[name].presumed

    def when_unknown(self, name: str) -> Value:
        """What stands in, for an answer now, where nobody knows."""
        return self.askings[name].dont_know

    def settled(self, facts: Facts) -> dict[str, Value]:
        """Add to the facts given the presumptions of those that would not be asked."""
        settled: dict[str, Value] = self._settle(facts)
        return settled

    def unasked_protection(self, settled: Facts) -> tuple[str, ...]:
        """The protective facts that could still be asked, and what decides whether they are."""
        found = [name for name in self.stack.vocabulary.protective if name not in settled]
        for name in found:
            if self.askings[name].truth(settled) is None:
                gates = (gate.fact for gate in self.askings[name].gates)
                found += [gate for gate in gates if gate not in settled and gate not in found]
        return tuple(found)

    def in_order(self, names: Iterable[str]) -> tuple[str, ...]:
        """Put facts in asking order."""
        return tuple(sorted(names, key=self._rank.__getitem__))

    def next(self, missing: tuple[str, ...], settled: Facts) -> NextQuestion | None:
        """Choose the question to ask now: the first that can be asked, with its group.

        Source:  contract: one question is one fact unless the pack lists a group.
        """
        if not missing:
            return None
        ready = [name for name in missing if self.askings[name].truth(settled)]
        first = (ready or missing)[0]
        question = self.stack.questions[first]
        if question.group is None:
            return NextQuestion(question.ask, (first,), question.cites)
        shared = self.stack.groups[question.group]
        page = self._page(first, settled)
        together = tuple(n for n in ready if self._page(n, settled) == page) or (first,)
        cites = [c for n in together for c in self.stack.questions[n].cites]
        return NextQuestion(
            shared.ask, together, tuple(dict.fromkeys((*shared.cites, *cites))), question.group
        )

    def at_most(self, missing: tuple[str, ...], settled: Facts) -> int:
        """Count the questions that could at most be asked."""
        return len({self._page(name, settled) for name in missing})

    def _page(self, name: str, settled: Facts) -> object:
        """Name a fact's page: one for what is ready of a group, one for each gate still shut."""
        question: Question = self.stack.questions[name]
        asking = self.askings[name]
        if not question.group:
            return name
        shut = None if asking.truth(settled) else (asking.when, asking.only_unless)
        return (question.group, shut)


def contradiction(stack: Stack, facts: Facts) -> str:
    """Say which two answers cannot both be so, each with its question; nothing where all can."""
    found = stack.vocabulary.contradiction(facts) or ()
    told = [
        f"“{stack.questions[each.fact].ask}” {_told(stack, each.fact, facts)}" for each in found
    ]
    return f"{' and '.join(told)}." if told else ""


def _told(stack: Stack, name: str, facts: Facts) -> str:
    return said(stack, name, facts[name]) if name in facts else "not answered"


def _settling(askings: Mapping[str, Asking], conditional: tuple[str, ...]) -> Form:
    """Write and make the function that adds what stands in for facts that would not be asked."""
    writer = Writer()
    gates = {gate.fact for name in conditional for gate in askings[name].gates}
    lines = ["def settled(facts):", "    found = dict(facts)"]
    lines += [f"    f_{fact} = found.get({fact!r})" for fact in sorted(gates)]
    for name in conditional:
        asking = askings[name]
        may = [writer.possible(asking.when or ALWAYS)]
        may += [f"not {writer.surely(each)}" for each in asking.only_unless]
        lines.append(f"    if {name!r} not in found and not ({' and '.join(may)}):")
        lines.append(f"        found[{name!r}] = f_{name} = {asking.presumed!r}")
    return made("\n".join([*lines, "    return found", ""]), writer, "settled")


def _gates_first(askings: Mapping[str, Asking], order: tuple[str, ...]) -> tuple[str, ...]:
    """Order what is asked on a condition so that each stands after what decides whether it is."""
    waiting = [name for name in order if askings[name].when is not None]
    ordered: list[str] = []
    while waiting:
        shut = set(waiting)
        free = [n for n in waiting if not shut & {gate.fact for gate in askings[n].gates}]
        ordered += free or waiting
        waiting = [name for name in waiting if name not in ordered]
    return tuple(ordered)
