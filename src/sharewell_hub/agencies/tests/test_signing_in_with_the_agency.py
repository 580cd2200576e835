"""Sign-in at one's agency, through a provider that is really there; and every way to cheat."""

import time
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.hazmat.primitives.asymmetric import rsa
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache

from sharewell.terms.errors import StartRefused
from sharewell_hub.agencies import providers as reading
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.agencies.settling import every_setting_holds
from sharewell_hub.agencies.strength import AT, BY
from sharewell_hub.agencies.tests.provider import provider
from sharewell_hub.look.inspecting import LookingClient

WAY = "/sign-in/with/oak-school"


@pytest.fixture(scope="module")
def running():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        with provider() as one:
            yield one


@pytest.fixture
def school(running, settings, tmp_path, monkeypatch):
    """Oak School's provider, agreed with this service, telling the truth."""
    cache.clear()
    running.tamper, running.sign, running.issuer = lambda said: said, None, ""
    monkeypatch.setenv("OAK_SECRET", "not a real one")
    file = tmp_path / "providers.toml"
    file.write_text(
        f'[oak-school]\nname = "Oak School"\nissuer = "{running.address}"\n'
        'client_id = "sharewell"\n'
        'client_secret_env = "OAK_SECRET"\nsecond_step = ["mfa", "otp"]\n'
    )
    settings.SIGN_IN_PROVIDERS = file
    return running


def asked(browser, **query):
    answer = browser.get(WAY, query)
    assert answer.status_code == 302, answer.content
    return answer.headers["Location"]


def come_back(browser, address):
    parts = urlsplit(address)
    return browser.get(f"{parts.path}?{parts.query}")


def signs_in(school, person, browser=None, **claims):
    """Go the whole way: to the provider, in there, and back."""
    browser = browser or LookingClient()
    school.knows(person.email, **{"auth_time": int(time.time()), **claims})
    address = asked(browser, next="/directory")
    return browser, come_back(browser, school.signs_in(address, person.email))


def is_in(browser):
    return SESSION_KEY in browser.session


def test_a_teacher_signs_in_at_her_school_and_comes_back(client, school, teacher):
    page = client.get("/sign-in?next=/directory").content.decode()
    assert f'href="{WAY}?next=%2Fdirectory"' in page

    browser, answer = signs_in(school, teacher)

    assert answer.headers["Location"] == "/directory"
    assert teacher.name in browser.get("/directory").content.decode()
    assert teacher.email not in str(browser.session.items())


def test_we_ask_with_a_nonce_a_proof_of_the_asker_and_for_a_fresh_sign_in(client, school, teacher):
    said = parse_qs(urlsplit(asked(client)).query)

    assert {"nonce", "state", "code_challenge"} <= set(said)
    assert said["code_challenge_method"] == ["S256"]
    assert said["max_age"] == ["600"]
    assert said["response_type"] == ["code"]
    again = parse_qs(urlsplit(asked(client, again="yes")).query)
    assert again["prompt"] == ["login"]
    assert again["nonce"] != said["nonce"]


@pytest.mark.parametrize(
    ("claims", "method"),
    [
        ({"amr": ["pwd", "mfa"]}, "agency_second_step"),
        ({"acr": "otp"}, "agency_second_step"),
        ({"amr": ["pwd"]}, "agency"),
        ({"amr": "mfa"}, "agency"),
        ({}, "agency"),
    ],
)
def test_a_second_step_there_is_one_here_where_the_provider_says_so(
    school, teacher, claims, method
):
    browser, _ = signs_in(school, teacher, **claims)

    assert browser.session[BY] == method
    assert abs(browser.session[AT] - time.time()) < 60


def test_without_a_time_of_sign_in_it_is_no_step_up(school, teacher):
    school.tamper = lambda said: {key: it for key, it in said.items() if key != "auth_time"}
    browser, _ = signs_in(school, teacher)

    assert is_in(browser)
    assert not browser.session[AT]


def test_somebody_with_an_app_here_is_asked_for_its_code_too(school, teacher):
    TOTP.activate(teacher, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    browser, answer = signs_in(school, teacher)

    assert answer.headers["Location"] == "/sign-in/code"
    assert not is_in(browser)


def forged(said, pem, id):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return jwt.encode(said, key, "RS256", headers={"kid": id})


LIES = {
    "another_issuer": lambda said: said | {"iss": "https://evil.example"},
    "for_another_service": lambda said: said | {"aud": "another"},
    "for_several_by_another": lambda said: said | {"aud": ["sharewell", "x"], "azp": "x"},
    "a_replayed_nonce": lambda said: said | {"nonce": "of-yesterday"},
    "no_nonce": lambda said: {key: it for key, it in said.items() if key != "nonce"},
    "run_out": lambda said: said | {"exp": int(time.time()) - 3600},
    "not_verified": lambda said: said | {"email_verified": False},
    "verified_in_words": lambda said: said | {"email_verified": "true"},
    "no_word_on_verified": lambda said: {
        key: it for key, it in said.items() if key != "email_verified"
    },
    "nobodys_address": lambda said: said | {"email": "no.body@oak-school.marlingford.example"},
    "no_address": lambda said: {key: it for key, it in said.items() if key != "email"},
    "signed_in_yesterday": lambda said: said | {"auth_time": int(time.time()) - 86400},
    "a_strange_time": lambda said: said | {"auth_time": "soon"},
}
FORGED = {
    "alg_none": lambda said, pem, id: jwt.encode(said, None, "none", headers={"kid": id}),
    "alg_none_without_a_key": lambda said, pem, id: jwt.encode(said, None, "none"),
    "signed_with_the_shared_secret": lambda said, pem, id: jwt.encode(
        said, "not a real one".ljust(32), "HS256", headers={"kid": id}
    ),
    "signed_by_another": forged,
    "another_key": lambda said, pem, id: jwt.encode(said, pem, "RS256", headers={"kid": "x"}),
    "no_token": lambda said, pem, id: "",
    "not_a_token": lambda said, pem, id: "a.b",
}


@pytest.mark.parametrize("lie", LIES)
def test_a_token_that_lies_lets_nobody_in(school, teacher, lie):
    school.tamper = LIES[lie]
    browser, answer = signs_in(school, teacher)

    assert answer.status_code == 403
    assert "You were not signed in" in answer.content.decode()
    assert not is_in(browser)


@pytest.mark.parametrize("way", FORGED)
def test_a_token_that_is_not_signed_by_the_provider_lets_nobody_in(school, teacher, way):
    school.sign = FORGED[way]
    browser, answer = signs_in(school, teacher)

    assert answer.status_code == 403
    assert not is_in(browser)


def test_one_schools_provider_opens_no_account_of_another_agency(school, gp, teacher):
    browser, answer = signs_in(school, gp)

    assert answer.status_code == 403
    assert not is_in(browser)
    assert Practitioner.objects.count() == 2


def test_an_answer_that_nobody_asked_for_or_that_came_before_lets_nobody_in(school, teacher):
    browser = LookingClient()
    school.knows(teacher.email)
    back = school.signs_in(asked(browser), teacher.email)

    assert come_back(LookingClient(), back).status_code == 403
    assert come_back(browser, back).status_code == 302
    thief = LookingClient()
    asked(thief)
    assert come_back(thief, back).status_code == 403
    assert come_back(browser, back).status_code == 403


def test_a_provider_that_calls_itself_another_is_not_asked(client, school, teacher):
    school.issuer = "https://evil.example"

    assert client.get(WAY).status_code == 403


def test_a_provider_that_does_not_answer_is_said_plainly(client, settings, tmp_path, db):
    file = tmp_path / "providers.toml"
    file.write_text(
        '[oak-school]\nissuer = "http://localhost:9"\nclient_id = "x"\nclient_secret_env = "NO"\n'
    )
    settings.SIGN_IN_PROVIDERS = file

    assert client.get(WAY).status_code == 403
    assert client.get("/sign-in/with/another").status_code == 404
    assert client.get("/sign-in/with/another/done").status_code == 404


@pytest.mark.parametrize("next", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_it_never_leads_to_somebody_elses_page(client, school, teacher, next):
    school.knows(teacher.email)
    back = school.signs_in(asked(client, next=next), teacher.email)

    assert come_back(client, back).headers["Location"] == "/desk"


def test_a_closed_account_stays_closed(school, teacher):
    Practitioner.objects.update(is_active=False)
    browser, answer = signs_in(school, teacher)

    assert answer.headers["Location"] == "/sign-in/inactive"
    assert not is_in(browser)


def test_refusing_at_the_provider_leads_back_to_a_plain_page(client, school, teacher):
    state = parse_qs(urlsplit(asked(client)).query)["state"][0]

    assert client.get(f"{WAY}/done", {"state": state, "error": "access_denied"}).status_code == 403


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("not toml at all", "cannot be read"),
        ("oak-school = 1", "must have"),
        ('[x]\nissuer = "https://a.example"', "must have"),
        ('[x]\nissuer = "http://a.example"\nclient_id = "y"', "https"),
        ('[x]\nissuer = "https://a.example"\nclient_id = "y"\nclient_secret = "z"', "must have"),
        ('[x]\nissuer = "https://a.example"\nclient_id = "y"', "owner alone"),
    ],
    ids=["not_toml", "no_table", "no_client", "no_https", "secret_in_the_file", "no_secret"],
)
def test_a_file_that_cannot_be_used_stops_the_start(settings, tmp_path, written, why):
    file = tmp_path / "providers.toml"
    file.write_text(written)
    settings.SIGN_IN_PROVIDERS = file

    with pytest.raises(StartRefused, match=why):
        reading.providers()
    assert [fault.id for fault in every_setting_holds(None)] == ["agencies.E002"]


def test_a_secret_in_a_file_is_read_when_its_owner_alone_may(settings, tmp_path):
    secret, file = tmp_path / "secret", tmp_path / "providers.toml"
    secret.write_text("hush\n")
    file.write_text(
        f'[x]\nissuer = "https://a.example"\nclient_id = "y"\nclient_secret_file = "{secret}"'
    )
    settings.SIGN_IN_PROVIDERS = file
    secret.chmod(0o644)
    with pytest.raises(StartRefused):
        reading.providers()
    secret.chmod(0o600)

    assert reading.providers()["x"].secret == "hush"


def test_a_setting_out_of_bounds_stops_the_start(settings):
    settings.STEP_UP_MINUTES = 60

    assert [fault.id for fault in every_setting_holds(None)] == ["agencies.E001"]


def test_no_way_through_the_agency_is_offered_where_there_is_none(client, db):
    assert "agency’s own sign-in" not in client.get("/sign-in").content.decode()
