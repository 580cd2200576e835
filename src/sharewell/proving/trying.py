"""Try all worked examples of a pack at once: one bit of a number stands for each example."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sharewell.deciding import Engine
from sharewell.deciding.grounds import NOTHING_YET
from sharewell.deciding.weighing import in_override_order
from sharewell.packs.pack import Example, Rule, Stack
from sharewell.terms.answer import BASIS, EXCLUSIVE, NOTHING_LEAVES, Outcome, Part
from sharewell.terms.conditions import Facts

Word = tuple[str, str]
Bits = dict[Word, int]
Own = dict[str, tuple[int, int, int]]
ONE_WORD = {
    "act_now": "act_now",
    "outcome": "act_now",
    "held_back": "held_back",
    "consent_needed": Part.CONSENT_NEEDED,
    "inform_subject": Part.INFORM_SUBJECT,
    **{str(part): part for part in BASIS},
}
SOME_WORDS = {"duties": "certain", "reasons": "reason"}


class AtOnce:
    """Worked examples side by side, so that a changed rule is tried on all of them at once.

    Parts of the answer are weighed in two values on what stands in, duties in three on what was
    said, as the engine does; the footing where something leaves. What is asked next, and what is
    still possible, is not looked at.
    """

    def __init__(self, engine: Engine, examples: Sequence[Example]) -> None:
        self.stack = engine.stack
        self.examples = tuple(examples)
        self._all = (1 << len(self.examples)) - 1
        self._resolved = [engine.resolve(each.facts) for each in self.examples]
        outcomes = [engine.now(each.facts)[0].outcome for each in self.examples]
        self._leaves = _bits(outcome not in NOTHING_YET for outcome in outcomes)
        self._stood_on = [
            {**facts, "identifies_person": False} if outcome is Outcome.SHARE_ANONYMISED else facts
            for facts, outcome in zip(self._resolved, outcomes, strict=True)
        ]
        self._settled = [engine.asker.settled(each.facts) for each in self.examples]
        self._order = [rule.id for rule in in_override_order(self.stack)]
        self._own = {rule.id: self._truths(rule) for rule in self.stack.rules}
        self._met = {
            code: _bits(facts.get(fact) is True for facts in self._resolved)
            for code, fact in self.stack.vocabulary.met_by.items()
        }
        self._there: Bits = {}
        self._absent: Bits = {}
        for place, example in enumerate(self.examples):
            for word, there in self._expected(example):
                wanted = self._there if there else self._absent
                wanted[word] = wanted.get(word, 0) | 1 << place
        self._short_already = 0
        self._short_already = self.short(self.stack)

    def short(self, stack: Stack, changed: str = "") -> int:
        """Give the bits of the examples that a stack with one rule changed no longer meets."""
        found = 0
        for _, bits in self.missed(stack, changed):
            found |= bits
        return found & ~self._short_already

    def missed(self, stack: Stack, changed: str) -> Iterator[tuple[Word, int]]:
        """Give each word that is not there where it is wanted, or is where it is not."""
        rules = {rule.id: rule for rule in stack.rules}
        own = dict(self._own)
        if changed in rules:
            own[changed] = self._truths(rules[changed])
        said = self._said(stack, [rules[id] for id in self._order if id in rules], own)
        for word, wanted in self._there.items():
            yield word, wanted & ~said.get(word, 0)
        for word, unwanted in self._absent.items():
            yield word, unwanted & said.get(word, 0)

    def named(self, bits: int) -> tuple[str, ...]:
        """Name the examples that some bits stand for."""
        return tuple(each.id for place, each in enumerate(self.examples) if bits >> place & 1)

    def _expected(self, example: Example) -> Iterator[tuple[Word, bool]]:
        """Give the words that an example wants there, and those that it wants absent."""
        expect = example.expect
        for part, kind in ONE_WORD.items():
            if part in expect:
                yield (kind, expect[part]), True
        for part, kind in SOME_WORDS.items():
            yield from (((kind, word), True) for word in expect.get(part, ()))
        yield from ((("open", code), False) for code in expect.get("no_duties", ()))
        if "preconditions" in expect:
            for code in self._met:
                yield (Part.PRECONDITION, code), code in expect["preconditions"]

    def _truths(self, rule: Rule) -> tuple[int, int, int]:
        """Where a rule's condition holds on what stands in, is true or false on what is said."""
        when = rule.when
        stands: Sequence[Facts] = self._stood_on if rule.part in BASIS else self._resolved
        weighed = (
            when.truth(facts, example.facts)
            for facts, example in zip(stands, self.examples, strict=True)
        )
        holds = _bits(truth is True for truth in weighed)
        said = [when.truth(facts) for facts in self._settled]
        true, false = (
            _bits(truth is True for truth in said),
            _bits(truth is False for truth in said),
        )
        return holds, true, false

    def _said(self, stack: Stack, rules: list[Rule], own: Own) -> Bits:
        """Give for every word of an answer the examples in which it is said."""
        speaks, certain, out = _speaking(rules, own)
        said: Bits = {}
        for part in EXCLUSIVE:
            left = self._all
            for rule in (*stack.rules_of(part), stack.defaults[part]):
                first = speaks.get(rule.id, self._all) & left
                left &= ~first
                _add(said, (part, rule.sets), first)
                _add(said, ("reason", rule.id.partition(":")[2]), first)
        for part in BASIS:
            left = self._leaves
            for rule in stack.rules_of(part):
                first = speaks[rule.id] & left
                left &= ~first
                _add(said, (part, rule.sets), first)
            _add(said, (part, ""), self._all & ~self._leaves | left)
        self._hold_back(said, stack, speaks)
        for rule in stack.rules_of(Part.DUTY):
            _add(said, ("certain", rule.sets), certain[rule.id])
            _add(said, ("open", rule.sets), self._all & ~out[rule.id])
        return said

    def _hold_back(self, said: Bits, stack: Stack, speaks: dict[str, int]) -> None:
        holding, listed = 0, dict[str, int]()
        for rule in stack.rules_of(Part.PRECONDITION):
            open_ = speaks[rule.id] & ~self._met[rule.sets]
            _add(said, (Part.PRECONDITION, rule.sets), open_)
            _add(said, ("reason", rule.id.partition(":")[2]), open_ & ~listed.get(rule.sets, 0))
            listed[rule.sets] = listed.get(rule.sets, 0) | open_
            holding |= open_ * rule.holds
        for outcome in Outcome:
            there = said.get((Part.OUTCOME, outcome), 0)
            held = 0 if outcome in NOTHING_LEAVES else there & holding
            _add(said, ("act_now", outcome), there & ~held)
            _add(said, ("act_now", Outcome.DO_NOT_SHARE), held)
            _add(said, ("held_back", outcome), held)
            _add(said, ("held_back", ""), there & ~held)


def _bits(truths: Iterable[bool]) -> int:
    return sum(1 << place for place, truth in enumerate(truths) if truth)


def _add(said: Bits, word: Word, bits: int) -> None:
    said[word] = said.get(word, 0) | bits


def _speaking(rules: list[Rule], own: Own) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """Say of each rule, after what silences it, where it speaks, surely speaks, surely does not."""
    speaks, certain, out = dict[str, int](), dict[str, int](), dict[str, int]()
    silenced, maybe, surely = dict[str, int](), dict[str, int](), dict[str, int]()
    for rule in rules:
        holds, true, false = own[rule.id]
        speaks[rule.id] = here = holds & ~silenced.get(rule.id, 0)
        certain[rule.id] = sure = true & ~maybe.get(rule.id, 0)
        out[rule.id] = none = false | surely.get(rule.id, 0)
        for id in rule.overrides:
            silenced[id] = silenced.get(id, 0) | here
            maybe[id] = maybe.get(id, 0) | ~none
            surely[id] = surely.get(id, 0) | sure
    return speaks, certain, out
