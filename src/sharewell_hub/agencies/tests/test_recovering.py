"""The account administrator: lets colleagues in and out, and reads nothing of theirs."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache

from journeys.cast import PASSWORD, person
from sharewell_hub.agencies.models import Practitioner, Recovery
from sharewell_hub.agencies.strength import AT, has_second_step
from sharewell_hub.logbook.models import Entry
from sharewell_hub.look.doors import every_way
from sharewell_hub.look.inspecting import LookingClient
from sharewell_hub.outbox.models import Letter

NEW = "nine herons by the weir"


@pytest.fixture(autouse=True)
def nothing_counted_yet():
    cache.clear()


@pytest.fixture
def keeper(db):
    return person("Nell", "Harbury", "oak-school", "account_administrator")


@pytest.fixture
def halves(browser_of, keeper, teacher):
    """Both halves of a code: what the keeper reads out, and what the letter says."""
    page = browser_of(keeper).post(f"/accounts/{teacher.pk}/recover").content.decode()
    told = re.search(r'class="sw-said">([A-Z0-9-]{9})<', page)[1]
    return told, Letter.objects.get(kind="recovery").reference


def recover(teacher, told, sent, **more):
    said = {"email": teacher.email, "told": told, "sent": sent, "password": NEW, **more}
    return LookingClient().post("/sign-in/recover", said)


def test_both_halves_open_the_account_with_a_new_password_and_end_the_old(
    browser_of, teacher, halves
):
    old = browser_of(teacher)
    answer = recover(teacher, halves[0].lower().replace("-", " "), halves[1])
    assert answer.headers["Location"] == "/sign-in"

    assert old.get("/directory").status_code == 302
    fresh = LookingClient()
    fresh.post("/sign-in", {"login": teacher.email, "password": NEW})
    assert fresh.get("/directory").status_code == 200
    kinds = list(Entry.objects.values_list("kind", flat=True))
    assert (kinds.count("recovery_opened"), kinds.count("recovered")) == (1, 1)


@pytest.mark.parametrize("place", [0, 1], ids=["without_the_letter", "without_the_telephone"])
def test_one_half_opens_nothing(teacher, halves, place):
    guessed = list(halves)
    guessed[place] = "BCDF-GHJK"

    assert recover(teacher, *guessed).status_code == 422
    assert recover(teacher, halves[1], halves[0]).status_code == 422
    teacher.refresh_from_db()
    assert teacher.check_password(PASSWORD)


def test_five_wrong_tries_close_it_and_it_works_once(teacher, halves):
    for _ in range(5):
        recover(teacher, "BCDF-GHJK", halves[1])
    assert recover(teacher, *halves).status_code == 422


def test_it_works_once_and_for_an_hour(teacher, halves):
    Recovery.objects.update(opened_at=Recovery.objects.get().opened_at.replace(year=2020))
    assert recover(teacher, *halves).status_code == 422


def test_it_works_once(teacher, halves):
    assert recover(teacher, *halves).status_code == 302
    assert recover(teacher, *halves, password="another one of length").status_code == 422


def test_an_address_that_nobody_has_gets_the_same_answer(teacher, gp, halves):
    def told(answer):
        return re.findall(r"govuk-error-summary__body.*?</div>", answer.content.decode(), re.DOTALL)

    wrong = recover(teacher, "BCDF-GHJK", halves[1])
    assert told(wrong) == told(recover(gp, *halves))
    assert told(wrong) == told(recover(gp, *halves, email="no.body@x.example"))
    assert recover(gp, *halves, email="\x00").status_code == 200


def test_the_keeper_knows_one_half_and_the_database_neither(keeper, halves, browser_of):
    told, sent = halves
    kept = Recovery.objects.get()
    assert told not in kept.code
    assert sent not in kept.code
    own = browser_of(keeper)
    assert sent not in own.get("/accounts").content.decode()
    Letter.objects.update(state="failed")
    both = person("Olu", "Bede", "oak-school", "account_administrator", "headteacher")
    assert sent not in browser_of(both).get("/letters").content.decode()


def test_a_lost_second_step_is_taken_away_only_when_the_keeper_said_so(
    browser_of, keeper, teacher, halves
):
    TOTP.activate(teacher, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    recover(teacher, *halves)
    assert has_second_step(teacher)

    page = browser_of(keeper).post(f"/accounts/{teacher.pk}/recover", {"drops_second_step": "on"})
    told = re.search(r'class="sw-said">([A-Z0-9-]{9})<', page.content.decode())[1]
    sent = Letter.objects.filter(kind="recovery").latest("written_at").reference
    recover(teacher, told, sent)
    assert not has_second_step(teacher)


def test_a_keeper_closes_opens_and_signs_out_and_each_is_logged_with_who(
    browser_of, keeper, teacher
):
    own = browser_of(keeper)
    for way in ("sign-out", "close", "open"):
        assert own.post(f"/accounts/{teacher.pk}/{way}").status_code == 302
    assert "Open" in own.get(f"/accounts/{teacher.pk}").content.decode()
    wanted = {"signed_out_everywhere", "account_closed", "account_opened"}
    assert wanted <= set(Entry.objects.values_list("kind", flat=True))


def test_a_keeper_does_nothing_to_another_agency_or_to_themselves(browser_of, keeper, gp):
    own = browser_of(keeper)

    assert own.get(f"/accounts/{gp.pk}").status_code == 404
    for way in ("sign-out", "close", "open", "recover"):
        assert own.post(f"/accounts/{gp.pk}/{way}").status_code == 404
        assert own.post(f"/accounts/{keeper.pk}/{way}").status_code == 403
    assert Practitioner.objects.get(pk=gp.pk).is_active


def test_a_keeper_shows_again_who_they_are_before_changing_an_account(browser_of, keeper, teacher):
    own = browser_of(keeper)
    own.get("/accounts")
    session = own.session
    session[AT] -= 11 * 60
    session.save()

    page = own.post(f"/accounts/{teacher.pk}/close").content.decode()

    assert "change somebody’s account" in page
    assert Practitioner.objects.get(pk=teacher.pk).is_active


def test_a_keeper_of_accounts_opens_no_page_with_records(browser_of, keeper):
    own = browser_of(keeper)
    ids = {
        "uuid:id": str(keeper.pk),
        "uuid:letter_id": str(keeper.pk),
        "str:reference": "7KQD-3WXM",
    }
    ids |= {"slug:pack": "bromley_2017"}
    opened = []
    for way in every_way():
        if way.door.kind == "signed_in":
            path = re.sub(r"<([^>]+)>", lambda found: ids[found[1]], way.path)
            answers = {own.get(path).status_code, own.post(path).status_code}
            opened += [] if answers == {403} else [(path, answers)]

    assert opened == []
    assert own.get("/directory").status_code == 200
    assert (
        LookingClient()
        .post("/sign-in", {"login": keeper.email, "password": PASSWORD})
        .headers["Location"]
        == "/accounts"
    )
