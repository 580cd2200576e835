"""Runs one process of the service, for as long as the one that started it lives."""

import os
import signal
import sys
import threading
from importlib import import_module

import django
from gunicorn.app.wsgiapp import run as serve_pages

GIVES_WAY = 5
"""How far whatever works behind the pages gives way to them."""


def end_with_the_starter() -> None:
    """Wait until standard input closes, as it does even when the one at its other end is killed."""
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def run(name: str) -> None:
    """Run the pages, or a room's piece named as room.piece."""
    threading.Thread(target=end_with_the_starter, daemon=True).start()
    if name == "pages":
        serve_pages()
    else:
        os.nice(GIVES_WAY)
        django.setup()
        import_module(f"sharewell_hub.{name}").run()


if __name__ == "__main__":
    run(sys.argv.pop(1))
