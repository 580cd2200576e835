"""What the pages of a decision take in: answers to the packs' questions, and what is decided."""

from collections.abc import Mapping
from typing import Any

from django import forms

from sharewell.deciding import Engine
from sharewell.terms.facts import OLDEST, Fact, Kind, Question
from sharewell_hub.look.forms import UNKNOWN, PlainText, RadioField

WEIGHED = "public_interest_favours_sharing"
"""The fact that is a judgement of two sides; both are asked on its page, and kept."""

LONGEST = 8_000
IF_SHARED = "What might happen if it is shared?"
IF_NOT = "What might happen if it is not shared?"
BOTH_SIDES = ("if_shared", "if_not")
BOOL = {"true": True, "false": False}


class QuestionForm(forms.Form):
    """The question to ask now: one fact, or a group of them, in the packs' own words."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        engine: Engine,
        facts: tuple[str, ...],
        **kwargs: Any,
    ) -> None:
        """Ask each fact as its kind is asked; every one can be answered "I don't know"."""
        super().__init__(data, **kwargs)
        self.asked = {name: engine.stack.vocabulary.facts[name] for name in facts}
        for name, fact in self.asked.items():
            self._ask(fact, engine.question(name))
        if WEIGHED in self.asked:
            for name, label in zip(BOTH_SIDES, (IF_SHARED, IF_NOT), strict=True):
                self.fields[name] = PlainText(
                    label=label, max_length=LONGEST, rows=3, required=False
                )

    def _ask(self, fact: Fact, question: Question) -> None:
        """Add the fields of one fact."""
        if fact.kind is Kind.YEARS:
            self.fields[fact.name] = PlainText(
                label=question.ask,
                help_text=question.hint or "In whole years; 0 for a baby.",
                max_length=20,
                required=False,
                widget=forms.TextInput(
                    attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}
                ),
            )
            self.fields[f"{fact.name}-{UNKNOWN}"] = forms.BooleanField(
                label="I don’t know", required=False
            )
            return
        self.fields[fact.name] = RadioField(
            label=question.ask,
            help_text=question.hint,
            choices=choices(fact, question),
            featured=question.featured,
            unknown=True,
            error_messages={"required": f"Answer “{question.ask}”, or choose “I don’t know”."},
        )

    def clean(self) -> dict[str, Any]:
        """Read years as numbers, and ask for both sides where the public interest was weighed."""
        said = super().clean() or {}
        for name, fact in self.asked.items():
            if fact.kind is Kind.YEARS and name not in self.errors:
                said[name] = self._years(name, said)
        if said.get(WEIGHED) in BOOL:
            for name in BOTH_SIDES:
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, "Write a line here: the answer rests on both sides.")
        return said

    def _years(self, name: str, said: Mapping[str, Any]) -> str | int | None:
        typed = said.get(name, "")
        if said.get(f"{name}-{UNKNOWN}") and not typed:
            return UNKNOWN
        if typed.isascii() and typed.isdigit() and int(typed) <= OLDEST:
            return int(typed)
        self.add_error(
            name, f"Enter whole years from 0 to {OLDEST} as a number, or tick “I don’t know”."
        )
        return None

    def answers(self) -> dict[str, str | bool | int]:
        """Give what was answered, fact by fact."""
        said = self.cleaned_data
        return {
            name: BOOL[said[name]] if fact.kind is Kind.BOOL and said[name] in BOOL else said[name]
            for name, fact in self.asked.items()
        }

    def weighed(self) -> dict[str, str]:
        """Give both sides of the public interest, as far as they were written."""
        return {name: self.cleaned_data[name] for name in BOTH_SIDES if name in self.fields}


def choices(fact: Fact, question: Question) -> list[tuple[str, str]]:
    """List the answers a fact takes, in the packs' words."""
    if fact.kind is Kind.BOOL:
        return [
            (code, question.labels.get(code, word))
            for code, word in (("true", "Yes"), ("false", "No"))
        ]
    return [
        (str(value), question.labels.get(str(value), str(value).replace("_", " ").capitalize()))
        for value in fact.values
    ]


class DisagreeForm(forms.Form):
    """Why a practitioner sees it differently; it goes into the record with their decision."""

    why = PlainText(
        label="Why do you see it differently?",
        help_text="It becomes part of the record. The decision is yours.",
        max_length=LONGEST,
        rows=3,
    )
