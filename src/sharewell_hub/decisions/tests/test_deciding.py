"""Deciding: what the practitioner decides is recorded once, with its reasons, in one piece."""

from sharewell_hub.concerns.models import Concern, Item
from sharewell_hub.consents.models import Position
from sharewell_hub.decisions.models import Decision
from sharewell_hub.decisions.tests.conftest import SAYS
from sharewell_hub.people.models import Subject
from sharewell_hub.people.queries import name_of


def test_one_form_records_child_worry_items_agreement_and_decision(harm, teacher):
    sent = harm(teacher).client.post("/decide", SAYS)

    decision = Decision.objects.get()
    assert sent.status_code == 302 and str(decision.pk) in sent.url
    assert Subject.objects.count() == Concern.objects.count() == Position.objects.count() == 1
    assert [item.standing for item in Item.objects.order_by("place")] == ["child_said", "fact"]
    assert name_of(teacher, decision.subject) == "Zebulon Quillfeather"
    assert decision.released and not decision.differs
    assert decision.recipient_role == "statutory_child_protection"


def test_the_form_asks_only_what_is_still_open(harm, teacher):
    visitor = harm(teacher)
    visitor.client.post("/decide", SAYS)
    page = harm(teacher).page("/decide")

    assert "Zebulon Quillfeather" in page
