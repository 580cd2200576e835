"""Naming whom a worry is about, or choosing somebody the agency already knows."""

from typing import Any
from uuid import UUID

from django import forms

from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.look.forms import DayField, PlainText, RadioField
from sharewell_hub.people.actions import Who
from sharewell_hub.people.queries import named, subjects

WHY_KEPT_OUT = {
    "relative": "They are a relative",
    "alleged_abuser": "It is said that they did harm",
    "complainant": "They complained, or were complained of",
    "knows_them": "They know the family privately",
    "other_interest": "Something else stands between them",
}
HOW_RELATED = {
    "works_with": "Works with the child",
    "responsible_for": "Is responsible for the case",
    "receives_for": "Sees to what was received",
    "asked_for_advice": "Was asked for advice",
}
HOW_SENSITIVE = {
    "ordinary": "Ordinary: nothing that would hurt anybody",
    "confidential": "Confidential: what is told of a child usually is",
    "restricted": "Restricted: for the desk and for advisers, also not for those who work with "
    "the child",
}
OFFERED = 200
"""How many of the agency's newest records are offered to choose from."""


class WhoForm(forms.Form):
    """A name and a birthday, or one of the agency's own records."""

    known = forms.ChoiceField(
        label="Somebody you already have a record of",
        help_text="Only your own agency’s records are listed.",
        required=False,
        error_messages={"invalid_choice": "Choose one of the records listed."},
    )
    name = PlainText(
        label="The child’s full name",
        help_text="For your own agency’s record. Nobody else sees it until you share it.",
        max_length=200,
        required=False,
    )
    born_on = DayField(label="The child’s date of birth", name="the date of birth", required=False)

    def __init__(self, *args: Any, viewer: Practitioner, **kwargs: Any) -> None:
        """Offer the records of the viewer's own agency."""
        super().__init__(*args, **kwargs)
        newest = list(subjects(viewer)[:OFFERED])
        names = named(viewer, newest)
        offered = sorted((str(names[each.pk]), str(each.pk)) for each in newest)
        chosen: Any = self.fields["known"]
        chosen.choices = [("", "A new record"), *((id, name) for name, id in offered)]
        if not offered:
            del self.fields["known"]

    def clean(self) -> dict[str, Any]:
        """Ask for a name where no record was chosen."""
        said = super().clean() or {}
        if "name" not in self.fields or "name" in self.errors:
            return said
        if not said.get("known") and not said.get("name"):
            self.add_error(
                "name", "Enter the child’s name. If you do not know it, write “not known”."
            )
        return said

    def who(self) -> Who:
        """Give whom the worry is about."""
        said = self.cleaned_data
        known = said.get("known")
        return Who(
            known=UUID(known) if known else None,
            name=said.get("name", ""),
            born_on=said.get("born_on"),
        )


class KeepOutForm(forms.Form):
    """Who is never shown a record, and why."""

    email = forms.EmailField(
        label="Their email address at work",
        help_text="Of your agency or of any other in the partnership.",
    )
    reason = RadioField(label="Why are they kept out?", choices=list(WHY_KEPT_OUT.items()))


class SealForm(forms.Form):
    """Who alone is shown a record."""

    named = PlainText(
        label="Who else may see it?",
        help_text="Email addresses at work, one a line. You are on the list in any case.",
        max_length=2000,
        required=False,
        rows=4,
    )

    def addresses(self) -> list[str]:
        """Give the addresses, each once."""
        return list(dict.fromkeys(self.cleaned_data["named"].lower().split()))


class AskInForm(forms.Form):
    """Which colleague has to do with a child's case, and how."""

    email = forms.EmailField(label="Their email address at work", help_text="Of your agency.")
    kind = RadioField(
        label="What have they to do with the case?",
        choices=[(code, HOW_RELATED[code]) for code in HOW_RELATED if code != "receives_for"],
    )


class SensitivityForm(forms.Form):
    """How sensitive a record is."""

    tier = RadioField(label="How sensitive is this record?", choices=list(HOW_SENSITIVE.items()))
