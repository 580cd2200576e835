"""What the first pages take in: what is wanted, danger, and a worry told in parts."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField

from sharewell.terms.information import Standing
from sharewell_hub.concerns.pasting import NotARow, Pasted, new_item, read_pasted
from sharewell_hub.look.forms import DayField, PlainText, RadioField

LONGEST_ITEM, LONGEST_PASTE, MOST_ITEMS = 8_000, 40_000, 60
ITEM = re.compile(r"text-([0-9a-f-]{36})")

STANDINGS = [
    (Standing.FACT, "Something I saw or heard"),
    (Standing.OPINION, "What I think"),
    (Standing.HYPOTHESIS, "A guess"),
    (Standing.MIXED, "Both, and I cannot part them"),
    (Standing.CHILD_SAID, "The child’s own words"),
]
ENTRY = {"child_said": Standing.CHILD_SAID, "seen": Standing.FACT, "thought": Standing.OPINION}


class StartForm(forms.Form):
    """What the visitor wants to do."""

    wants = RadioField(
        label="What do you want to do?",
        choices=[
            ("share", "Share a worry about a child"),
            ("answer", "Answer somebody who asks me for information"),
            ("ask", "Ask another agency for information"),
            ("not_sure", "I am not sure"),
        ],
        hints={
            "share": "Something you saw, heard or were told.",
            "answer": "A colleague, another agency, a parent or a court has asked.",
            "ask": "You need to know something to keep a child safe.",
            "not_sure": "We help you find out whom to talk to, without naming anybody.",
        },
        error_messages={"required": "Choose what you want to do."},
    )


class DangerForm(forms.Form):
    """Whether somebody is in danger at this moment."""

    danger = forms.ChoiceField(
        label="Is the child in danger now?",
        help_text="For instance hurt, alone with somebody who harms them, or missing.",
        choices=[("yes", "Yes"), ("no", "No")],
        error_messages={"required": "Choose whether the child is in danger now."},
    )


class WorryForm(forms.Form):
    """A worry told in parts: what was seen, what was thought, what the child said.

    Items told before come back as fields of their own, named after the item's id, so that what
    was typed survives even where the draft did not. Items that this page did not show, because
    they were told in another window, stay as they were.
    """

    child_said = PlainText(
        label="What did the child say?",
        help_text="In the child’s own words, as nearly as you remember.",
        max_length=LONGEST_ITEM,
        rows=3,
        required=False,
    )
    seen = PlainText(
        label="What did you see or hear?",
        help_text="Only what happened. What you make of it has its own box.",
        max_length=LONGEST_ITEM,
        rows=4,
        required=False,
    )
    thought = PlainText(
        label="What do you think?",
        help_text="It is kept apart, and always marked as your opinion.",
        max_length=LONGEST_ITEM,
        rows=3,
        required=False,
    )
    guess = forms.BooleanField(label="This is only a guess", required=False)
    seen_on = DayField(
        label="When was it?",
        help_text="For example 27 3 2026. Leave it empty if you do not know.",
        name="the day it happened",
        required=False,
    )
    somebody_else = forms.MultipleChoiceField(
        label="Does any of this also tell something about another person?",
        help_text="It will not be shared unless you say so later.",
        choices=[
            ("child_said", "What the child said"),
            ("seen", "What I saw or heard"),
            ("thought", "What I think"),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    pasted = PlainText(
        label="Paste your text or one row",
        max_length=LONGEST_PASTE,
        rows=6,
        required=False,
    )
    adult = PlainText(
        label="Is there an adult others should know about?",
        help_text="Who they are to the child, and why others should know. Leave empty if not.",
        max_length=LONGEST_ITEM,
        rows=2,
        required=False,
    )
    child_wants = PlainText(
        label="What does the child want to happen?",
        max_length=LONGEST_ITEM,
        rows=2,
        required=False,
    )
    explained = PlainText(
        label="How did you explain to the child what will happen?",
        max_length=LONGEST_ITEM,
        rows=2,
        required=False,
    )

    def __init__(
        self, data: Mapping[str, Any] | None, *, items: Iterable[Mapping[str, Any]], **kwargs: Any
    ) -> None:
        """Give every item told before its own fields."""
        super().__init__(data, **kwargs)
        kept = {item["id"]: item for item in items}
        here = kept if data is None else _ids_in(data)
        self.told = {id: kept.get(id, {}) for id in here}
        self.elsewhere = [item for id, item in kept.items() if id not in self.told]
        for id, item in self.told.items():
            self._add_item(id, item)

    def _add_item(self, id: str, item: Mapping[str, Any]) -> None:
        told = {"required": False, "initial": item.get("text", "")}
        self.fields[f"text-{id}"] = PlainText(
            label="Your words", max_length=LONGEST_ITEM, rows=2, **told
        )
        self.fields[f"standing-{id}"] = RadioField(
            label="What is this?", choices=STANDINGS, required=False, initial=item.get("standing")
        )
        self.fields[f"seen_on-{id}"] = DayField(
            label="When was it?", name="the day it happened", required=False,
            initial=item.get("seen_on"),
        )  # fmt: skip
        self.fields[f"somebody_else-{id}"] = forms.BooleanField(
            label="It also tells something about another person",
            required=False,
            initial=item.get("about_somebody_else"),
        )
        self.fields[f"remove-{id}"] = forms.BooleanField(label="Take this out", required=False)

    def clean_pasted(self) -> Pasted:
        """Take apart what was pasted."""
        try:
            return read_pasted(self.cleaned_data["pasted"])
        except NotARow as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean(self) -> dict[str, Any]:
        """Ask for a mark on every item once the visitor wants to go on."""
        said = super().clean() or {}
        if len(self.told) > MOST_ITEMS:
            raise forms.ValidationError(
                f"This holds more than {MOST_ITEMS} items. Record these first, then the rest."
            )
        if self.data.get("do") in ("go", "later"):
            for id in self._kept():
                if not said.get(f"standing-{id}") and f"standing-{id}" not in self.errors:
                    self.add_error(f"standing-{id}", "Say what this is.")
        return said

    def items(self) -> list[dict[str, Any]]:
        """Give the items told before, as they now stand, and those just told."""
        said = self.cleaned_data
        kept = [
            {
                "id": id,
                "standing": said[f"standing-{id}"],
                "text": said[f"text-{id}"],
                "seen_on": _iso(said[f"seen_on-{id}"]),
                "about_somebody_else": said[f"somebody_else-{id}"],
            }
            for id in self._kept()
        ]
        return [*self.elsewhere, *kept, *self._just_told(), *said["pasted"].items]

    def shown_items(self) -> list[dict[str, BoundField]]:
        """Give the fields of each item told before, for the page."""
        names = ("text", "standing", "seen_on", "somebody_else", "remove")
        return [{name: self[f"{name}-{id}"] for name in names} for id in self.told]

    def _just_told(self) -> list[dict[str, Any]]:
        said = self.cleaned_data
        return [
            new_item(
                said[box],
                Standing.HYPOTHESIS if box == "thought" and said["guess"] else standing,
                seen_on=said["seen_on"],
                somebody_else=box in said["somebody_else"],
            )
            for box, standing in ENTRY.items()
            if said[box]
        ]

    def _kept(self) -> list[str]:
        said = self.cleaned_data
        return [id for id in self.told if said.get(f"text-{id}") and not said.get(f"remove-{id}")]


def _ids_in(data: Mapping[str, Any]) -> list[str]:
    """Find the items whose fields were sent."""
    found = (ITEM.fullmatch(name) for name in data)
    return [match[1] for match in found if match and _is_id(match[1])][: MOST_ITEMS + 1]


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _iso(day: Any) -> str:
    return day.isoformat() if day else ""
