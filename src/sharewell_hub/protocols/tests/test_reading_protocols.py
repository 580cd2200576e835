"""Reading the protocols: what there is and how it stands, as a table and as a flowchart."""

import pytest

from sharewell.packs import load_library
from sharewell_hub.protocols.comparing import standing

PACKS = tuple(load_library().packs)


def page_of(browser, address):
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_text_is_listed_with_edition_status_review_and_digest(browser_of, teacher, marsh):
    page = page_of(browser_of(teacher), "/protocols")

    for words in (
        "edition of 2020",
        "edition of 2027",
        "In force",
        "1 April 2028",
        "Superseded by",
    ):
        assert words in page
    for stack in standing():
        assert stack.digest in page


def test_the_stack_that_answers_here_is_marked_and_no_other(browser_of, teacher, marsh):
    page = page_of(browser_of(teacher), "/protocols")

    assert page.count("Answers here") == 1
    assert page.partition("Answers here")[0].rpartition("<dd>")[2].startswith("marshland ")


@pytest.mark.slow
def test_the_way_to_compare_is_shown_to_those_who_may(browser_of, teacher, policy_officer, marsh):
    assert "/protocols/compare" not in page_of(browser_of(teacher), "/protocols")
    assert "/protocols/compare" in page_of(browser_of(policy_officer), "/protocols")


def test_a_table_has_every_rule_with_its_paragraph(browser_of, teacher, marsh):
    page = page_of(browser_of(teacher), "/protocols/marsh_2020")

    for words in (
        "The Marshland protocol, edition of 2020: in force.",
        "Check for a newer one.",
        "Whoever is said to cause the harm is not told.",
        "How worried are you?",
        "Where no rule above speaks",
        "Goes before",
    ):
        assert words in page
    assert "<p>2.2</p>" in page


def test_a_flowchart_is_drawn_and_said_in_words(browser_of, teacher, marsh):
    page = page_of(browser_of(teacher), "/protocols/marsh_2020/chart")

    assert '<svg class="sw-chart"' in page
    assert '<title id="chart-title">' in page
    drawn, _, words = page.rpartition("</svg>")
    for said in ("Whoever is said to cause the harm is not told.", "How worried are you?"):
        assert said in words
    assert "Where nothing above has ended it" in drawn


@pytest.mark.parametrize("pack", PACKS)
def test_every_shipped_text_can_be_read_both_ways(browser_of, teacher, pack):
    browser = browser_of(teacher)

    for address in (f"/protocols/{pack}", f"/protocols/{pack}/chart"):
        assert "Check for a newer one." in page_of(browser, address)


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/protocols/nowhere_1999", "/protocols/nowhere_1999/chart"])
def test_a_text_that_is_not_there_is_not_found(browser_of, teacher, marsh, path):
    assert browser_of(teacher).get(path).status_code == 404


@pytest.mark.parametrize("path", ["/protocols", "/protocols/marsh_2020", "/protocols/compare"])
def test_nobody_reads_them_without_signing_in(client, db, marsh, path):
    assert client.get(path).status_code == 302
