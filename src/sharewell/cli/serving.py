"""The witness's one address, on the standard library's own server."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol

from sharewell.ledger.note import LARGEST, Note
from sharewell.ledger.witnessing import Answer, Memory, Witness, add_checkpoint

PATH = "/add-checkpoint"
PATIENCE = 10


class Keeping(Memory, Protocol):
    """A memory that keeps proof of forks as well."""

    def keep_fork(self, note: Note) -> None:
        """Keep a checkpoint that cannot be true beside one signed before."""


def server(
    at: tuple[str, int], witness: Witness, memory: Keeping, now: Callable[[], int]
) -> ThreadingHTTPServer:
    """Open the witness's address; every request is answered in a thread of its own.

    Units:   now gives seconds since 1970, UTC.
    """

    def answer(body: bytes) -> Answer:
        try:
            given = add_checkpoint(witness, body, memory=memory, now=now)
            if given.forked:
                memory.keep_fork(given.forked)
        except OSError:
            return Answer(500, "Nothing was signed: the disk did not take it.\n")
        return given

    return ThreadingHTTPServer(at, partial(Door, answer=answer, name=str(witness.signer.key)))


class Door(BaseHTTPRequestHandler):
    """Takes a request, and gives the witness's answer; it keeps no line about who asked."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "sharewell-witness", ""
    timeout = PATIENCE

    def __init__(self, *connection: Any, answer: Callable[[bytes], Answer], name: str) -> None:
        self._answer, self._name = answer, name
        super().__init__(*connection)

    def do_POST(self) -> None:
        """Answer add-checkpoint; everything else is not here."""
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or len(length) > 7 or int(length) > LARGEST:
            self.close_connection = True
            self._give(Answer(413, "A request says its length, at most 128 KiB.\n"))
            return
        body = self.rfile.read(int(length))
        known = self.path.rstrip("/") == PATH
        self._give(self._answer(body) if known else Answer(404, "Only add-checkpoint is here.\n"))

    def do_GET(self) -> None:
        """Say who this is, so that a partner can compare the key."""
        self._give(Answer(200, f"{self._name}\n"))

    def log_message(self, format: str, *args: object) -> None:
        """Keep no line about who asked."""

    def _give(self, answer: Answer) -> None:
        body = answer.body.encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
