"""Where somebody lives, from whom it is hidden, and to whom it may be told."""

from typing import Any

from django import forms

from sharewell_hub.agencies.models import Destination
from sharewell_hub.look.forms import DayField, PlainText, RadioField
from sharewell_hub.whereabouts.queries import Place

HOW = {
    "lives": "Lives here",
    "stays": "Stays here for the time being",
    "placed": "Was placed here",
    "goes_to": "Goes here by day, such as a school or work",
}
WHY_HIDDEN = {
    "violence": "Somebody was violent to them",
    "refuge": "They are in a refuge",
    "placement": "They were placed, and somebody must not know where",
    "court_order": "A court has ordered it",
    "threats": "Somebody threatens or looks for them",
    "other": "Something else",
}
SHORTEST = 20
"""Characters of a reason that says something."""


class PlaceForm(forms.Form):
    """One place."""

    kind = RadioField(label="What do they do there?", choices=[*HOW.items()])
    address = PlainText(label="Address, without the postcode", max_length=400, rows=3)
    postcode = PlainText(label="Postcode", max_length=12, required=False)
    telephone = PlainText(label="Telephone number there", max_length=40, required=False)
    since = DayField(label="Since when, if you know", name="the day", required=False)

    def place(self) -> Place:
        """Give the words."""
        said = self.cleaned_data
        return Place(
            address=said["address"],
            postcode=said["postcode"].upper(),
            telephone=said["telephone"],
            since=said["since"].isoformat() if said["since"] else "",
        )


class ShieldForm(forms.Form):
    """From whom it is not hidden, and why it is from everybody else."""

    reason = RadioField(label="Why is it hidden?", choices=[*WHY_HIDDEN.items()])
    named = PlainText(
        label="Who of your agency may see it?",
        help_text="Email addresses at work, one a line, at least one. You may in any case.",
        max_length=2000,
        rows=3,
    )

    def addresses(self) -> list[str]:
        """Give the addresses, each once."""
        return list(dict.fromkeys(self.cleaned_data["named"].lower().split()))


class UnshieldForm(forms.Form):
    """To whom one hidden place may be told, and why."""

    destination = forms.ChoiceField(
        label="At which service?",
        error_messages={
            "required": "Choose the service.",
            "invalid_choice": "Choose one of the services listed.",
        },
    )
    recipient = forms.EmailField(
        label="Who there may see it?",
        help_text="Their email address at work. Nobody else there is shown it.",
    )
    reason = PlainText(label="Why do they need to know it?", max_length=1000, rows=3)

    def __init__(self, *args: Any, offered: list[Destination], **kwargs: Any) -> None:
        """Offer the services of other agencies."""
        super().__init__(*args, **kwargs)
        where: Any = self.fields["destination"]
        listed = ((str(one.pk), f"{one.service}, {one.agency.name}") for one in offered)
        where.choices = [("", "Choose a service"), *listed]

    def clean_reason(self) -> str:
        """Refuse a reason that says nothing."""
        reason: str = self.cleaned_data["reason"]
        if len(reason) < SHORTEST:
            raise forms.ValidationError(f"Write at least {SHORTEST} characters.")
        return reason
