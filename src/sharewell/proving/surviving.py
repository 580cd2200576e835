"""What becomes of each fault planted in a pack: noticed, proved to change nothing, or alive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from sharewell.deciding import Engine
from sharewell.deciding.domains import Asking, askings_of
from sharewell.deciding.weighing import speaking, weigh, with_silencers
from sharewell.packs.pack import Pack, Stack
from sharewell.proving.differing import Changed, Whole
from sharewell.proving.drawing import Drawn
from sharewell.proving.examples import try_examples
from sharewell.proving.invariants import WITH_EVERY_RELEASE, Prover
from sharewell.proving.mattering import Mattering
from sharewell.proving.mutating import Mutant, mutants
from sharewell.proving.trying import AtOnce
from sharewell.proving.universal import (
    Universal,
    harm_is_asked,
    own_counterexample,
    own_promises,
)
from sharewell.terms.answer import Answer, Part
from sharewell.terms.conditions import ALWAYS, NOTHING, Condition, Facts, Value
from sharewell.terms.errors import PackRefused

FRESH = 150
DRAWN = 500


class Fate(StrEnum):
    """How a fault ends."""

    REFUSED = "refused when loaded"
    BY_EXAMPLE = "noticed by an example"
    BY_PROMISE = "noticed by a promise"
    EQUAL = "proved to change nothing"
    ALIVE = "alive"


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of one fault, and for one that lives the facts that tell it apart."""

    mutant: Mutant
    fate: Fate
    facts: Mapping[str, Value]


class Trial:
    """Holds the faults of one pack against its worked examples and all that is promised."""

    def __init__(self, pack: Pack, engine: Engine) -> None:
        self.pack, self.engine, self.stack = pack, engine, engine.stack
        self._at_once = AtOnce(engine, pack.examples)
        self._universal = Universal(self.stack)
        self._own = tuple(own_promises(self.stack))
        self._broken_already: set[str] | None = None

    def planted(self) -> tuple[Mutant, ...]:
        """Every fault of the pack."""
        return tuple(mutants(self.pack, self.stack))

    def ends(self, planted: Sequence[Mutant]) -> Iterator[Ended]:
        """Try faults one by one: on all examples first, then over every situation.

        Diagrams grow with all that is laid out in them, so they are laid out afresh now and then.
        """
        left = []
        for mutant in planted:
            if mutant.about_a_rule and self._at_once.short(mutant.stack, mutant.where):
                yield Ended(mutant, Fate.BY_EXAMPLE, {})
            else:
                left.append(mutant)
        beside = [*self._universal.conditions(), *chain.from_iterable(map(_conditions, left))]
        for place, mutant in enumerate(left):
            if place % FRESH == 0:
                whole = Whole(self.stack, beside)
            look = self._rule if mutant.about_a_rule else self._question
            yield look(mutant, whole)

    def _rule(self, mutant: Mutant, whole: Whole) -> Ended:
        changed = Changed(whole, mutant.stack, mutant.where)
        if next(changed.contradictions(), None):
            return Ended(mutant, Fate.REFUSED, {})
        differs = changed.differs()
        if differs == whole.diagrams.false:
            return Ended(mutant, Fate.EQUAL, {})
        if self._promise_broken(changed):
            return Ended(mutant, Fate.BY_PROMISE, {})
        return Ended(mutant, Fate.ALIVE, self._said_enough(changed.nearest(differs), mutant))

    def _said_enough(self, facts: Facts, mutant: Mutant) -> Facts:
        """Say as much of what is presumed as it takes to tell a fault apart, and no more.

        A duty is only perhaps owed while what silences it could still be asked.
        """
        if self._apart(facts, mutant):
            return facts
        stands = {name: self.engine.asker.stand_in(name) for name in self.engine.used}
        presumed = {name: value for name, value in stands.items() if value != NOTHING}
        said = {**presumed, **facts}
        for name in sorted(presumed.keys() - facts.keys()):
            fewer = {key: value for key, value in said.items() if key != name}
            if self._apart(fewer, mutant):
                said = fewer
        return said if self._apart(said, mutant) else facts

    def _apart(self, facts: Facts, mutant: Mutant) -> bool:
        if self.stack.vocabulary.contradiction(facts):
            return False
        before = said_of(facts, self.engine, self.stack)
        return before != said_of(facts, self.engine, mutant.stack)

    def _promise_broken(self, changed: Changed) -> bool:
        if next(changed.died(), None):
            return True
        if self._broken_already is None:
            self._broken_already = set(self._broken(Prover(self.stack, changed.whole)))
        broken = self._broken(Prover(changed.stack, changed))
        return any(promise not in self._broken_already for promise in broken)

    def _broken(self, prover: Prover) -> Iterator[str]:
        duties = (prover.release_without(duty) for duty in WITH_EVERY_RELEASE)
        own = (own_counterexample(pack, each, prover) for pack, each in self._own)
        kept = chain(own, self._universal.broken(prover), duties)
        yield from (each.promise for each in kept if each)

    def _question(self, mutant: Mutant, whole: Whole) -> Ended:
        try:
            engine = Engine(mutant.stack)
        except PackRefused:
            return Ended(mutant, Fate.REFUSED, {})
        alike = asked_alike(mutant.where, self.stack, mutant.stack, whole)
        noticed = {
            Fate.BY_EXAMPLE: next(try_examples(self.pack, engine), None) is not None,
            Fate.BY_PROMISE: not harm_is_asked(mutant.stack),
            Fate.EQUAL: alike,
        }
        fate = next((fate for fate, so in noticed.items() if so), Fate.ALIVE)
        facts = self._told_apart(engine, whole) if fate is Fate.ALIVE else {}
        return Ended(mutant, fate, facts)

    def _told_apart(self, other: Engine, whole: Whole) -> Facts:
        """Find facts that two engines answer, or go on asking, differently."""
        drawn = Drawn(self.engine, whole, seed=0, count=DRAWN)
        examples = (dict(each.facts) for each in self.pack.examples)
        for facts in chain([{}], examples, drawn.situations()):
            if _seen(self.engine, facts) != _seen(other, facts):
                return facts
        return {}


def asked_alike(name: str, before: Stack, after: Stack, whole: Whole) -> bool:
    """Say whether a question is proved to be asked, and presumed, as before, where it matters."""
    if name not in whole.domains:
        return True
    old, new = askings_of(before)[name], askings_of(after)[name]
    matters = Mattering(whole, name)
    return not (
        matters.within(whole.apart(_asked(old, whole), _asked(new, whole)))
        or matters.between(old.presumed, new.presumed)
        or matters.between(old.dont_know, new.dont_know)
    )


def _asked(asking: Asking, whole: Whole) -> int:
    return whole.condition(asking.when or ALWAYS)


def _conditions(mutant: Mutant) -> Iterator[Condition]:
    """The conditions with the fault, so that they are laid out."""
    if mutant.rule is not None:
        yield mutant.rule.when
    elif not mutant.about_a_rule:
        yield mutant.stack.questions[mutant.where].ask_when or ALWAYS


def _seen(engine: Engine, facts: Facts) -> dict[str, object]:
    answer: Answer = engine.decide(facts, would_change=False)
    return {**answer.digested(), "next": answer.next}


def said_of(facts: Facts, engine: Engine, stack: Stack) -> dict[str, str]:
    """Say what a version of an engine's stack, its questions the same, answers to facts."""
    weighed = weigh(stack, engine.resolve(facts), facts)
    rules = stack.rules_of(Part.DUTY)
    truths = speaking(with_silencers(stack, rules), engine.asker.settled(facts))
    codes = sorted({rule.sets for rule in (*engine.duties.rules, *rules)})
    owed = dict.fromkeys(codes, "not owed")
    for truth, words in ((None, "perhaps owed"), (True, "owed")):
        owed |= {rule.sets: words for rule in rules if truths[rule.id] is truth}
    return {
        "act_now": weighed.outcome,
        "held_back": weighed.held_back or "nothing",
        "consent_needed": weighed.consent_needed,
        "inform_subject": weighed.inform_subject,
        "preconditions": ", ".join(weighed.preconditions) or "none",
        **{f"duty {code}": words for code, words in owed.items()},
    }
