"""A thousand names planted in every input there is: none is found where no name may be.

The whole service runs, in a home of its own. Afterwards every file of that home is read, those of
the database among them, every row of every table, and everything that came back.
"""

import base64
import json
import re
import zlib
from collections import Counter

import psycopg
import pytest
from django.urls import Resolver404, resolve

from journeys.taking_in import Account
from journeys.town import town
from journeys.wandering import MARK, Wanderer, a_name, planted
from sharewell_hub.demo.borough import OPENS_EVERY_ACCOUNT, people
from sharewell_hub.disclosures.tests.conftest import HARM
from sharewell_hub.look.doors import every_way

pytestmark = pytest.mark.slow
MULTIPART = "multipart/form-data; boundary=edge"
NAMES = 1_000
PEOPLE = [
    "teacher", "social_worker", "safeguarding_lead", "school_lio", "partnership_manager",
    "account_keeper",
]  # fmt: skip
OF_A_KIND, MOST_KINDS = 2, 2 / 3
"""How many pages of one kind each visitor opens; how many of all kinds are met at least."""
NOT_SENT = ("/sign-out", "/sign-in/open/")
"""Forms that would end the visit."""

STAND_IN_CLEAR = {
    "/directory/": "the directory, which the whole partnership reads",
    "/agreements": "agreements between agencies, which name nobody",
    "/sign-in/safety/keys": "what somebody calls their own key",
}
"""Forms whose words stand in clear, and why; each is about a service or a member of staff."""

PUT = {key: str(value) for key, value in HARM.items() if not isinstance(value, bool)} | {
    "request_based": "no", "recipient_is_alleged_abuser": "no", "wants": "share", "danger": "no",
    "decided": "share", "urgent": "on", "do": "go", "pasted": "", "step": "send", "known": "",
}  # fmt: skip


def needles():
    """Give the mark in every form in which a file or a column could hold it."""
    mark = MARK.encode()
    for said in (mark, mark.upper(), mark.lower()):
        yield from (said, said.hex().encode(), said.decode().encode("utf-16-le"))
        for cut in range(3):
            whole = len(said[cut:]) // 3 * 3
            yield base64.b64encode(said[cut : cut + whole])


A_NAME = re.compile(MARK + r"\d+", re.IGNORECASE)
FORMS = {
    "as_it_is": bytes,
    "in_small_letters": bytes.lower,
    "in_capitals": bytes.upper,
    "in_hex": lambda said: said.hex().encode(),
    "in_base64": base64.b64encode,
    "in_base64_one_further": lambda said: base64.b64encode(b"." + said),
    "in_base64_two_further": lambda said: base64.b64encode(b".." + said),
    "in_two_bytes_a_letter": lambda said: said.decode().encode("utf-16-le"),
}
NEEDLES = re.compile(b"|".join(re.escape(each) for each in dict.fromkeys(needles())))


def signed_in(place, account):
    visitor = Wanderer(place.address)
    (form, *_) = visitor.open("/sign-in?next=/desk").read.forms
    visitor.send(
        form, "/sign-in?next=/desk", {"login": account.email, "password": account.password}
    )
    assert "Sign out" in visitor.open("/desk").page
    return visitor


def tells_a_story(visitor):
    """Begin with nothing and go on as far as the forms lead: told, asked, decided, shared."""
    answer = visitor.open("/")
    for _ in range(25):
        forms = [one for one in answer.read.forms if not one.action.startswith(NOT_SENT)]
        posts = [one for one in forms if one.method == "post"]
        if not posts or answer.path.startswith("/disclosures/"):
            break
        answer = visitor.send(posts[0], answer.path, PUT)
    return answer


def wanders(visitor):
    """Open what can be reached, send every form that is met, and put a name into every address."""
    seen, kinds, ahead = set(), Counter(), [way.path for way in every_way() if "<" not in way.path]
    while ahead:
        path = re.split("[?#]", ahead.pop(0).removeprefix(visitor.address))[0]
        kind = kind_of(path)
        if path in seen or path.startswith(NOT_SENT) or not kind or kinds[kind] == OF_A_KIND:
            continue
        seen.add(path)
        kinds[kind] += 1
        answer = visitor.open(path)
        ahead += answer.read.links
        for form in answer.read.forms:
            if not form.action.startswith(NOT_SENT) and not stands_in_clear(path, form):
                came = visitor.send(form, path, {"login": "nobody@nowhere.example"})
                ahead += [came.path, *came.read.links]
        visitor.open(f"{path}?{a_name()}={a_name()}&reference={a_name()}")
        visitor.open(f"{path.rstrip('/')}/{a_name()}")


def kind_of(path):
    """Give the address that a path is one of, and nothing for one that is none."""
    try:
        return f"/{resolve(path).route}"
    except Resolver404:
        return ""


def stands_in_clear(path, form):
    return any((form.action or path).startswith(each) for each in STAND_IN_CLEAR)


def sends_nonsense(visitor):
    """Plant names where no form has a box: in headers, cookies, file names, JSON and references."""
    for path in ("/worry", "/decide", "/desk", "/nowhere", "/log/entries/x"):
        told = {name: a_name() for name in ("User-Agent", "Referer", "X-Forwarded-For", "Accept")}
        visitor.ask("GET", path, headers={**told, "Accept-Language": a_name()})
        visitor.ask("GET", path, headers={"Cookie": f"sessionid={a_name()}; draft={a_name()}"})
        body = json.dumps({"name": a_name(), a_name(): [a_name()]}).encode()
        visitor.ask("POST", path, body, {"Content-Type": "application/json"})
        name, held = a_name(), a_name()
        part = f'--edge\r\nContent-Disposition: form-data; name="f"; filename="{name}.csv"\r\n'
        whole = f"{part}Content-Type: text/csv\r\n\r\n={held},1\r\n--edge--\r\n".encode()
        visitor.ask("POST", path, whole, {"Content-Type": MULTIPART})
    for begun in ("received", "letters", "decisions", "people", "exports", "disclosures"):
        visitor.open(f"/{begun}/{a_name()}")


def broken(place, visitor):
    """Take a table away, so that whoever tells of a worry meets a page that failed."""
    with connected(place, "sharewell") as server:
        server.execute("alter table concerns_concern rename to mislaid")
        try:
            answers = [visitor.open(f"/desk?child={a_name()}"), tells_a_story(visitor)]
        finally:
            server.execute("alter table mislaid rename to concerns_concern")
    return answers


def connected(place, database):
    socket = next(place.home.glob("socket"), None)
    return psycopg.connect(host=str(socket), user="postgres", dbname=database, autocommit=True)


def rows_of_every_table(place):
    """Give every row of every table of every database, as text; a session also opened."""
    with connected(place, "postgres") as server:
        names = server.execute("select datname from pg_database where datallowconn").fetchall()
    for (name,) in names:
        with connected(place, name) as server:
            tables = server.execute(
                "select oid::regclass::text from pg_class where relkind in ('r', 'p', 'm')"
            ).fetchall()
            for (table,) in tables:
                for (row,) in server.execute(f"select t::text from {table} t"):
                    yield f"{name}.{table}", row.encode()
            if name == "sharewell":
                for (held,) in server.execute("select session_data from django_session"):
                    yield "an opened session", opened(held)


def opened(held):
    said, packed = held.partition(":")[0], held.startswith(".")
    said = base64.urlsafe_b64decode(said.lstrip(".") + "===")
    return zlib.decompress(said) if packed else said


def files(place):
    for path in place.home.rglob("*"):
        if path.is_file():
            yield str(path.relative_to(place.home)), path.read_bytes()


@pytest.fixture(scope="module")
def planted_town():
    """Give a town in which a thousand names were planted, and everything that came back."""
    known = people()
    accounts = [Account(known[key].email, OPENS_EVERY_ACCOUNT) for key in PEOPLE]
    with town() as place:
        visitors = [signed_in(place, each) for each in accounts]
        stories = [tells_a_story(visitors[0]) for _ in range(4)]
        for visitor in visitors:
            wanders(visitor)
            sends_nonsense(visitor)
        while planted() < NAMES:
            tells_a_story(Wanderer(place.address))
            sends_nonsense(Wanderer(place.address))
        visitors.append(signed_in(place, accounts[0]))
        failed = broken(place, visitors[-1])
        with connected(place, "sharewell") as server:
            server.execute("checkpoint")
        yield place, visitors, stories, failed


def test_the_names_were_taken_in(planted_town):
    _place, visitors, stories, failed = planted_town
    assert planted() >= NAMES
    assert [one.path for one in stories if "/disclosures/" not in one.path] == []
    assert {one.status for one in failed} == {500}
    met = {one.status for visitor in visitors for one in visitor.came}
    assert {200, 302, 403, 404} <= met
    reached = {kind_of(one.path.partition("?")[0]) for visitor in visitors for one in visitor.came}
    assert len(reached) > MOST_KINDS * len([*every_way()])
    assert any(MARK in one.page for one in visitors[0].came), "whoever may see it sees it"


@pytest.mark.parametrize("form", FORMS)
def test_the_search_would_find_a_name_in_every_form(form):
    said = f"about {MARK}00001, who".encode()
    assert NEEDLES.search(FORMS[form](said))
    assert not NEEDLES.search(FORMS[form](b"about somebody else"))


def test_no_name_stands_in_any_file_of_the_service(planted_town):
    place = planted_town[0]
    read = {name: held for name, held in files(place)}
    for kind in ("pg_wal/", "base/", "demo.log", "demo-letters/", "log/"):
        assert any(kind in name for name in read), f"{kind} was looked at"
    assert {name for name, held in read.items() if NEEDLES.search(held)} == set()


def test_no_name_stands_in_any_row(planted_town):
    found = {where for where, row in rows_of_every_table(planted_town[0]) if NEEDLES.search(row)}
    assert found == set()


def test_no_name_stands_in_an_address_a_header_a_title_or_an_error(planted_town):
    wrong = set()
    for visitor in planted_town[1]:
        for one in visitor.came:
            shown = [one.headers, one.read.title]
            shown += [one.page] if one.status in (400, 404, 500) else []
            names = {name for each in shown for name in A_NAME.findall(each)}
            if [name for name in names if name not in one.path]:
                wrong.add((one.status, A_NAME.sub("NAME", one.path)))
    assert wrong == set(), "more came back than stood in the address that was asked for"


def test_last_of_all_a_row_in_clear_is_found_in_its_table_and_on_the_disk(planted_town):
    place = planted_town[0]
    with connected(place, "sharewell") as server:
        server.execute(f"create table mislaid as select '{MARK}'::bytea as said")
    found = {where for where, row in rows_of_every_table(place) if NEEDLES.search(row)}
    assert found == {"sharewell.mislaid"}
    assert any("pg_wal/" in name for name, held in files(place) if NEEDLES.search(held))
