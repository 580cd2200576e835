"""Driving: one contract for every way that letters leave, and what is special to each."""

import datetime
import ipaddress
import pkgutil
import smtplib
import ssl
from importlib import import_module
from uuid import uuid4

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from sharewell_hub.outbox import drivers
from sharewell_hub.outbox.drivers import Envelope, NotSent, Refused, Unsure
from sharewell_hub.outbox.tests.post_office import mail_server, signs_in

DRIVERS = [found.name for found in pkgutil.iter_modules(drivers.__path__)]


@pytest.fixture(params=DRIVERS)
def driver(request):
    return import_module(f"sharewell_hub.outbox.drivers.{request.param}")


@pytest.fixture
def envelope():
    return Envelope(
        id=str(uuid4()),
        to="front-door@council.example",
        subject="Sharewell 7KQD-3WXM: something to read",
        body="Sign in.\n",
    )


def test_a_letter_taken_over_is_there_once_as_it_was_written(driver, post_office, envelope):
    driver.send(envelope)
    (letter,) = post_office.letters
    assert letter["To"] == envelope.to
    assert letter["Subject"] == envelope.subject
    assert letter.get_content().strip() == envelope.body.strip()


def test_a_letter_carries_its_id_so_that_receivers_drop_a_second_one(driver, post_office, envelope):
    driver.send(envelope)
    driver.send(envelope)
    assert {one["Message-ID"] for one in post_office.letters} == {
        f"<{envelope.id}@sharewell.example>"
    }


def test_nobody_at_the_other_side_is_not_sent(driver, envelope):
    with pytest.raises(NotSent) as told:
        driver.send(envelope)
    assert type(told.value) is NotSent


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        ({"address": "450 try later"}, NotSent),
        ({"letter": "451 try later"}, NotSent),
        ({"address": "550 nobody here"}, Refused),
        ({"letter": "554 no"}, Refused),
        ({"letter": "break off"}, Unsure),
    ],
    ids=["address_later", "letter_later", "address_refused", "letter_refused", "broken_off"],
)
def test_what_the_other_side_says_is_told_apart(driver, post_office, envelope, answers, kind):
    post_office.answers = answers
    with pytest.raises(NotSent) as told:
        driver.send(envelope)
    assert type(told.value) is kind
    assert envelope.to not in str(told.value)
    assert post_office.letters == []


@pytest.fixture
def certificate(tmp_path):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    files = tmp_path / "server.crt", tmp_path / "server.key"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files


@pytest.fixture
def strict(certificate, monkeypatch):
    """Give a mail server that wants encryption and a password, and settings that know both."""
    with mail_server(**signs_in(*certificate)) as server:
        for name, value in {
            "EMAIL_PORT": server.port,
            "EMAIL_SECURITY": "starttls",
            "EMAIL_HOST_USER": "sharewell",
            "EMAIL_HOST_PASSWORD": "a long password",
        }.items():
            monkeypatch.setattr(settings, name, value)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
        yield server


def smtp(envelope):
    import_module("sharewell_hub.outbox.drivers.smtp").send(envelope)


def test_e_mail_goes_encrypted_and_signed_in(strict, envelope):
    smtp(envelope)
    assert len(strict.letters) == 1


def test_e_mail_is_not_sent_to_a_server_with_a_strangers_certificate(strict, envelope, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(Refused, match="not_encrypted"):
        smtp(envelope)
    assert strict.letters == []


def test_e_mail_is_refused_with_a_wrong_password(strict, envelope, monkeypatch):
    monkeypatch.setattr(settings, "EMAIL_HOST_PASSWORD", "another one")
    with pytest.raises(Refused, match="not_let_in"):
        smtp(envelope)


def test_e_mail_stays_here_when_the_server_does_not_encrypt(post_office, envelope, monkeypatch):
    monkeypatch.setattr(settings, "EMAIL_SECURITY", "starttls")
    with pytest.raises(Refused):
        smtp(envelope)
    assert post_office.letters == []


@pytest.mark.parametrize("security", ["off", "", "of"])
def test_e_mail_never_goes_unencrypted_to_another_machine(envelope, monkeypatch, security):
    monkeypatch.setattr(settings, "EMAIL_SECURITY", security)
    monkeypatch.setattr(settings, "EMAIL_HOST", "mail.council.example")
    monkeypatch.setattr(smtplib, "SMTP", None)
    with pytest.raises(Refused, match="not_encrypted"):
        smtp(envelope)


def test_e_mail_over_tls_from_the_start_checks_the_certificate(post_office, envelope, monkeypatch):
    monkeypatch.setattr(settings, "EMAIL_SECURITY", "tls")
    with pytest.raises(NotSent):
        smtp(envelope)
    assert ssl.create_default_context().verify_mode == ssl.CERT_REQUIRED
