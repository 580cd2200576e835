"""What the pages of agreements take in."""

from typing import Any

from django import forms

from sharewell_hub.agencies.models import Agency, Practitioner
from sharewell_hub.agencies.queries import agencies
from sharewell_hub.agencies.roles import ROLES
from sharewell_hub.agreements.actions import Agreed
from sharewell_hub.agreements.models import Agreement
from sharewell_hub.agreements.queries import may_keep_for_all
from sharewell_hub.agreements.saying import (
    CATEGORIES,
    CLASSES,
    COVERS,
    FIND_PATTERNS,
    ONWARD,
    PURPOSES,
    TIERS,
)
from sharewell_hub.look.forms import DayField, PlainText, RadioField

LABELS = {code: role.label for code, role in ROLES.items()}


def ticks(label: str, words: dict[str, str], **how: Any) -> forms.MultipleChoiceField:
    """Make boxes to tick of codes and their words."""
    return forms.MultipleChoiceField(
        label=label, choices=list(words.items()), widget=forms.CheckboxSelectMultiple, **how
    )


class AgreedForm(forms.Form):
    """An agreement, or its next version."""

    title = PlainText(label="What is it called?", max_length=200)
    tier = RadioField(label="Its tier", choices=[(str(each), said) for each, said in TIERS.items()])
    says = PlainText(
        label="What it says, in short",
        help_text="Everybody in the partnership reads this. Name nobody.",
        max_length=4000,
        rows=6,
    )
    begins_on = DayField(label="Its first day", name="its first day", past=False)
    ends_on = DayField(label="Its last day", name="its last day", past=False)
    purposes = ticks("What information may be shared for", PURPOSES)
    classes = ticks("Which records", CLASSES)
    categories = ticks(
        "Which categories of information",
        {code: each.label for code, each in CATEGORIES.items()},
        required=False,
    )
    covers = RadioField(label="How much is shown", choices=list(COVERS.items()))
    onward = RadioField(label="Passing it on", choices=list(ONWARD.items()))
    answers_to = ticks(
        "To whom questions over the whole partnership answer",
        LABELS,
        help_text="Only where such questions are among the purposes.",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a last day before the first, and questions that would answer to nobody."""
        said = super().clean() or {}
        first, last = said.get("begins_on"), said.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "The last day must not be before the first.")
        if FIND_PATTERNS in said.get("purposes", ()) and not said.get("answers_to"):
            self.add_error("answers_to", "Tick who receives the answers.")
        return said

    def agreed(self) -> Agreed:
        """Give what was agreed."""
        said = dict(self.cleaned_data)
        return Agreed(**{**said, "tier": int(said["tier"])})


def as_it_was(agreement: Agreement) -> dict[str, Any]:
    """Give what a version says, to begin the next one from; its days are new."""
    return {name: getattr(agreement, name) for name in AgreedForm.base_fields} | {
        "begins_on": None,
        "ends_on": None,
    }


class AgencyForm(forms.Form):
    """An agency of the partnership: one's own, or any, where one keeps agreements for all."""

    agency = forms.ModelChoiceField(
        label="Agency", queryset=Agency.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, viewer: Practitioner, **kwargs: Any) -> None:
        """Offer the agencies for which the viewer may record something."""
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["agency"]
        offered.queryset = agencies(viewer).filter(left_at=None)
        offered.initial = viewer.agency_id
        if not may_keep_for_all(viewer):
            offered.queryset = offered.queryset.filter(pk=viewer.agency_id)


class SignForm(AgencyForm):
    """That an agency signed, on which day, by somebody in which role."""

    signed_on = DayField(label="The day on which it was signed", name="the day it was signed")
    signed_as = forms.ChoiceField(label="The role of whoever signed", choices=list(LABELS.items()))


class EndForm(AgencyForm):
    """That an agreement no longer holds for an agency, or for all."""

    from_on = DayField(
        label="The first day on which it no longer holds",
        name="the day",
        help_text="Today ends it at once.",
        past=False,
    )
    for_all = forms.BooleanField(label="It ends for every agency", required=False)
