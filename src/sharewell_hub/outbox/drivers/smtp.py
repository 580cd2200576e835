"""Letters by e-mail, encrypted on the way to the mail server."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.utils import timezone

from sharewell_hub.outbox.drivers import Envelope, NotSent, Refused, Unsure

THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


def send(envelope: Envelope) -> None:
    """Hand a letter to the mail server.

    Raises:  NotSent, Refused, Unsure.
    """
    message = written(envelope)
    with _connected() as server:
        _expect(server.mail(_sender()), "sender_refused")
        _expect(server.rcpt(envelope.to), "address_refused")
        try:
            answer = server.data(message.as_bytes())
        except smtplib.SMTPDataError as error:
            answer = (error.smtp_code, b"")
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            raise Unsure("broke_off") from error
        _expect(answer, "letter_refused")


def written(envelope: Envelope) -> EmailMessage:
    """Write the letter down; its Message-ID is its own id, so that receivers drop a second one."""
    message = EmailMessage()
    message["From"] = settings.DEFAULT_FROM_EMAIL
    message["To"] = envelope.to
    message["Subject"] = envelope.subject
    message["Date"] = format_datetime(timezone.now())
    message["Message-ID"] = f"<{envelope.id}@{_sender().rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(envelope.body)
    return message


@contextmanager
def _connected() -> Iterator[smtplib.SMTP]:
    """Reach the mail server, encrypted and signed in as the settings say."""
    server = None
    try:
        server = _reached()
        yield server
    except ssl.SSLError as error:
        raise Refused("not_encrypted") from error
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError) as error:
        raise Refused("not_let_in") from error
    except (smtplib.SMTPException, OSError) as error:
        raise NotSent("not_reached") from error
    finally:
        # Once a letter is taken over, a rude goodbye changes nothing.
        with suppress(smtplib.SMTPException, OSError):
            if server is not None:
                server.quit()


def _reached() -> smtplib.SMTP:
    security, host, port = settings.EMAIL_SECURITY, settings.EMAIL_HOST, settings.EMAIL_PORT
    if security not in ("tls", "starttls") and host not in THIS_MACHINE:
        raise Refused("not_encrypted")
    seconds = settings.EMAIL_TIMEOUT
    if security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, port, timeout=seconds, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(host, port, timeout=seconds)
    server.ehlo_or_helo_if_needed()
    if security == "starttls":
        server.starttls(context=ssl.create_default_context())
        server.ehlo()
    if settings.EMAIL_HOST_USER:
        server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    return server


def _sender() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def _expect(answer: tuple[int, bytes], fault: str) -> None:
    """Go on only when the server says yes; what it says besides may hold an address."""
    code = answer[0]
    if code in (250, 251):
        return
    if code >= 500:
        raise Refused(fault)
    raise NotSent(fault)
