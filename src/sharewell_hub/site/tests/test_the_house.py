"""The house: rooms in order, small pieces, a door for every address, a log line for every act."""

import ast
import inspect
import re
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from sharewell_hub.look.doors import every_way
from sharewell_hub.site.endpoints import LISTED_IN, endpoints
from sharewell_hub.site.home import PROJECT
from sharewell_hub.site.settings.gathering import HUB, furnished

SOURCE = PROJECT / "src"
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_TEMPLATE = 300, 40, 80
FORBIDDEN = {"utils", "helpers", "common", "services", "managers", "signals"}
HOLDS_NOTHING_ABOUT_PEOPLE_BY_NAME = {
    "look",
    "keystore",
    "vault",
    "drafts",
    "logbook",
    "custody",
    "outbox",
}
LOGGED_BY_THE_ROOM_THAT_ORDERS_IT = {"look", "keystore", "vault", "drafts", "logbook"}

MODULES = sorted(
    path
    for top in ("src", "journeys", "bench")
    for path in (PROJECT / top).rglob("*.py")
    if "migrations" not in path.parts
)
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))


def said(path):
    return str(path.relative_to(PROJECT))


def public_functions(room, piece):
    if not furnished(room, piece):
        return []
    module = import_module(f"sharewell_hub.{room}.{piece}")
    return [
        function
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    ]


@pytest.mark.parametrize("model", apps.get_models(), ids=str)
def test_a_table_points_only_to_earlier_rooms(model):
    room = model._meta.app_label
    if room not in settings.ROOMS:
        return
    later = settings.ROOMS[settings.ROOMS.index(room) + 1 :]
    ahead = {
        field.related_model._meta.app_label
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model
    } & set(later)
    assert not ahead, f"{model.__name__} in {room} looks ahead to {ahead}"


def test_no_migration_is_missing(committed_db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("path", MODULES, ids=said)
def test_a_file_and_its_functions_are_short(path):
    text = path.read_text()
    assert text.count("\n") <= LONGEST_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = node.end_lineno - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{node.name} has {length} lines"


@pytest.mark.parametrize("path", TEMPLATES, ids=said)
def test_a_page_is_short(path):
    text = path.read_text()
    assert text.count("\n") <= (LONGEST_TEMPLATE if "{% extends" in text else LONGEST_FILE)


@pytest.mark.parametrize("path", MODULES, ids=said)
def test_no_module_is_a_drawer_for_everything(path):
    names = {path.stem, *path.relative_to(PROJECT).parts[:-1]}
    assert not names & FORBIDDEN


@pytest.mark.parametrize("room", settings.ROOMS)
def test_a_room_says_in_one_sentence_what_it_is_for(room):
    tree = ast.parse((HUB / room / "__init__.py").read_text())
    sentence = ast.get_docstring(tree)
    assert sentence and sentence.endswith(".") and "\n" not in sentence
    assert len(tree.body) == 1, "an __init__ holds the sentence and nothing else"


@pytest.mark.parametrize("room", settings.ROOMS)
def test_a_query_asks_first_who_is_looking(room):
    if room in HOLDS_NOTHING_ABOUT_PEOPLE_BY_NAME:
        return
    for query in public_functions(room, "queries"):
        first = next(iter(inspect.signature(query).parameters), "")
        assert first == "viewer", f"{room}.queries.{query.__name__} begins with {first!r}"


@pytest.mark.parametrize("room", settings.ROOMS)
def test_an_act_is_logged_in_its_own_transaction(room):
    if room in LOGGED_BY_THE_ROOM_THAT_ORDERS_IT:
        return
    for act in public_functions(room, "actions"):
        source = inspect.getsource(act)
        assert "transaction.atomic" in source, f"{room}.actions.{act.__name__} is not atomic"
        assert re.search(r"\blog\(", source), f"{room}.actions.{act.__name__} is not logged"


def test_every_room_stands_in_the_layers_contract_in_its_order():
    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["importlinter"]
    (hub,) = [each for each in contracts["contracts"] if each["name"].startswith("Hub rooms")]
    layers = [layer.strip("()").removeprefix("sharewell_hub.") for layer in hub["layers"]]
    assert layers == ["site", *reversed(settings.ROOMS)]


def test_every_folder_of_the_hub_is_a_room():
    folders = {path.parent.name for path in HUB.glob("*/__init__.py")}
    assert folders == {*settings.ROOMS, "site"}


def test_every_room_of_the_library_stands_in_a_contract():
    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["importlinter"]
    (library,) = [e for e in contracts["contracts"] if e["name"].startswith("Library rooms")]
    named = set(re.findall(r"sharewell\.(\w+)", " ".join(library["layers"])))
    rooms = {path.parent.name for path in (SOURCE / "sharewell").glob("*/__init__.py")}
    assert rooms | {"cli"} == named


def test_every_address_declares_its_door():
    assert [way.path for way in every_way() if way.door is None] == []


def test_the_list_of_addresses_is_complete():
    assert LISTED_IN.read_text() == endpoints(), "look at what changed, then run ./run fmt"


@pytest.mark.parametrize(
    "words",
    [r"/home/", r"/root/", r"\bissue #?\d", r"index-url", r"find-links"],
)
def test_nothing_public_speaks_of_the_machine_it_was_made_on(words):
    here = Path(__file__)
    kinds = {".py", ".md", ".toml", ".html", ".txt", ".lock", ".in", ".css", ".js"}
    found = [
        said(path)
        for top in ("src", "docs", "journeys", "bench", "requirements", "changelog.d", ".ci")
        for path in (PROJECT / top).rglob("*")
        if path.suffix in kinds and path != here and re.search(words, path.read_text())
    ]
    assert found == []
