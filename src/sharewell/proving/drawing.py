"""Draw situations at random and see that every form of a stack says the same of them."""

from __future__ import annotations

import random
from collections.abc import Iterator

from sharewell.deciding import Engine
from sharewell.deciding.weighing import weigh
from sharewell.proving.differing import Whole
from sharewell.proving.invariants import Counterexample, in_words
from sharewell.terms.answer import Answer, Outcome, Part, Status
from sharewell.terms.conditions import UNKNOWN, Facts, Value

PARTS = (Part.CONSENT_NEEDED, Part.INFORM_SUBJECT)


class Drawn:
    """Situations of one stack drawn from a seed: nothing known at first, all of it at the end."""

    def __init__(self, engine: Engine, laid_out: Whole, *, seed: int, count: int) -> None:
        self.engine, self.all, self.seed, self.count = engine, laid_out, seed, count
        self.vocabulary = engine.stack.vocabulary
        self._names = tuple(dict.fromkeys((*engine.forecast.domains, *engine.used)))
        self._parts = (laid_out.outcome(), *(laid_out.part(part) for part in PARTS))

    def situations(self) -> Iterator[dict[str, Value]]:
        """Draw facts in which more and more is known, a little of it as unknown."""
        dice = random.Random(self.seed)
        for number in range(self.count):
            yield self.drawn(dice, number / self.count)

    def drawn(self, dice: random.Random, known: float) -> dict[str, Value]:
        """Draw facts, each known with some likelihood, that can stand together."""
        facts: dict[str, Value] = {}
        for name in self._names:
            if dice.random() < known:
                facts[name] = self._answer(dice, name)
                if self.vocabulary.contradiction(facts):
                    del facts[name]
        return facts

    def _answer(self, dice: random.Random, name: str) -> Value:
        return dice.choice([*self.vocabulary.facts[name].values, UNKNOWN])

    def forms_disagree(self) -> Counterexample | None:
        """Find facts of which the reference, the compiled form and the diagrams say different."""
        for facts in self.situations():
            resolved = self.engine.resolve(facts)
            reference = weigh(self.engine.stack, resolved, facts)
            compiled = self.engine.compiled.weigh(resolved, facts)
            said = (reference.outcome, reference.consent_needed, reference.inform_subject)
            if reference != compiled or said != self._read_off(resolved, facts):
                return self._shown("forms_agree", facts)
        return None

    def _read_off(self, resolved: Facts, facts: Facts) -> tuple[object, ...]:
        """Read the parts of the answer off the diagrams."""
        allowed = {}
        for name, domain in self.all.domains.items():
            allowed[name] = domain.of(resolved.get(name, domain.asking.presumed))
            allowed[f"?{name}"] = int(facts.get(name) == UNKNOWN)
            allowed[f"given {name}"] = int(name in facts)
        fixed = [(allowed[level],) for level in self.all.names]
        left = (self.all.diagrams.residue(part, fixed) for part in self._parts)
        return tuple(next(iter(each.leaves)) for each in left)

    def learning_adds(self) -> Counterexample | None:
        """Find facts where answering the next question adds an outcome, or another question."""
        dice = random.Random(self.seed + 1)
        for facts in self.situations():
            before = self._decide(facts)
            after = self._decide(self._told(dice, facts, before))
            more = set(after.possible) - set(before.possible)
            if more or set(after.missing) - set(before.missing) or after.at_most > before.at_most:
                return self._shown("learning_never_adds_an_outcome", facts)
        return None

    def unsound(self) -> Counterexample | None:
        """Find facts with a completion whose outcome was not held possible."""
        dice = random.Random(self.seed + 2)
        for facts in self.situations():
            before = answer = self._decide(facts)
            told = dict(facts)
            while answer.next is not None:
                told = self._told(dice, told, answer)
                answer = self._decide(told)
            if answer.act_now not in before.possible or (
                before.outcome not in (None, answer.act_now)
            ):
                return self._shown("sound_against_all_completions", facts)
        return None

    def refused_unasked(self) -> Counterexample | None:
        """Find a final refusal towards protectors while a protective fact is open."""
        dice = random.Random(self.seed + 3)
        for facts in self.situations():
            facts["recipient_role"] = dice.choice(self.vocabulary.groups["protectors"])
            if self.refuses_too_early(facts):
                return self._shown("no_final_refusal_before_harm_is_asked", facts)
        return None

    def refuses_too_early(self, facts: Facts) -> bool:
        """Say whether it ends in a final refusal while a protective fact is unknown or not asked.

        A fact that would not be asked here, by the condition of its question, is not open.
        """
        now = self.engine.compiled.weigh(self.engine.resolve(facts), facts)
        if now.outcome is not Outcome.DO_NOT_SHARE or now.preconditions:
            return False
        answer = self._decide(facts)
        if answer.status is not Status.DETERMINED or answer.outcome is not Outcome.DO_NOT_SHARE:
            return False
        settled = self.engine.asker.settled(facts)
        return any(settled.get(name, UNKNOWN) == UNKNOWN for name in self.vocabulary.protective)

    def _decide(self, facts: Facts) -> Answer:
        return self.engine.decide(facts, would_change=False)

    def _told(self, dice: random.Random, facts: Facts, answer: Answer) -> dict[str, Value]:
        """Answer the next question by chance; nothing is added where none is left."""
        told = dict(facts)
        for name in answer.next.facts if answer.next else ():
            told[name] = self._answer(dice, name)
            if self.vocabulary.contradiction(told):
                told[name] = UNKNOWN
        return told

    def _shown(self, promise: str, facts: Facts) -> Counterexample:
        return Counterexample(promise, in_words(facts))
