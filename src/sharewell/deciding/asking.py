"""Which facts still matter, and which question to ask next: harm first."""

from __future__ import annotations

from collections.abc import Iterable

from sharewell.deciding.domains import askings_of
from sharewell.packs.pack import Stack
from sharewell.terms.answer import NextQuestion
from sharewell.terms.conditions import NOTHING, Facts, Value
from sharewell.terms.facts import Question

DEFAULTED = ("jurisdiction", "act")


class Asker:
    """Knows the questions of one stack, their order, and when each is asked."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.askings = askings_of(stack)
        self._conditional = tuple(name for name in stack.order if self.askings[name].conditional)

    def stand_in(self, name: str) -> Value:
        """What stands in for a fact that is not asked."""
        fact = self.stack.vocabulary.facts[name]
        presume = self.stack.questions[name].presume
        if fact.default is not None:
            return fact.default
        return NOTHING if presume is None else presume

    def when_unknown(self, name: str) -> Value:
        """What stands in, for an answer now, where nobody knows."""
        answer = self.stack.questions[name].dont_know
        return self.stand_in(name) if answer is None else answer

    def settled(self, facts: Facts) -> dict[str, Value]:
        """Add to the facts given the presumptions of those that would not be asked."""
        settled = dict(facts)
        for name in DEFAULTED:
            settled.setdefault(name, self.stand_in(name))
        waiting = [name for name in self._conditional if name not in settled]
        while True:
            silent = [name for name in waiting if self.askings[name].truth(settled) is False]
            if not silent:
                return settled
            settled.update((name, self.stand_in(name)) for name in silent)
            waiting = [name for name in waiting if name not in silent]

    def unasked_protection(self, facts: Facts) -> tuple[str, ...]:
        """The protective facts that could still be asked."""
        settled = self.settled(facts)
        return tuple(name for name in self.stack.vocabulary.protective if name not in settled)

    def in_order(self, names: Iterable[str]) -> tuple[str, ...]:
        """Put facts in asking order."""
        wanted = set(names)
        return tuple(name for name in self.stack.order if name in wanted)

    def next(self, missing: tuple[str, ...], facts: Facts) -> NextQuestion | None:
        """Choose the question to ask now: the first that can be asked, with its group.

        Source:  contract: one question is one fact unless the pack lists a group.
        """
        settled = self.settled(facts)
        ready = [name for name in missing if self.askings[name].truth(settled)]
        if not missing:
            return None
        first = ready[0] if ready else missing[0]
        question = self.stack.questions[first]
        if question.group is None:
            return NextQuestion(question.ask, (first,), question.cites)
        shared = self.stack.groups[question.group]
        together = tuple(n for n in ready if self._page(n) == self._page(first)) or (first,)
        cites = [c for n in together for c in self.stack.questions[n].cites]
        return NextQuestion(
            shared.ask, together, tuple(dict.fromkeys((*shared.cites, *cites))), question.group
        )

    def at_most(self, missing: tuple[str, ...]) -> int:
        """Count the questions that could at most be asked."""
        return len({self._page(name) for name in missing})

    def _page(self, name: str) -> object:
        question: Question = self.stack.questions[name]
        return (question.group, question.ask_when) if question.group else name
