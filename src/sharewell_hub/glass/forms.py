"""Whom to look for and why; and what a second person says of it."""

from typing import Any

from django import forms

from sharewell_hub.glass.actions import Wanted
from sharewell_hub.look.forms import DayField, PlainText, RadioField

GATE_PASSED = [
    ("yes", "Yes, it was right not to wait"),
    ("no", "No, and I have followed it up"),
]
SHORTEST = 20
"""Characters of a reason that says something."""


class BreakForm(forms.Form):
    """A child by two exact identifiers, and the reason."""

    name = PlainText(
        label="The child’s full name",
        help_text="As your agency wrote it down: it must be exactly this name and this birthday.",
        max_length=200,
    )
    born_on = DayField(label="The child’s date of birth", name="the date of birth")
    reason = PlainText(
        label="Why you need to see it now",
        help_text="Your agency’s guardian reads this today.",
        max_length=1000,
        rows=4,
    )

    def clean_name(self) -> str:
        """Refuse what is no name."""
        name: str = self.cleaned_data["name"]
        if not any(map(str.isalnum, name)):
            raise forms.ValidationError("Enter the child’s name.")
        return name

    def clean_reason(self) -> str:
        """Refuse a reason that says nothing."""
        reason: str = self.cleaned_data["reason"]
        if len(reason) < SHORTEST:
            raise forms.ValidationError(f"Write at least {SHORTEST} characters: what happened?")
        return reason

    def wanted(self) -> Wanted:
        """Give whom to look for, and why."""
        return Wanted(**self.cleaned_data)


class ReviewForm(forms.Form):
    """Whether it was in order, and why."""

    in_order = RadioField(
        label="Was it in order?",
        choices=[("yes", "Yes, they needed to see it"), ("no", "No, and I have followed it up")],
    )
    words = PlainText(label="Why you think so", max_length=2000, rows=4)

    def __init__(self, *args: Any, broken: bool, **kwargs: Any) -> None:
        """Ask about breaking the glass, or about passing a gate."""
        super().__init__(*args, **kwargs)
        if not broken:
            answers: Any = self.fields["in_order"]
            answers.choices = GATE_PASSED
