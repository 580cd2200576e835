"""On what footing something leaves: the lawful basis, the condition and the power."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sharewell.deciding.compiling import Compiled
from sharewell.deciding.contradicting import refuse_contradictions
from sharewell.deciding.situations import Situations
from sharewell.packs.pack import Rule, Stack
from sharewell.packs.vocabulary import NO_GROUND
from sharewell.terms.answer import BASIS, NOTHING_LEAVES, Outcome, Part
from sharewell.terms.basis import Basis, Ground
from sharewell.terms.conditions import Facts

NOTHING_YET = NOTHING_LEAVES | {Outcome.SEEK_CONSENT_FIRST}
NO_BASIS = Basis()
CALLED = {
    Part.ARTICLE_6: "lawful basis",
    Part.ARTICLE_9: "condition",
    Part.GATEWAY: "power to share",
}


class Grounds:
    """Names the footing of what leaves under one stack; none where nothing leaves.

    Raises:  PackRefused when two rules of one pack can name different grounds together.
    """

    def __init__(self, stack: Stack, compiled: Compiled) -> None:
        self._words = stack.vocabulary.words
        self._compiled = compiled
        self._known: dict[tuple[str, ...], Basis] = {}
        rules = tuple(rule for part in BASIS for rule in stack.rules_of(part))
        if rules:
            all_ = Situations(replace(stack, rules=rules), [rule.when for rule in rules])
            refuse_contradictions(all_, BASIS)

    def of(self, outcome: Outcome, facts: Facts, asked: Facts) -> Basis:
        """Give the footing of an outcome.

        Shapes:  facts has a value for every fact; asked are the answers themselves.
        Returns:  for what leaves without names, what holds where nobody is identified.
        """
        if outcome in NOTHING_YET:
            return NO_BASIS
        if outcome is Outcome.SHARE_ANONYMISED:
            facts = {**facts, "identifies_person": False}
        rules = self._compiled.basis(facts, asked)
        key = tuple([rule.id if rule else "" for rule in rules])
        basis = self._known.get(key)
        if basis is None:
            basis = self._known[key] = self._made(rules)
        return basis

    def would_become(
        self, ahead: Compiled, outcome: Outcome, facts: Facts, asked: Facts
    ) -> Iterator[str]:
        """Say which parts of the footing would change, were every pack of a stack in force.

        Shapes:  ahead are the rules as they would then be.
        """
        if outcome in NOTHING_YET or outcome is Outcome.SHARE_ANONYMISED:
            return
        now, then = self._compiled.basis(facts, asked), ahead.basis(facts, asked)
        for part, before, after in zip(BASIS, now, then, strict=True):
            if after and (before is None or before.sets != after.sets):
                yield (
                    f"The {CALLED[part]} would become: {self._words[part][after.sets]}, "
                    f"were this in force: {after.because} ({after.cites[0]})"
                )

    def _made(self, rules: tuple[Rule | None, ...]) -> Basis:
        article_6, article_9, gateway = map(self._ground, rules)
        return Basis(article_6, article_9, gateway, self._article_8(gateway))

    def _ground(self, rule: Rule | None) -> Ground | None:
        if rule is None:
            return None
        return Ground(
            code=rule.sets,
            words=self._words[rule.part][rule.sets],
            rule=rule.id,
            because=rule.because,
            cites=rule.cites,
            seen=rule.seen,
        )

    def _article_8(self, gateway: Ground | None) -> str:
        """Say why the interference with private life is lawful.

        Source:  Sussex 3.2.18; London 3.5.4; the myth-busting guide, myth 4.
        """
        if gateway is None or gateway.code == NO_GROUND:
            return ""
        aim, need = (self._words[name][gateway.code] for name in ("aim", "necessary"))
        return (
            f"In accordance with the law ({gateway.words}), for a legitimate aim ({aim}), "
            f"and necessary ({need}): no more is shared than that needs."
        )
