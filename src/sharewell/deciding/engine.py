"""The engine: facts in, the four-part answer out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from sharewell.deciding.asking import Asker
from sharewell.deciding.compiling import Compiled, used_facts
from sharewell.deciding.explaining import Duties, PathStep, Reasons, path, said
from sharewell.deciding.grounds import Grounds
from sharewell.deciding.outlook import Forecast, Outlook
from sharewell.deciding.situations import both_ways
from sharewell.deciding.ticking import Checklist, checklists
from sharewell.deciding.weighing import Weighed
from sharewell.packs.pack import Stack
from sharewell.terms.answer import Answer, Change, DutyOwed, Outcome, Part, Reason, Status
from sharewell.terms.canonical import canonical, digest
from sharewell.terms.conditions import NOTHING, UNKNOWN, Comparison, Facts, Value
from sharewell.terms.facts import Question

VERSION = "2"
SHOWN_CHANGES = 3
BESIDE_GUIDANCE = ("law", "court", "scheme", "profession")
"""Kinds of pack that hold for more than one nation; whose guidance stands, the others say."""
RANK = {outcome: place for place, outcome in enumerate(Outcome)}


class Engine:
    """Decides under one stack. Building it proves that no two of its rules contradict.

    Raises:  PackRefused when they do, when overrides or questions go in a circle, or when
             nothing stands in for a fact that is always asked.
    """

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.asker = Asker(stack)
        self.compiled = Compiled(stack)
        self.forecast = Forecast(stack)
        self.reasons = Reasons(stack)
        self.duties = Duties(stack)
        self.grounds = Grounds(stack, self.compiled)
        self.used = used_facts(stack)
        self._all = frozenset((*self.used, *self.forecast.domains))
        self._shown = dict.fromkeys((*self.asker.defaulted, *self.used))
        self._ahead = Compiled(replace(stack, rules=stack.ahead)) if stack.ahead else None
        ahead = used_facts(self._ahead.stack) if self._ahead else ()
        bearing = dict.fromkeys((*self._shown, *self.forecast.domains, *ahead))
        self._stand_ins = {name: self.asker.stand_in(name) for name in bearing}
        pairs = both_ways(stack.vocabulary.constraints)
        self._exclusive = tuple(pair for pair in pairs if pair[0].how is Comparison.IN)
        guiding = [pack for pack in stack.packs if pack.kind not in BESIDE_GUIDANCE] or stack.packs
        nations = (each for pack in guiding for each in pack.jurisdictions)
        self._written_for = frozenset([UNKNOWN, *nations])
        self.banners = tuple(pack.banner for pack in stack.packs)
        self._banners = tuple((pack.banner, stack.picks.get(pack.id)) for pack in stack.packs)

    def decide(self, facts: Mapping[str, Any], *, would_change: bool = True) -> Answer:
        """Decide whether to share, under what conditions and with which duties.

        Shapes:  facts maps a fact's name to its value or "unknown"; an absent one is not asked.
        Raises:  FactRefused for a name or value outside the vocabulary, or facts that contradict.
        Source:  contract/semantics; every reason carries its own paragraph.
        """
        self.stack.vocabulary.check(facts)
        resolved = self.resolve(facts)
        weighed = self.compiled.weigh(resolved, facts)
        reasons = self._reasons(weighed, resolved, facts)
        complete = UNKNOWN not in facts.values() and facts.keys() >= self._all
        refusal = weighed.outcome is Outcome.DO_NOT_SHARE and self._to_protectors(facts)
        settled = facts if complete and not refusal else self.asker.settled(facts)
        outlook = Outlook(frozenset({weighed.outcome}), frozenset(), refusal)
        if not complete:
            outlook = self.forecast.outlook(facts, settled)
        status, missing = self._standing(facts, outlook, settled)
        return Answer(
            status=status,
            outcome=weighed.outcome if status is Status.DETERMINED else None,
            act_now=weighed.outcome,
            presumed=self._presumed(facts, resolved),
            consent_needed=weighed.consent_needed,
            inform_subject=weighed.inform_subject,
            preconditions=weighed.preconditions,
            held_back=weighed.held_back,
            banners=self._said_above(weighed, resolved, facts),
            possible=tuple(sorted(outlook.possible, key=RANK.__getitem__)),
            reasons=reasons,
            duties=self._duties(settled, complete=complete),
            basis=self.grounds.of(weighed.outcome, resolved, facts),
            would_change=self._changes(reasons, facts) if would_change else (),
            missing=missing,
            next=self.asker.next(missing, settled),
            at_most=self.asker.at_most(missing, settled),
            pack_digest=self.stack.digest,
            facts_digest=digest(canonical(dict(facts))),
        )

    def now(self, facts: Facts) -> tuple[Weighed, tuple[Reason, ...]]:
        """Weigh what to do now, with the reasons; nothing is said of what is still open."""
        resolved = self.resolve(facts)
        weighed = self.compiled.weigh(resolved, facts)
        return weighed, self._reasons(weighed, resolved, facts)

    def resolve(self, facts: Facts) -> dict[str, Value]:
        """Give every fact that bears on the answer a value: what was said, or what stands in.

        What stands in gives way to what was said, where the two cannot stand together.
        """
        resolved = {**self._stand_ins, **facts}
        if UNKNOWN in facts.values():
            unknown = [name for name, value in facts.items() if value == UNKNOWN]
            resolved.update((name, self.asker.when_unknown(name)) for name in unknown)
        for own, other in self._exclusive:
            if facts.get(own.fact, UNKNOWN) == UNKNOWN and own.truth(resolved):
                beside = resolved if other.how is Comparison.IN else facts
                if other.truth(beside):
                    values = self.stack.vocabulary.facts[own.fact].values
                    resolved[own.fact] = next(each for each in values if not own.admits(each))
        return resolved

    def question(self, name: str) -> Question:
        """The question that asks for a fact, in the words of the pack that speaks."""
        return self.stack.questions[name]

    def group(self, name: str) -> Question:
        """The question that asks several facts on one page."""
        return self.stack.groups[name]

    def said(self, name: str, value: Value) -> str:
        """Say an answer in the words of its question."""
        return said(self.stack, name, value)

    def path(self, facts: Facts) -> tuple[PathStep, ...]:
        """Trace the questions that led to the answer, and end with the rule that set it."""
        resolved = self.resolve(facts)
        weighed = self.compiled.weigh(resolved, facts)
        return path(self.stack, weighed, self._reasons(weighed, resolved, facts), resolved, facts)

    def checklists(self, facts: Facts, record: frozenset[str]) -> tuple[Checklist, ...]:
        """Tick the packs' checklists by what was answered and what the record holds."""
        return checklists(self.stack, facts, record)

    def _reasons(self, weighed: Weighed, resolved: Facts, facts: Facts) -> tuple[Reason, ...]:
        return tuple([self.reasons.of(rule, resolved, facts) for rule in weighed.rules])

    def _standing(
        self, facts: Facts, outlook: Outlook, settled: Facts
    ) -> tuple[Status, tuple[str, ...]]:
        missing, refusal = outlook.relevant, outlook.refusal_to_protectors
        if refusal:
            missing |= {*self.asker.unasked_protection(settled)}
        if missing:
            return Status.ASK, self.asker.in_order(missing)
        if len(outlook.possible) > 1 or (refusal and self._protection_unknown(facts)):
            return Status.UNDETERMINED, ()
        return Status.DETERMINED, ()

    def _to_protectors(self, facts: Facts) -> bool:
        return facts.get("recipient_role") in self.stack.vocabulary.groups["protectors"]

    def _protection_unknown(self, facts: Facts) -> bool:
        return any(facts.get(name) == UNKNOWN for name in self.stack.vocabulary.protective)

    def _presumed(self, facts: Facts, resolved: Facts) -> dict[str, Value]:
        return {n: resolved[n] for n in self._shown if n not in facts and resolved[n] != NOTHING}

    def _changes(self, reasons: tuple[Reason, ...], facts: Facts) -> tuple[Change, ...]:
        """Find what would change the outcome: one change a fact, the outcome's own facts first."""
        names = dict.fromkeys(name for reason in reasons for name in reason.facts)
        found = (change for name in names for change in islice(self._otherwise(name, facts), 1))
        return tuple(islice(found, SHOWN_CHANGES))

    def _otherwise(self, name: str, facts: Facts) -> Iterator[Change]:
        resolved = self.resolve(facts)
        outcome = self.compiled.weigh(resolved, facts).outcome
        was = None if resolved[name] == NOTHING else resolved[name]
        for value, *_ in self.forecast.domains[name].classes:
            other = {**facts, name: value}
            if value != NOTHING and not self.stack.vocabulary.contradiction(other):
                after = self.compiled.weigh(self.resolve(other), other).outcome
                if after is not outcome:
                    yield Change(name, facts.get(name, was), value, after)

    def _duties(self, settled: Facts, *, complete: bool) -> tuple[DutyOwed, ...]:
        if complete:
            return self.duties.owed(self.compiled.duties(settled))
        return self.duties.owed(self.compiled.open_duties(settled))

    def _said_above(self, weighed: Weighed, resolved: Facts, facts: Facts) -> tuple[str, ...]:
        """How the texts that speak here stand, and what those not in force yet would change."""
        speaking = (
            text
            for text, where in self._banners
            if where is None or where.truth(resolved, facts) is not False
        )
        return (
            *speaking,
            *self._would_become(weighed, resolved, facts),
            *self._abroad(resolved["jurisdiction"]),
        )

    def _would_become(self, weighed: Weighed, resolved: Facts, facts: Facts) -> Iterator[str]:
        after = self._ahead.weigh(resolved, facts) if self._ahead else weighed
        if after.outcome is not weighed.outcome:
            said = after.outcome.replace("_", " ")
            first = next(rule for rule in after.rules if rule.part is Part.OUTCOME)
            yield f"It would become: {said}, were this in force: {first.because} ({first.cites[0]})"
        if self._ahead:
            yield from self.grounds.would_become(self._ahead, weighed.outcome, resolved, facts)

    def _abroad(self, jurisdiction: Value) -> tuple[str, ...]:
        if jurisdiction in self._written_for:
            return ()
        name = str(jurisdiction)
        place = self.question("jurisdiction").labels.get(name, name.replace("_", " ").title())
        return (f"{place}: no guidance written for it stands here, so principles only.",)
