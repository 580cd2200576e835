"""Everything that is proved of one stack, a line each: what every stack promises, and its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sharewell.deciding import Engine
from sharewell.packs.checking import check_pack
from sharewell.proving.differing import Whole
from sharewell.proving.drawing import Drawn
from sharewell.proving.invariants import WITH_EVERY_RELEASE, Counterexample, Prover, in_words
from sharewell.proving.sweeping import Sweep
from sharewell.proving.universal import (
    Universal,
    harm_is_asked,
    own_counterexample,
    own_promises,
)
from sharewell.terms.answer import Outcome, Part
from sharewell.terms.errors import PackRefused

DRAWN = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One thing promised of a stack: how far it was looked at, and a case where it fails."""

    id: str
    says: str
    how: str
    found: Counterexample | None
    exceptions: tuple[str, ...] = ()


class Proof:
    """Proves what a stack promises over every situation; what it draws comes from a seed."""

    def __init__(self, engine: Engine, *, seed: int, drawn: int = DRAWN) -> None:
        self.stack = engine.stack
        self.universal = Universal(self.stack)
        self.all = Whole(self.stack, self.universal.conditions())
        self.prover = Prover(self.stack, self.all)
        self.drawn = Drawn(engine, self.all, seed=seed, count=drawn)

    def __len__(self) -> int:
        """How many lines there are."""
        own = sum(len(pack.invariants) for pack in self.stack.packs)
        return len(self._every_stack()) + len(self.universal.promises) + own

    def lines(self) -> Iterator[Line]:
        """Prove one thing after another."""
        for id, (says, how, look) in self._every_stack().items():
            yield Line(id, says, how, look())
        for promise, invariant in self.universal.promises:
            found, kept = self.universal.counterexample(promise, invariant, self.prover)
            yield Line(promise.id, promise.says, "proved", found, kept)
        for pack, invariant in own_promises(self.stack):
            id = f"{pack.id}:{invariant.id}"
            found = own_counterexample(pack, invariant, self.prover)
            yield Line(id, invariant.says, "proved", found)

    def _every_stack(self) -> dict[str, tuple[str, str, Callable[[], Counterexample | None]]]:
        drawn = f"drawn {self.drawn.count:,} times, seed {self.drawn.seed}"
        return {
            "some_outcome_always": (
                "Every situation has an outcome.", "proved", self._no_outcome),
            "no_dead_rule": (
                "Every rule speaks in some situation.", "proved", self._dead_rule),
            "every_outcome_is_reachable": (
                "Every outcome that a rule sets is reached.", "proved", self._out_of_reach),
            "nothing_uncited": (
                "Every element cites a paragraph of its sources.", "read", self._uncited),
            "whatever_leaves_is_recorded": (
                "Whatever is released is recorded, and its recipient verified.",
                "proved", self._unrecorded),
            "the_sweep_agrees": (
                "Rules weighed by themselves say what the diagrams say.",
                "swept", self._swept_otherwise),
            "forms_agree": (
                "Reference, compiled form and diagrams say the same.",
                drawn, self.drawn.forms_disagree),
            "learning_never_adds_an_outcome": (
                "Answering a question never adds an outcome, nor another question.",
                drawn, self.drawn.learning_adds),
            "sound_against_all_completions": (
                "However it goes on, it ends in an outcome that was held possible.",
                drawn, self.drawn.unsound),
            "harm_is_asked_first": (
                "Harm is always asked, first of all, and never presumed away.",
                "read", self._harm_presumed_away),
            "no_final_refusal_before_harm_is_asked": (
                "No final refusal towards protectors while a protective fact is open.",
                drawn, self.drawn.refused_unasked),
        }  # fmt: skip

    def _no_outcome(self) -> Counterexample | None:
        outcome = self.all.outcome()
        none = self.all.diagrams.residue(outcome).leaves - {*Outcome}
        return self.prover.shown("some_outcome_always", self.all.where(outcome, none))

    def _dead_rule(self) -> Counterexample | None:
        dead = self.prover.dead_rules()
        return Counterexample("no_dead_rule", f"{', '.join(dead)} never speaks") if dead else None

    def _out_of_reach(self) -> Counterexample | None:
        wanted = {rule.sets for rule in self.stack.rules_of(Part.OUTCOME)}
        never = sorted(wanted - {str(each) for each in self.prover.outcomes()})
        return Counterexample("reach", f"{', '.join(never)} is never reached") if never else None

    def _uncited(self) -> Counterexample | None:
        for pack in self.stack.packs:
            try:
                check_pack(pack)
            except PackRefused as fault:
                return Counterexample("nothing_uncited", f"{fault.what} {fault.why}")
        return None

    def _harm_presumed_away(self) -> Counterexample | None:
        if harm_is_asked(self.stack):
            return None
        risk = self.stack.questions["risk_to_child"]
        return Counterexample(
            "harm_is_asked_first", f"nothing said, risk_to_child = {risk.presume}"
        )

    def _unrecorded(self) -> Counterexample | None:
        missing = (self.prover.release_without(duty) for duty in WITH_EVERY_RELEASE)
        return next((each for each in missing if each), None)

    def _swept_otherwise(self) -> Counterexample | None:
        sweep = Sweep(self.all)
        both = [(sweep.outcome(), sweep.read_off(self.all.outcome()))]
        for part in (Part.CONSENT_NEEDED, Part.INFORM_SUBJECT):
            both.append((sweep.part(part), sweep.read_off(self.all.part(part))))
        for swept, read in both:
            for word in swept.keys() | read.keys():
                apart = swept.get(word, 0) ^ read.get(word, 0)
                if apart:
                    return Counterexample("the_sweep_agrees", in_words(sweep.facts(apart)))
        return None
