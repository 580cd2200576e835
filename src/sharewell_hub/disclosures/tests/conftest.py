"""What the tests of disclosures share: a decision to share, and the form filled in."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from sharewell_hub.agencies.models import Destination
from sharewell_hub.consents.actions import Standing
from sharewell_hub.decisions.actions import Made, record_decision
from sharewell_hub.disclosures.actions import send_disclosure
from sharewell_hub.disclosures.answering import accept_limits, read_disclosure
from sharewell_hub.disclosures.covering import covered_by, offered, tellable
from sharewell_hub.disclosures.queries import disclosure_for
from sharewell_hub.disclosures.share_form import ShareForm, first_words
from sharewell_hub.people.actions import Who

NAME = "Zebulon Quillfeather"
ARMS = "Bruises on both arms of Zebulon, at 4 Elm Road."
SAID = "He hits me with the spoon."
NEIGHBOUR = "The neighbour, Mrs Hatherleigh, heard shouting."
ADULT = "Her partner Jasper stays at the house."
HARM = {
    "act": "share",
    "request_based": False,
    "sender": "school",
    "recipient_role": "statutory_child_protection",
    "recipient_is_alleged_abuser": False,
    "risk_to_child": "reasonable_cause_significant_harm",
}


def an_item(text, standing="fact", *, days_ago=0, about_somebody_else=False):
    seen_on = timezone.localdate() - timedelta(days=days_ago)
    return {
        "id": str(uuid4()),
        "standing": standing,
        "text": text,
        "seen_on": seen_on.isoformat(),
        "about_somebody_else": about_somebody_else,
    }


def decide(practitioner, *, facts=None, items=None, **changes):
    """Record a worry and a decision on it, as the pages do."""
    now = timezone.now().isoformat()
    said = HARM | (facts or {})
    draft = {
        "submission": str(uuid4()),
        "wants": "share",
        "said": [
            {"fact": fact, "value": value, "at": now, "kind": "judgement", "step": step}
            for step, (fact, value) in enumerate(said.items())
            if value is not None
        ],
        "items": items or [an_item(ARMS), an_item(SAID, "child_said")],
        "adult": changes.pop("adult", ""),
        "child_view": {"wants": changes.pop("child_wants", ""), "explained": ""},
    }
    made = {
        "decided": "share",
        "standing": Standing(state="not_sought", reason="hmg_2018:risk"),
        "telling": "told",
        "why": "My own judgement.",
    }
    return record_decision(
        practitioner,
        draft,
        Made(**made | changes),
        who=Who(name=NAME, born_on=timezone.localdate() - timedelta(days=3000)),
    )


@pytest.fixture
def on_bromley(settings):
    """Let the Bromley protocol answer by itself."""
    settings.SHAREWELL_STACK = "bromley_2017"


@pytest.fixture
def decision(teacher, front_door):
    """A teacher's decision to share with the front door, which is known."""
    return decide(teacher)


def boxes(decision, destination, /, *, ticked=(0,), **changes):
    """Fill the form in as a sender would; a change to nothing leaves the box out."""
    filled = first_words(decision)
    day = filled.pop("answer_by")
    filled |= {
        "answer_by-day": day.day,
        "answer_by-month": day.month,
        "answer_by-year": day.year,
        "destination": destination.pk if isinstance(destination, Destination) else destination,
    }
    for number in ticked:
        filled |= {
            f"item-{number}-send": "on",
            f"item-{number}-needed": "They decide about enquiries.",
            f"item-{number}-sure": "self",
        }
    filled |= changes
    return {name: str(value) for name, value in filled.items() if value is not None}


def sending_of(viewer, decision, destination, **how):
    """Give what the form makes of the boxes."""
    things = tellable(viewer, decision)
    form = ShareForm(
        boxes(decision, destination, **how),
        covered=covered_by(viewer, decision, things),
        things=things,
        offered=offered(viewer, decision),
        initial={},
    )
    assert form.is_valid(), form.errors
    return form.sending()


@pytest.fixture
def sent(teacher, decision, front_door):
    """Something that the teacher sent to the front door."""
    made = send_disclosure(teacher, decision, sending_of(teacher, decision, front_door))
    return disclosure_for(teacher, made.pk)


@pytest.fixture
def opened(sent, social_worker):
    """The same, accepted and read by the social worker."""
    accept_limits(social_worker, sent)
    read_disclosure(social_worker, sent)
    return sent
