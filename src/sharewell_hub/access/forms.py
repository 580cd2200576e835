"""What somebody needs a record for."""

from django import forms

from sharewell_hub.look.forms import RadioField

PURPOSES = {
    "protect_child": "To keep this child, or another, safe from harm",
    "promote_welfare": "To help the child and the family before it comes to harm",
    "protect_adult": "To keep an adult safe",
    "prevent_crime": "To prevent or detect a serious crime",
    "answer_request": "To answer a request that was made in writing",
}


class WhyForm(forms.Form):
    """One purpose."""

    purpose = RadioField(
        label="What do you need this record for?",
        choices=[*PURPOSES.items()],
        error_messages={"required": "Choose what you need it for."},
    )
