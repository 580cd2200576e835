"""Marshland: an invented vocabulary, protocol and stack, so that no test leans on a real text."""

from datetime import date
from functools import cache
from pathlib import Path
from shutil import copytree

from sharewell.packs import Library, load_library
from sharewell.packs.pack import Stack

MARSH = Path(__file__).parent / "marsh"
TODAY = date(2026, 11, 22)


@cache
def marshland() -> Library:
    """Marshland's own library."""
    return load_library(shipped=MARSH)


@cache
def marsh_stack() -> Stack:
    """Marshland's protocol alone, as it stands today."""
    return marshland().stack("marsh_2020", TODAY)


def written_anew(folder: Path, *changes: tuple[str, str], file: str = "pack.toml") -> Path:
    """Copy Marshland to a folder, with some words of its pack exchanged for others."""
    copy = folder / "marsh"
    if not copy.exists():
        copytree(MARSH, copy)
    if not changes:
        return copy
    path = copy / "protocols" / "marsh_2020" / file if file != "facts.toml" else copy / file
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, f"{old!r} does not stand in {file}"
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    return copy


def local_pack(folder: Path, body: str, id: str = "reeds", joins: str = '["marsh_2020"]') -> Path:
    """Write a partnership's own pack, which stands on top of Marshland's stack."""
    (folder / id).mkdir(parents=True)
    about = f"""
[pack]
id = "{id}"
title = "The Reeds partnership"
short = "the Reeds"
edition = "1"
publisher = "The Reeds"
kind = "local"
jurisdictions = ["england"]
status = "in_force"
joins = {joins}
[[sources]]
id = "{id}"
title = "The Reeds partnership"
place = "invented for these tests"
seen = "text"
"""
    (folder / id / "pack.toml").write_text(about + body, encoding="utf-8")
    return folder
