"""What is another agency's looks, to everybody else, like an address that never was."""

import re
from uuid import uuid4

import pytest

from journeys import telling
from journeys.situations import situations

pytestmark = pytest.mark.browser
CHANGES = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|action="[^"]*"')


def test_another_agencys_addresses_are_as_if_they_did_not_exist(visitors, accounts, width):
    story = next(one for one in situations() if "storms_out" in one.id)
    sender = visitors(width=width)
    telling.comes_to_work(sender, accounts[story.sender])
    telling.begins(sender, story)
    telling.answers(sender, story)
    sender.press("Decide and record")
    telling.decides(sender, story)
    decision = sender.path.split("/")[2]
    reference = telling.shares(sender)
    disclosure = sender.path.split("/")[2]

    stranger = visitors(width=width)
    telling.comes_to_work(stranger, accounts["housing_officer"])
    for there, nowhere in (
        (f"/decisions/{decision}", f"/decisions/{uuid4()}"),
        (f"/decisions/{decision}/share", f"/decisions/{uuid4()}/share"),
        (f"/disclosures/{disclosure}", f"/disclosures/{uuid4()}"),
        (f"/received/{reference}", "/received/BBBB-BBBB"),
    ):
        assert page(stranger, there) == page(stranger, nowhere)
        assert story.child["name"] not in stranger.page.content()


def page(visitor, address):
    """Give the refusal's page without what changes each time."""
    answer = visitor.open(address)
    assert answer.status == 404
    return CHANGES.sub("", visitor.page.content())
