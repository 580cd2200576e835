"""A real mail server on this machine, for tests that look at letters."""

import email
import email.policy
import socket
import ssl
from contextlib import contextmanager

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from django.conf import settings


class Handler:
    """Keeps what is delivered; a test may set what it answers instead."""

    def __init__(self):
        self.letters = []
        self.answers = {}

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if "address" in self.answers:
            return self.answers["address"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.answers.get("letter") == "break off":
            server.transport.abort()
            return "421 gone"
        if "letter" in self.answers:
            return self.answers["letter"]
        self.letters.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


def free_port():
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


@contextmanager
def mail_server(port=None, **options):
    """Have a mail server for as long as this lasts."""
    handler = Handler()
    controller = Controller(handler, hostname="127.0.0.1", port=port or free_port(), **options)
    controller.start()
    handler.port = controller.port
    try:
        yield handler
    finally:
        controller.stop()


@pytest.fixture
def post_office(no_letters_leave, monkeypatch):
    """Give a mail server to which every letter of this test goes."""
    with mail_server() as handler:
        monkeypatch.setattr(settings, "EMAIL_PORT", handler.port)
        yield handler


def signs_in(certificate, key):
    """Give the options of a server that wants encryption and a password."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    def known(server, session, envelope, mechanism, data):
        right = data.login == b"sharewell" and data.password == b"a long password"
        return AuthResult(success=right, handled=right)

    return {
        "tls_context": context,
        "require_starttls": True,
        "authenticator": known,
        "auth_required": True,
    }
