"""Runs one process beside the pages, named as room.piece: its module's `run`."""

import sys
from importlib import import_module

import django

if __name__ == "__main__":
    django.setup()
    import_module(f"sharewell_hub.{sys.argv[1]}").run()
