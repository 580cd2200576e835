"""What the pages of the directory take in, and our own words for the second step of sign-in."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import validate_password

from sharewell_hub.agencies.models import SENSITIVE_SERVICES
from sharewell_hub.agencies.roles import KINDS, WAYS
from sharewell_hub.agencies.training import WORDS
from sharewell_hub.look.forms import DayField, PlainText, RadioField

NO = "no"
SENSITIVE = {
    kind: f"Yes: {KINDS[kind][:1].lower()}{KINDS[kind][1:]}" for kind in SENSITIVE_SERVICES
}


class SearchForm(forms.Form):
    """Some words of a service or an agency."""

    service = PlainText(label="Service or agency", max_length=100, required=False)


class VerifyForm(forms.Form):
    """How somebody made sure of a destination, and where the number they rang came from."""

    way = RadioField(
        label="How did you make sure?", choices=[(way.code, way.label) for way in WAYS.values()]
    )
    source = PlainText(
        label="Where did the number or address come from?",
        help_text="Not from the service itself: from the council’s website, for instance.",
        max_length=200,
    )


class AddPasskeyForm(AddWebAuthnForm):
    """A passkey or security key to add, in our own words."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Say plainly what each box means."""
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "A name for this key"
        self.fields["name"].help_text = "So that you know it again, such as “work laptop”."
        self.fields["passwordless"].label = "Sign me in with this key alone"
        self.fields[
            "passwordless"
        ].help_text = (
            "The key then asks for your fingerprint, face or PIN, and you need no password."
        )


class OpenRecoveryForm(forms.Form):
    """Whether somebody's second step is lost too."""

    drops_second_step = forms.BooleanField(
        label="Their telephone or key is lost too: take their second step away", required=False
    )


class RecoverForm(forms.Form):
    """Both halves of a code, and the new password it is exchanged for."""

    email = forms.EmailField(label="Your email address at work")
    sent = PlainText(label="The half in the letter", max_length=20)
    told = PlainText(label="The half that you were told", max_length=20)
    password = forms.CharField(
        label="New password", widget=forms.PasswordInput, max_length=200, strip=False
    )

    def clean_password(self) -> str:
        """Refuse a password that is easily guessed."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class SensitiveForm(forms.Form):
    """Whether an agency is a service of which it is not told that a child uses it."""

    kind = RadioField(
        label="Is it a sensitive service?",
        choices=[(NO, "No"), *SENSITIVE.items()],
    )

    def said(self) -> str:
        """Give the kind, and nothing for none."""
        kind: str = self.cleaned_data["kind"]
        return "" if kind == NO else kind


class TrainingForm(forms.Form):
    """What somebody was trained in, when, and until when that counts."""

    what = RadioField(label="Trained in", choices=[*WORDS.items()], initial="confidentiality")
    done_on = DayField(label="On which day?", name="the day of the training")
    until = DayField(
        label="What is the last day on which it counts?",
        help_text="As your agency has it: for many it is a year or three after the training.",
        name="the last day",
        past=False,
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a last day that lies before the training."""
        said = super().clean() or {}
        first, last = said.get("done_on"), said.get("until")
        if first and last and last < first:
            self.add_error("until", "The last day must be on or after the day of the training.")
        return said
