"""Prove what a pack promises of every answer: no counterexample in any situation, or one shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sharewell.packs.pack import Invariant, Stack
from sharewell.packs.reading import Place
from sharewell.proving.differing import Whole
from sharewell.terms.answer import Outcome, Part
from sharewell.terms.conditions import Facts

PROMISE = re.compile(r"([a-z_]+) +(=|!=|in|not in|empty|not empty) *(.*)|duty +([a-z0-9_]+)")
RELEASES = (Outcome.SHARE_MUST, Outcome.SHARE_MAY, Outcome.SHARE_LIMITED)
WITH_EVERY_RELEASE = ("record_decision", "verify_recipient")


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A promise that is not kept, and one situation in which it is not."""

    promise: str
    situation: str


class Prover:
    """Lays out every situation of a stack, duties included, and looks for one against a promise.

    A complete situation is determined, so `outcome` and `act_now` are one there; only towards
    those who protect it is not, while a fact that protects is "unknown".
    """

    def __init__(self, stack: Stack, laid_out: Whole | None = None) -> None:
        self.stack = stack
        self.all = laid_out or Whole(stack)
        self.diagrams = self.all.diagrams
        outcome = self.all.outcome()
        self._parts = {
            "act_now": outcome,
            "outcome": outcome,
            "consent_needed": self.all.part(Part.CONSENT_NEEDED),
            "inform_subject": self.all.part(Part.INFORM_SUBJECT),
        }

    def counterexample(self, invariant: Invariant) -> Counterexample | None:
        """Find a situation in which an invariant does not hold.

        Shapes:  what stands under `never` must not all hold together; under `always` each must.
        Raises:  PackRefused when a promise cannot be read.
        """
        return self.shown(invariant.id, self.where_broken(invariant))

    def where_broken(self, invariant: Invariant) -> int:
        """Where an invariant does not hold.

        Raises:  PackRefused when a promise cannot be read.
        """
        place = Place("pack.toml", f"invariant {invariant.id!r}")
        here = self.all.condition(invariant.when)
        broken = self.diagrams.false
        if invariant.never:
            broken = here
            for written in invariant.never:
                broken = self.diagrams.both(broken, self._promised(written, place))
        for written in invariant.always:
            missing = self.diagrams.but_not(here, self._promised(written, place))
            broken = self.diagrams.either(broken, missing)
        return broken

    def broken(self, invariants: Iterable[Invariant]) -> Iterator[Counterexample]:
        """Find a counterexample to each invariant that has one."""
        for invariant in invariants:
            found = self.counterexample(invariant)
            if found is not None:
                yield found

    def dead_rules(self) -> tuple[str, ...]:
        """Name the rules that speak in no situation that can be."""
        return tuple(
            rule.id for rule in self.stack.rules if not self.all.can_be(self.all.speaks(rule))
        )

    def outcomes(self) -> frozenset[object]:
        """Give every outcome that some situation leads to."""
        return frozenset(
            each
            for each in Outcome
            if self.all.can_be(self.all.where(self._parts["outcome"], [each]))
        )

    def release_without(self, duty: str) -> Counterexample | None:
        """Find a situation in which something is released and a duty is not owed."""
        released = self.all.where(self._parts["outcome"], RELEASES)
        return self.shown(duty, self.diagrams.but_not(released, self.all.said(Part.DUTY, duty)))

    def _promised(self, written: str, place: Place) -> int:
        found = PROMISE.fullmatch(written.strip())
        part, sign, rest, duty = found.groups(default="") if found else ("", "", "", "")
        if duty:
            return self.all.said(Part.DUTY, duty)
        if part == "status" and rest == "determined":
            return self._harm_known()
        if part == "preconditions":
            open_ = self.all.open_preconditions()
            return open_ if sign == "not empty" else self._not(open_)
        if part not in self._parts or sign.endswith("empty"):
            raise place.refuse(
                f"{written!r} is no promise about an answer.",
                'Write it like "act_now = do_not_share", "preconditions empty" or "duty CODE".',
            )
        values = [word.strip() for word in rest.strip("[]").split(",")]
        holds = self.all.where(self._parts[part], values)
        return holds if sign in ("=", "in") else self._not(holds)

    def _harm_known(self) -> int:
        """Where no fact that protects was answered "unknown": there a refusal may be final."""
        found = self.diagrams.true
        for name in self.stack.vocabulary.protective:
            if "?" + name in self.all.level:
                found = self.diagrams.but_not(found, self.all.flag("?" + name))
        return found

    def _not(self, diagram: int) -> int:
        return self.diagrams.but_not(self.diagrams.true, diagram)

    def shown(self, promise: str, broken: int) -> Counterexample | None:
        """Show one situation in which a promise is broken; None where there is none."""
        if not self.all.can_be(broken):
            return None
        possible = self.diagrams.but_not(broken, self.all.impossible)
        return Counterexample(promise, in_words(self.all.nearest(possible)))


def in_words(facts: Facts) -> str:
    """Write facts down as a line."""
    said = (f"{name} = {str(value).lower()}" for name, value in facts.items())
    return ", ".join(said) or "no facts at all"
