"""Reads and checks packs: protocols as data, each rule with its paragraph."""

from sharewell.packs.library import Library, load_library

__all__ = ["Library", "load_library"]
