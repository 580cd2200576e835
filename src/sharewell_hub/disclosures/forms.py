"""What the other pages take in: a call back, a second look, accepting the limits, an answer."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from sharewell.delivering.verifying import CallBack, FoundIn
from sharewell_hub.disclosures.answering import Answered
from sharewell_hub.look.forms import PlainText, RadioField

FOUND = {
    FoundIn.AGENCY_WEBSITE: "On the agency’s own website",
    FoundIn.PUBLIC_LISTING: "In a public listing, such as the NHS or police one",
    FoundIn.OWN_RECORDS: "In our own records",
    FoundIn.SWITCHBOARD: "From a switchboard operator",
    FoundIn.GIVEN_BY_CALLER: "The person who rang or wrote gave it to me",
}
ANSWERS = {
    "will_do": "We will do something",
    "no_action": "Noted, and we will do nothing more",
}


class CallBackForm(forms.Form):
    """A call to the recipient's agency on a number that its caller did not give."""

    number = PlainText(label="The number you rang", max_length=40)
    found_in = RadioField(label="Where did you find the number?", choices=list(FOUND.items()))
    answered_by = PlainText(
        label="Who answered?",
        help_text="Their role, not their name: “duty social worker”.",
        max_length=100,
    )
    at = forms.TimeField(
        label="What time did you ring today?",
        help_text="For example, 15:20",
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
        error_messages={"invalid": "Write the time like 15:20."},
    )
    second_person = PlainText(
        label="Who looked at the number with you?",
        help_text="The role of a colleague, not their name.",
        max_length=100,
        required=False,
    )
    urgent = forms.BooleanField(
        label="It cannot wait for a colleague",
        help_text="A colleague looks at it on the next working day.",
        required=False,
    )

    def clean_at(self) -> datetime:
        """Place the time on today, and refuse one still to come."""
        at: time = self.cleaned_data["at"]
        made = timezone.make_aware(datetime.combine(timezone.localdate(), at))
        if made > timezone.now():
            raise forms.ValidationError("This time is still to come.")
        return made

    def call(self) -> CallBack:
        """Give the call, or let the library refuse it.

        Raises:  RecipientNotVerified.
        """
        said = self.cleaned_data
        return CallBack(
            number=said["number"],
            found_in=FoundIn(said["found_in"]),
            answered_by=said["answered_by"],
            second_person=said["second_person"],
            made_at=said["at"],
            urgent=said["urgent"],
        )


class ReviewForm(forms.Form):
    """A second person's look at a call that could not wait for them."""

    in_order = RadioField(
        label="Is the number the agency’s own?",
        choices=[("yes", "Yes, I checked it myself"), ("no", "No, or I cannot tell")],
    )
    note = PlainText(
        label="What did you find?",
        max_length=1000,
        rows=3,
        required=False,
        help_text="If not: say what is wrong.",
    )

    def clean(self) -> dict[str, Any]:
        """Ask what is wrong where something is."""
        said = super().clean() or {}
        if said.get("in_order") == "no" and not said.get("note"):
            self.add_error("note", "Say what is wrong with it.")
        return said


class AcceptForm(forms.Form):
    """What a recipient says before anything is shown."""

    purpose = forms.BooleanField(
        label="I need this for that purpose, as part of my work",
        error_messages={"required": "Confirm that you need it for that purpose."},
    )
    limits = forms.BooleanField(
        label="I accept these limits",
        error_messages={"required": "Accept the limits, or leave it to a colleague."},
    )


class ReplyForm(forms.Form):
    """What a recipient will do, or why nothing."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    kind = RadioField(label="What will you do with it?", choices=list(ANSWERS.items()))
    words = PlainText(
        label="Tell them",
        help_text="What you will do and by when, or why you will do nothing. It cannot be changed "
        "afterwards; you can send a further answer.",
        max_length=4000,
        rows=5,
        error_messages={"required": "Say what you will do, or why nothing."},
    )

    def answered(self) -> Answered:
        """Give what was said."""
        return Answered(**self.cleaned_data)


class HandOnForm(forms.Form):
    """Which colleague is to see to what was received."""

    email = forms.EmailField(label="Their email address at work", help_text="Of your agency.")
