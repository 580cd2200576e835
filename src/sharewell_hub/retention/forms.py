"""How long something is kept, why a record is held or kept longer, and that it may go."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from sharewell_hub.look.forms import DayField, PlainText, RadioField
from sharewell_hub.retention.actions import HowLong
from sharewell_hub.retention.gathering import about_people

MONTHS = 12
WHY = "Words about a person are sealed, and go with the record."


class PeriodForm(forms.Form):
    """How long one kind of record is kept."""

    kind = RadioField(label="What is this about?", choices=[])
    years = forms.IntegerField(
        label="For how many years is it kept?",
        help_text="Leave it empty where it is kept for ever.",
        min_value=0,
        max_value=120,
        required=False,
    )
    until_age = forms.IntegerField(
        label="And at least until which birthday?",
        help_text="Such as 25. Leave it empty where age plays no part.",
        min_value=0,
        max_value=120,
        required=False,
    )
    for_ever = forms.BooleanField(label="It is kept for ever, and reviewed", required=False)
    review_years = forms.IntegerField(
        label="After how many years is what is kept for ever reviewed?",
        min_value=1,
        max_value=20,
        required=False,
    )
    reason = PlainText(label="Why is it kept for ever?", max_length=1000, required=False, rows=3)
    under = PlainText(
        label="Under which policy, and which paragraph?",
        help_text="Your own agency’s, such as “Records schedule 2026, 4.2”. Nobody is named here.",
        max_length=120,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer every kind that a room has declared."""
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["kind"]
        kinds.choices = [(kind, each.says) for kind, each in about_people().items()]

    def clean(self) -> dict[str, Any]:
        """Ask for an end, or for what for ever needs."""
        said = super().clean() or {}
        if not said.get("for_ever"):
            if said.get("years") is None and "years" not in self.errors:
                self.add_error("years", "Enter a number of years, or tick that it is for ever.")
            return said
        if said.get("years") is not None:
            self.add_error("years", "It is kept for ever, or for some years: not both.")
        if not said.get("review_years"):
            self.add_error("review_years", "Enter after how many years it is reviewed.")
        if not said.get("reason"):
            self.add_error("reason", "Write why it is kept for ever.")
        return said

    def how_long(self) -> HowLong:
        """Give what was said."""
        said = self.cleaned_data
        for_ever = said["for_ever"]
        return HowLong(
            kind=said["kind"],
            under=said["under"],
            months=None if for_ever else said["years"] * MONTHS,
            until_age=said["until_age"] or 0,
            review_months=said["review_years"] * MONTHS if for_ever else None,
            reason=said["reason"] if for_ever else "",
        )


class HoldForm(forms.Form):
    """Why a record is needed for the time being."""

    reason = PlainText(
        label="Why must nobody erase it for the time being?",
        help_text=f"A court case, an inquiry, a complaint. {WHY}",
        max_length=1000,
        rows=3,
    )


class KeepForm(forms.Form):
    """Until when a record is kept all the same, and why."""

    until = DayField(label="Look at it again on", name="the day", past=False)
    why = PlainText(label="Why is it kept longer?", help_text=WHY, max_length=1000, rows=3)

    def clean_until(self) -> date:
        """Refuse a day that has come already."""
        day: date = self.cleaned_data["until"]
        if day <= timezone.localdate():
            raise forms.ValidationError("The day must be in the future.")
        return day


class EraseForm(forms.Form):
    """That somebody means it."""

    sure = forms.BooleanField(label="I have looked at it: it is needed no longer, and may go")
