"""Every table that holds something of a person is declared by its room, once."""

from collections import Counter

from django.apps import apps
from django.conf import settings
from django.db import router

from sharewell_hub.people.models import Subject
from sharewell_hub.retention.gathering import about_people, declared


def holds_something_of_a_person(model):
    fields = model._meta.local_fields
    about = any(field.is_relation and field.related_model is Subject for field in fields)
    return about or model is Subject or any(field.name.endswith("_content") for field in fields)


def test_a_table_that_holds_something_of_a_person_says_how_long():
    tables = {
        model._meta.db_table
        for model in apps.get_models()
        if model._meta.app_label in settings.ROOMS
        and router.allow_migrate_model("default", model)
        and holds_something_of_a_person(model)
    }
    said = {table for each in declared() for table in each.tables}
    excused = {"retention_period"}  # why an agency keeps something for ever, and nobody's record
    assert tables - said - excused == set(), "declare it in the room's retention.py"


def test_nothing_is_declared_twice_and_every_kind_is_a_code():
    tables = Counter(table for each in declared() for table in each.tables)
    kinds = Counter(each.kind for each in declared())
    assert [*tables.values(), *kinds.values()] == [1] * (len(tables) + len(kinds))
    assert all(len(kind) <= 16 and kind.isidentifier() for kind in kinds)
    assert {"person", "worry", "agreement", "decision", "sent", "received"} <= set(about_people())
