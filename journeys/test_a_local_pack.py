"""An area's own pack changes what is asked and what is answered, and no code knows of it."""

from pathlib import Path

import pytest

from journeys import telling
from journeys.situations import situations
from journeys.town import also_served

pytestmark = pytest.mark.browser
PACKS = Path(__file__).parent / "packs"


@pytest.fixture(scope="module")
def harbour(place):
    """The same service, with the Harbour's own pack beside those that ship."""
    with also_served(place, SHAREWELL_PACKS=str(PACKS)) as address:
        yield address


def test_a_local_pack_asks_in_its_own_words_and_speaks_first(visitors, harbour, way):
    story = next(one for one in situations() if "mental_abuse" in one.id)
    story.facts["harbour_2026_has_a_pilot"] = True
    visitor = visitors(address=harbour, **way)
    telling.begins(visitor, story)
    headings = telling.answers(visitor, story)

    assert "Whom in the Harbour would you tell?" in headings
    assert "Does the family have a pilot at the Harbour Centre?" in headings
    assert "Yes, in part. Share only what is needed" in visitor.shown()
    visitor.page.get_by_text("Why we say this").click()
    assert "The family’s pilot has told them the rest already." in visitor.shown()
    assert "the Harbour agreement" in visitor.shown().replace("The", "the")


def test_without_it_nothing_of_it_is_there(visitors, way):
    story = next(one for one in situations() if "mental_abuse" in one.id)
    visitor = visitors(**way)
    telling.begins(visitor, story)

    assert not any("Harbour" in heading for heading in telling.answers(visitor, story))
    assert "Harbour" not in visitor.shown()
