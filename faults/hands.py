"""Many hands at the simplest act: one worry after another about a child they know already."""

import json
import os
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import connections
from django.db.utils import Error

from faults.acting import stopped, told
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.concerns import writing
from sharewell_hub.concerns.actions import record_concern
from sharewell_hub.people.actions import Who, record_subject
from sharewell_hub.walls.remembering import remembering
from sharewell_hub.walls.seeing import seen_by

WHO = "teacher"
AT_ONCE = 10
"""Worries in one transaction: so the disk is waited for once and not ten times."""


def note(journal: Path, pace: float) -> None:
    """Record worries until the house's people are told to stop, or until killed.

    Units:   pace is seconds from the beginning of an act to that of the next.
    """
    connections.close_all()
    while not (ready := _ready(journal)):
        if stopped(journal):
            return
    viewer, who = ready
    handle = os.open(journal, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    while not stopped(journal):
        began, drafts = time.monotonic(), [_draft() for _ in range(AT_ONCE)]
        while not (done := _recorded(viewer, drafts, who)):
            if stopped(journal):
                return
        os.write(handle, (json.dumps([("worry_recorded", id) for id in done]) + "\n").encode())
        time.sleep(max(0, began + pace * AT_ONCE - time.monotonic()))


def _ready(journal: Path) -> tuple[Practitioner, Who] | None:
    """Begin a record of a child for these hands alone."""
    try:
        viewer = told().people[WHO]
        with seen_by(viewer.pk):
            subject = record_subject(viewer, name=f"Child {journal.stem}")
    except (Error, OSError):
        _after_a_while()
        return None
    return viewer, Who(known=subject.pk)


def _draft() -> dict[str, Any]:
    item = {"id": str(uuid4()), "standing": "fact", "text": "Came to school without a coat.",
            "seen_on": "", "about_somebody_else": False}  # fmt: skip
    draft = writing.new_draft() | {"submission": str(uuid4()), "items": [item]}
    writing.begin(draft, "share")
    return draft


def _recorded(viewer: Practitioner, drafts: list[dict[str, Any]], who: Who) -> list[str]:
    """Record some worries in one transaction; where nobody said whether it was done, they are sent
    once more."""
    try:
        with remembering(), seen_by(viewer.pk):
            return [str(record_concern(viewer, draft, who=who).pk) for draft in drafts]
    except (Error, OSError):
        _after_a_while()
        return []


def _after_a_while() -> None:
    connections.close_all()
    time.sleep(0.1)
