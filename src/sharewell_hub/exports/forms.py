"""What the pages of exports take in."""

from typing import Any

from django import forms

from sharewell.terms.errors import FactRefused
from sharewell_hub.agencies.roles import WAYS
from sharewell_hub.exports.encrypting import recipient_of
from sharewell_hub.exports.models import RecipientKey
from sharewell_hub.look.forms import PlainText, RadioField


class KeyForm(forms.Form):
    """A service's public key, and how somebody made sure that it is theirs."""

    recipient = PlainText(
        label="The service’s public key",
        help_text="One line that begins with age1. Never the line that begins with AGE-SECRET-KEY.",
        max_length=200,
    )
    way = RadioField(
        label="How did you make sure?", choices=[(way.code, way.label) for way in WAYS.values()]
    )
    source = PlainText(
        label="Where did the number or address come from?",
        help_text="Not from the service itself, and not from where the key came.",
        max_length=200,
    )

    def clean_recipient(self) -> str:
        """Give the key as it is written; what is none, or a secret one, is not shown again."""
        try:
            return recipient_of(self.cleaned_data["recipient"])
        except FactRefused as refusal:
            typed: Any = self.data
            self.data = typed.dict() | {"recipient": ""}
            raise forms.ValidationError(refusal.why) from None


class ExportForm(forms.Form):
    """To which of the agency's own services a record leaves."""

    key = RadioField(label="Who is it for?", choices=[])

    def __init__(self, *args: Any, keys: list[RecipientKey], **kwargs: Any) -> None:
        """Offer the keys that can be used now."""
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["key"]
        chosen.choices = [(str(each.pk), each.destination.service) for each in keys]
        self.keys = {str(each.pk): each for each in keys}

    def chosen(self) -> RecipientKey:
        """Give the key that was chosen."""
        return self.keys[self.cleaned_data["key"]]
