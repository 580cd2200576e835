"""Duties and questions that one of two stacks has and the other has not, or words otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sharewell.deciding import Engine
from sharewell.terms.answer import Part

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What stands only before, only after, and in both in other words; each by name."""

    only_before: Words
    only_after: Words
    otherwise: Mapping[str, tuple[str, str]]

    def as_json(self) -> dict[str, Any]:
        """Give the differences for JSON."""
        return {
            "only_before": dict(self.only_before),
            "only_after": dict(self.only_after),
            "otherwise": {name: list(pair) for name, pair in self.otherwise.items()},
        }


def duties_of(before: Engine, after: Engine) -> Named:
    """Compare the duties that two stacks know, by code."""
    return _named(_duties(before), _duties(after))


def questions_of(before: Engine, after: Engine) -> Named:
    """Compare the questions that bear on an answer, by fact, each with what it presumes."""
    return _named(_questions(before), _questions(after))


def _named(before: Words, after: Words) -> Named:
    both = [name for name in before if name in after]
    return Named(
        only_before={name: said for name, said in before.items() if name not in after},
        only_after={name: said for name, said in after.items() if name not in before},
        otherwise={
            name: (before[name], after[name]) for name in both if before[name] != after[name]
        },
    )


def _duties(engine: Engine) -> Words:
    rules = reversed(engine.stack.rules_of(Part.DUTY))
    found = {rule.sets: rule.because for rule in rules}
    return {code: found[code] for code in sorted(found)}


def _questions(engine: Engine) -> Words:
    questions = engine.stack.questions
    return {name: _asked(questions[name].ask, questions[name].presume) for name in engine.used}


def _asked(ask: str, presume: object) -> str:
    return (
        f"{ask} (presumed until it is asked: {str(presume).lower()})"
        if presume is not None
        else ask
    )
