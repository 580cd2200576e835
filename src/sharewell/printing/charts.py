"""A pack as a flowchart: its questions in asking order, and where each can end."""

from __future__ import annotations

from dataclasses import dataclass

from sharewell.packs.pack import Pack, Rule
from sharewell.packs.stacking import HARM_FIRST
from sharewell.printing.wording import Wording, sets_in_words
from sharewell.terms.answer import Part
from sharewell.terms.facts import Vocabulary


@dataclass(frozen=True, slots=True)
class Ending:
    """What a rule ends in once its last question is answered."""

    outcome: str
    when: tuple[str, ...]
    because: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One question, and the endings that can be told once it is answered."""

    fact: str
    ask: str
    cites: tuple[str, ...]
    endings: tuple[Ending, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """The questions that bear on whether to share, in order, and what is left at the end."""

    title: str
    says: str
    steps: tuple[Step, ...]
    otherwise: Ending | None


def chart_of(pack: Pack, vocabulary: Vocabulary) -> Chart:
    """Lay a pack out as its questions in asking order, each with the endings it can lead to.

    A rule stands with the last of its questions; which rule speaks before which, its table says.
    """
    wording = Wording(pack, vocabulary)
    rules = [rule for rule in pack.rules if rule.part is Part.OUTCOME]
    order = dict.fromkeys((*HARM_FIRST, *pack.order, *vocabulary.facts, *pack.facts))
    used = {fact for rule in rules for fact in rule.when.facts}
    asked = [name for name in order if name in used]
    steps = tuple(
        Step(
            fact=name,
            ask=wording.questions[name].ask,
            cites=tuple(map(wording.cited, wording.questions[name].cites)),
            endings=tuple(_ending(rule, wording) for rule in rules if _last(rule, asked) == place),
        )
        for place, name in enumerate(asked)
    )
    default = pack.defaults.get(Part.OUTCOME)
    return Chart(
        title=f"{pack.title}, {pack.edition}: from the questions to the answer",
        says=pack.banner,
        steps=steps,
        otherwise=_ending(default, wording) if default else None,
    )


def _last(rule: Rule, asked: list[str]) -> int:
    return max((asked.index(fact) for fact in rule.when.facts), default=0)


def _ending(rule: Rule, wording: Wording) -> Ending:
    return Ending(
        outcome=sets_in_words(rule),
        when=wording.condition(rule.when),
        because=rule.because,
        cites=tuple(map(wording.cited, rule.cites)),
    )
