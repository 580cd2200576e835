"""What sealing costs: a field written and read, a page of sixty items, and a look-up's keys."""

import os
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any
from uuid import UUID, uuid4

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bench.database import a_database
from bench.report import Report

ITEMS, SUBJECTS, ROUNDS, FIELDS, PAGES = 60, 1_000, 5, 2_000, 200
MOST_FOR_A_PAGE, MOST_FOR_A_FIELD = 2.0, 20.0
TEXT = "Bruises on both arms, seen at registration; he said that he had fallen. " * 14
CHILD = {"given": "Zebulon", "surname": "Quillfeather", "born_on": "2016-03-27"}
AGENCY = uuid4()


def measure() -> Report:
    """Seal and open a kilobyte beside plain ciphers, then pages and look-ups in a database."""
    with a_database():
        rows = [*_fields(), *_pages(), *_look_ups()]
    report = Report("Sealing words: what a field, a page and a look-up cost", rows)
    report.notes += [
        f"A field: {len(TEXT):,} letters, the fastest of {ROUNDS} rounds of {FIELDS:,}; ours is "
        "bound to place, row, agency, subject and version. The peers are the library's own under "
        "one key, bound to nothing: what they leave out is erasing one person.",
        f"A page: {ITEMS} items of one subject. Its limit, {MOST_FOR_A_PAGE:.0f} ms, is for what "
        "follows the two questions.",
        f"A look-up: surname, name and birthday of {SUBJECTS:,} subjects of one agency.",
    ]
    limits = {"decrypted": MOST_FOR_A_PAGE * 1000, "envelope": MOST_FOR_A_FIELD}
    report.outside += [
        f"{row['what']}: {row['p50 µs']:,} µs, limit {limit:,.0f}"
        for row in rows
        for word, limit in limits.items()
        if word in row["what"] and row["p50 µs"] > limit
    ]
    return report


def _fields() -> list[dict[str, Any]]:
    sealing = import_module("sharewell_hub.vault.sealing")
    wrapping = import_module("sharewell_hub.keystore.wrapping")
    above, id, words = os.urandom(32), uuid4(), TEXT.encode()
    key = import_module("sharewell_hub.keystore.queries").OpenKey(
        uuid4(), AGENCY, uuid4(), 1, os.urandom(32)
    )
    wrapped = wrapping.wrap(above, key.opens)
    plain, fernet, nonce = AESGCM(key.opens), Fernet(Fernet.generate_key()), os.urandom(12)
    where = sealing.belonging("t.words", id, key)
    sealed = sealing.sealed(words, key.opens, where)
    gcm, token = plain.encrypt(nonce, words, None), fernet.encrypt(words)

    def unwrapped_and_opened() -> bytes:
        opens = wrapping.unwrap(above, wrapped, of=key.id)
        opened: bytes = sealing.opened(sealed, opens, sealing.belonging("t.words", id, key), id=id)
        return opened

    assert unwrapped_and_opened() == words == fernet.decrypt(token)
    return [
        _fastest("Sharewell, envelope write",
                 lambda: sealing.sealed(words, key.opens, sealing.belonging("t.words", id, key))),
        _fastest("Sharewell, envelope read, key unwrapped each time", unwrapped_and_opened),
        _fastest("AES-GCM alone, write", lambda: plain.encrypt(os.urandom(12), words, None)),
        _fastest("AES-GCM alone, read", lambda: plain.decrypt(nonce, gcm, None)),
        _fastest("Fernet, write", lambda: fernet.encrypt(words)),
        _fastest("Fernet, read", lambda: fernet.decrypt(token)),
    ]  # fmt: skip


def _pages() -> list[dict[str, Any]]:
    sealer = import_module("sharewell_hub.vault.actions").Sealer(agency=AGENCY, subject=uuid4())
    ids = [sealer.seal(TEXT, "t.words") for _ in range(ITEMS)]
    sealer.keep()
    queries = import_module("sharewell_hub.vault.queries")
    content = import_module("sharewell_hub.vault.models").Content
    rows = list(content.objects.filter(pk__in=ids))
    keys = import_module("sharewell_hub.keystore.queries").subject_keys([rows[0].key_id])

    def decrypted() -> None:
        for row in rows:
            queries.open_row(row, keys[row.key_id])

    return [
        _each(f"A page of {ITEMS} encrypted items, decrypted", decrypted, PAGES),
        _each(
            f"A page of {ITEMS} items, with both questions", lambda: queries.open_many(ids), PAGES
        ),
    ]


def _look_ups() -> list[dict[str, Any]]:
    """Open what matching compares under one key, and under a key for each subject."""
    matching = import_module("sharewell_hub.vault.matching")
    actions = import_module("sharewell_hub.vault.actions")
    queries = import_module("sharewell_hub.vault.queries")
    ids: list[UUID] = []
    for subject in (uuid4() for _ in range(SUBJECTS)):
        matching.keep_for_matching(agency=AGENCY, subject=subject, known=CHILD)
        sealer = actions.Sealer(agency=AGENCY, subject=subject)
        ids += [sealer.seal(value, f"t.{name}") for name, value in CHILD.items()]
        sealer.keep()
    assert len(matching.to_compare(AGENCY)) == SUBJECTS
    return [
        _each(f"{SUBJECTS:,} subjects, one key", lambda: matching.to_compare(AGENCY), PAGES),
        _each(f"{SUBJECTS:,} subjects, a key for each", lambda: queries.open_many(ids), PAGES),
    ]


def _fastest(what: str, do: Callable[[], Any]) -> dict[str, Any]:
    """Time many at once, for what is too short to be timed alone."""
    took = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        for _ in range(FIELDS):
            do()
        took.append((time.perf_counter() - started) / FIELDS * 1e6)
    return {"what": what, "p50 µs": round(min(took), 1), "p99 µs": None}


def _each(what: str, do: Callable[[], Any], many: int) -> dict[str, Any]:
    took = []
    for _ in range(many):
        started = time.perf_counter()
        do()
        took.append((time.perf_counter() - started) * 1e6)
    took.sort()
    return {
        "what": what,
        "p50 µs": round(took[many // 2], 1),
        "p99 µs": round(took[int(many * 0.99)], 1),
    }
