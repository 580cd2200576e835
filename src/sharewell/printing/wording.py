"""What a pack's rules say, in words: conditions by their questions, values by what they mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sharewell.packs.pack import Pack, Rule
from sharewell.terms.answer import Part
from sharewell.terms.citing import in_words, place_in_words
from sharewell.terms.conditions import Comparison, Condition, Literal, Value
from sharewell.terms.facts import Question, Vocabulary

PARTS = {
    Part.OUTCOME: "Whether to share",
    Part.CONSENT_NEEDED: "Whether it rests on agreement",
    Part.INFORM_SUBJECT: "Whether people are told",
    Part.PRECONDITION: "What must happen first",
    Part.DUTY: "What goes with it",
    Part.ARTICLE_6: "The lawful basis",
    Part.ARTICLE_9: "The condition for special categories",
    Part.GATEWAY: "The power to share",
}
SAID: Mapping[Part, Mapping[str, str]] = {
    Part.OUTCOME: {
        "share_must": "Share: it must be",
        "share_may": "Share: it may be",
        "share_limited": "Share part of it",
        "share_anonymised": "Share it without names",
        "share_with_consent_only": "Share only with agreement",
        "seek_consent_first": "Ask for agreement first",
        "seek_advice": "Take advice",
        "do_not_share": "Do not share",
    },
    Part.CONSENT_NEEDED: {
        "true": "It rests on agreement",
        "false": "No agreement is needed",
        "if_safe": "Ask where that is safe; it does not rest on it",
    },
    Part.INFORM_SUBJECT: {
        "yes": "Tell them",
        "no": "Do not tell them",
        "later": "Tell them later",
    },
}
NUMBERS = {
    Comparison.LESS: "under {}",
    Comparison.AT_MOST: "{} or under",
    Comparison.MORE: "over {}",
    Comparison.AT_LEAST: "{} or over",
}
NOT_KNOWN = "I don’t know"
YES_OR_NO = {"true": "Yes", "false": "No"}


class Wording:
    """The words of one pack: its own questions, and the vocabulary's where it has none."""

    def __init__(self, pack: Pack, vocabulary: Vocabulary) -> None:
        self._pack = pack.id
        self.questions: dict[str, Question] = {
            name: fact.question for name, fact in {**vocabulary.facts, **pack.facts}.items()
        }
        self.questions.update(pack.questions)

    def condition(self, condition: Condition) -> tuple[str, ...]:
        """Say a condition, a line for each thing that must hold."""
        return tuple(self._lines(condition)) or ("Always",)

    def value(self, fact: str, value: Value) -> str:
        """Say an answer in the words of its question."""
        word = str(value).lower() if isinstance(value, bool) else str(value)
        if word == "unknown":
            return NOT_KNOWN
        labels = self.questions[fact].labels
        return labels.get(word) or YES_OR_NO.get(word) or word.replace("_", " ")

    def cited(self, cite: str) -> str:
        """Say a citation; on a pack's own sheet its text need not be named each time."""
        text, _, place = cite.partition(" ")
        return place_in_words(place) if text == self._pack else in_words(cite)

    def _lines(self, condition: Condition) -> Iterator[str]:
        yield from map(self._literal, condition.all)
        if len(condition.any) > 1:
            yield "One of these: " + "; ".join(map(self._literal, condition.any))
        else:
            yield from map(self._literal, condition.any)
        yield from (f"Not: {self._literal(each)}" for each in condition.none)

    def _literal(self, literal: Literal) -> str:
        return f"{self.questions[literal.fact].ask} {self._answers(literal)}"

    def _answers(self, literal: Literal) -> str:
        if literal.how is Comparison.IS_UNKNOWN:
            return NOT_KNOWN
        if literal.how in NUMBERS:
            return NUMBERS[literal.how].format(literal.values[0])
        said = " or ".join(self.value(literal.fact, each) for each in literal.values)
        return f"anything but {said}" if literal.how is Comparison.NOT_IN else said


def sets_in_words(rule: Rule) -> str:
    """Say what a rule sets."""
    if rule.part is Part.DUTY:
        return rule.because
    words = said_of(rule.part, rule.sets)
    return f"{words} (nothing leaves before)" if rule.holds else words


def said_of(part: Part, value: str) -> str:
    """Say a value of a part; a code that has no words of its own, plainly."""
    plain = value.replace("_", " ")
    return SAID.get(part, {}).get(value) or plain[:1].upper() + plain[1:]
