"""Telling a worry: what was seen, what was thought and what the child said stay apart."""

import re

import pytest
from django.db import DatabaseError, transaction
from django.test import RequestFactory

from sharewell.terms.errors import NotFound
from sharewell_hub.concerns.models import Concern, Item
from sharewell_hub.concerns.queries import concern_for, is_recorded, items_of, words_of
from sharewell_hub.drafts.models import SealedDraft
from sharewell_hub.drafts.queries import read
from sharewell_hub.logbook.models import Entry
from sharewell_hub.people.actions import record_subject

NO_SUCH_DAY = {"seen_on-day": "31", "seen_on-month": "2", "seen_on-year": "2026"}
ROW = "2026-11-20,Zebulon,Bruises on both arms.,She is afraid.,He hits me."


@pytest.fixture
def begun(client, db):
    """Give a visitor at the worry, without an account."""
    client.post("/", {"wants": "share"})
    client.post("/danger", {"danger": "no"})
    return client


def draft_of(client):
    request = RequestFactory().get("/")
    request.COOKIES = {name: morsel.value for name, morsel in client.cookies.items()}
    return read(request).data


def told(client, **said):
    return client.post("/worry", {"do": "go", **said})


def marks(client):
    return [item["standing"] for item in draft_of(client)["items"]]


@pytest.mark.parametrize("wants", ["share", "answer", "ask", "not_sure"])
def test_the_first_step_sets_what_is_done_and_whether_somebody_asked(client, db, wants):
    client.post("/", {"wants": wants})
    facts = {said["fact"]: said["value"] for said in draft_of(client)["said"]}
    acts = {"ask": "ask_for_information", "not_sure": "take_advice"}
    assert facts == {"act": acts.get(wants, "share"), "request_based": wants == "answer"}


def test_danger_shows_999_and_the_duty_numbers_at_once_and_then_goes_on(client, front_door):
    client.post("/", {"wants": "share"})
    page = client.post("/danger", {"danger": "yes"}, follow=True).content.decode()

    assert 'href="tel:999"' in page
    assert "01632 960001" in page and "01632 960999" in page
    assert "/worry" in page
    said = {one["fact"]: one["value"] for one in draft_of(client)["said"]}
    assert said["risk_to_child"] == "immediate"


def test_no_danger_sets_nothing_and_takes_back_an_earlier_yes(client, db):
    client.post("/", {"wants": "share"})
    client.post("/danger", {"danger": "yes"})
    client.post("/danger", {"danger": "no"})
    assert "risk_to_child" not in {said["fact"] for said in draft_of(client)["said"]}


@pytest.mark.parametrize("path", ["/danger", "/worry", "/question", "/answer"])
def test_whoever_comes_in_by_the_window_is_led_to_the_first_question(client, db, path):
    assert client.get(path).url == "/"


def test_each_box_becomes_an_item_marked_for_what_it_is(begun):
    told(
        begun,
        child_said="He hits me.",
        seen="Bruises.",
        thought="Perhaps her uncle.",
        guess="on",
        somebody_else=["thought"],
        **{"seen_on-day": "20", "seen_on-month": "11", "seen_on-year": "2026"},
    )
    items = draft_of(begun)["items"]

    assert [item["standing"] for item in items] == ["child_said", "fact", "hypothesis"]
    assert [item["about_somebody_else"] for item in items] == [False, False, True]
    assert {item["seen_on"] for item in items} == {"2026-11-20"}


def test_a_worry_may_be_left_empty(begun):
    assert told(begun).url == "/question"


def test_more_items_can_be_added_changed_and_taken_out_without_a_script(begun):
    told(begun, do="add", seen="First.")
    told(begun, do="add", seen="Second.")
    first, second = (item["id"] for item in draft_of(begun)["items"])
    told(
        begun,
        do="add",
        **{
            f"text-{first}": "First, put right.",
            f"standing-{first}": "mixed",
            f"text-{second}": "Second.",
            f"standing-{second}": "fact",
            f"remove-{second}": "on",
        },
    )

    (left,) = draft_of(begun)["items"]
    assert (left["text"], left["standing"]) == ("First, put right.", "mixed")


def test_a_longer_text_is_split_at_its_empty_lines_and_every_part_must_be_marked(begun):
    assert told(begun, pasted="She was quiet.\n\nHer coat was wet.\nAnd torn.").url == "/worry"
    ids = [item["id"] for item in draft_of(begun)["items"]]
    texts = {f"text-{id}": "Kept." for id in ids}

    page = told(begun, **texts).content.decode()
    assert page.count("Say what this is.") >= 2 and "Kept." in page
    marked = {f"standing-{id}": "fact" for id in ids}
    assert told(begun, **texts, **marked).url == "/question"
    assert marks(begun) == ["fact", "fact"]


@pytest.mark.parametrize(
    "row",
    [
        ROW,
        "Date,Child,What was seen,What was thought,Child’s words\n" + ROW,
        "child's words\tdate\twhat was seen\twhat was thought\n"
        "He hits me.\t20/11/2026\tBruises.\tFear.",
        ROW.replace(",", ";"),
    ],
    ids=["without_names", "under_names", "tabs_in_another_order", "semicolons"],
)
def test_a_row_of_a_schools_system_is_taken_apart(begun, row):
    told(begun, do="paste", pasted=row)
    items = draft_of(begun)["items"]

    assert {item["standing"] for item in items} == {"fact", "opinion", "child_said"}
    assert {item["seen_on"] for item in items} == {"2026-11-20"}


def test_the_childs_name_of_a_row_is_kept_for_the_record(begun):
    told(begun, do="paste", pasted=ROW)
    assert draft_of(begun)["child"] == {"name": "Zebulon"}


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        (f"{ROW}\n{ROW}", "This holds 2 rows"),
        ("date,what was seen\nyesterday,Bruises.", "The date in this row cannot be read"),
    ],
    ids=["two_rows", "no_day"],
)
def test_a_row_that_cannot_be_read_says_why_and_stays_as_it_was_pasted(begun, pasted, said):
    page = told(begun, pasted=pasted).content.decode()
    assert said in page
    assert pasted.split("\n")[1] in page.replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("typed", "kept", "said"),
    [
        ({"seen": "x" * 8_001}, "x" * 8_001, "8,000 is the most"),
        ({"seen": "Bruises.\u202e on the arm"}, "Bruises. on the arm", "hidden characters"),
        ({"seen": "Bruises.", **NO_SUCH_DAY}, "Bruises.", "must be a real date"),
        ({"seen": "Bruises.", "somebody_else": ["everybody"]}, "Bruises.", "There is a problem"),
    ],
    ids=["far_too_long", "hidden_marks", "no_such_day", "no_such_box"],
)  # fmt: skip
def test_what_cannot_be_taken_comes_back_with_the_text(begun, typed, kept, said):
    page = told(begun, **typed).content.decode()
    assert said in page and kept in page
    assert draft_of(begun)["items"] == []


def test_markup_is_words_and_nothing_else(begun):
    told(begun, do="add", seen="<script>alert(1)</script>{{ 7*7 }}")
    page = begun.get("/worry").content.decode()
    assert "&lt;script&gt;alert(1)" in page and "{{ 7*7 }}" in page


@pytest.mark.parametrize("id", ["text-x", "text-00000000-0000-0000-0000-00000000000G"])
def test_a_made_up_item_is_no_item(begun, id):
    assert told(begun, **{id: "Invented."}).url == "/question"
    assert draft_of(begun)["items"] == []


def test_after_half_an_hour_the_text_just_sent_is_kept_and_the_first_question_asked_again(begun):
    SealedDraft.objects.all().delete()
    answer = told(begun, seen="Bruises on both arms.")

    assert answer.url == "/"
    assert draft_of(begun)["items"][0]["text"] == "Bruises on both arms."
    assert "Your text is kept" in begun.get("/").content.decode()


def test_whoever_begins_afresh_loses_what_was_written_and_nothing_else(begun):
    told(begun, do="add", seen="Bruises.")
    assert "Carry on where you were" in begun.get("/").content.decode()
    begun.post("/", {"do": "afresh"})
    assert not SealedDraft.objects.exists()


def test_no_name_stands_in_an_address_or_a_title(begun):
    told(begun, do="paste", pasted=ROW)
    page = begun.get("/worry").content.decode()
    assert "Zebulon" not in re.search("<title>(.*?)</title>", page, re.S)[1]


class TestSavingForLater:
    """A worry may wait for a decision, on the desk of its own agency."""

    @pytest.fixture
    def ready(self, browser_of, teacher):
        browser = browser_of(teacher)
        browser.post("/", {"wants": "share"})
        browser.post("/danger", {"danger": "no"})
        saved = told(
            browser, do="later", child_said="He hits me.", adult="An uncle.", explained="Slowly."
        )
        assert saved.url == "/save"
        return browser

    def test_it_is_recorded_for_the_agency_with_everything_that_was_told(self, ready, teacher):
        ready.post("/save", {"name": "Zebulon Quillfeather"})
        concern = Concern.objects.get()

        assert [item.text for item in items_of(teacher, concern)] == ["He hits me."]
        assert words_of(teacher, concern).adult == "An uncle."
        assert Entry.objects.filter(kind="worry_recorded", object_id=concern.pk).count() == 1
        assert is_recorded(teacher, str(concern.submission))
        assert not SealedDraft.objects.exists()

    def test_sent_twice_it_is_recorded_once(self, ready):
        sent = {
            "name": "Zebulon",
            "submission": re.search(
                'name="submission" value="(.*?)"', ready.get("/save").content.decode()
            )[1],
        }
        first, second = ready.post("/save", sent), ready.post("/save", sent)
        assert first.url == second.url
        assert Concern.objects.count() == 1

    def test_sent_twice_at_once_it_is_recorded_once(self, ready):
        cookies = dict(ready.cookies)
        ready.post("/save", {"name": "Zebulon"})
        draft = SealedDraft.objects.count()
        ready.cookies.update(cookies)
        ready.post("/save", {"name": "Zebulon"})
        assert (draft, Concern.objects.count()) == (0, 1)

    def test_without_a_name_it_asks_for_one_and_keeps_the_worry(self, ready):
        page = ready.post("/save", {"name": ""}).content.decode()
        assert "Enter the child’s name" in page
        assert not Concern.objects.exists()
        assert draft_of(ready)["items"]

    def test_another_agencys_child_cannot_be_chosen(self, ready, social_worker):
        theirs = record_subject(social_worker, name="Somebody Else")
        page = ready.post("/save", {"known": str(theirs.pk), "name": ""}).content.decode()
        assert "Somebody Else" not in page
        assert not Concern.objects.exists()

    def test_a_child_the_agency_knows_is_not_recorded_again(self, ready, teacher):
        known = record_subject(teacher, name="Zebulon Quillfeather")
        ready.post("/save", {"known": str(known.pk)})
        assert Concern.objects.get().subject == known

    def test_whoever_is_not_signed_in_signs_in_and_keeps_what_was_written(self, begun):
        told(begun, do="later", seen="Bruises.")
        assert begun.get("/save").url.startswith("/sign-in?next=")
        page = begun.post("/save", {"name": "Zebulon"}).content.decode()
        assert "Zebulon" in page
        assert not Concern.objects.exists()

    def test_another_agencys_worry_does_not_exist(self, ready, teacher, social_worker):
        ready.post("/save", {"name": "Zebulon"})
        concern = Concern.objects.get()
        for look in (items_of, words_of):
            with pytest.raises(NotFound):
                look(social_worker, concern)
        with pytest.raises(NotFound):
            concern_for(social_worker, concern.pk)
        assert not is_recorded(social_worker, str(concern.submission))
        assert not is_recorded(teacher, "no id")

    def test_what_was_recorded_cannot_be_edited(self, ready):
        ready.post("/save", {"name": "Zebulon"})
        for rows in (Concern, Item):
            with pytest.raises(DatabaseError), transaction.atomic():
                rows.objects.all().delete()
