"""Who is looking, told to the database for one transaction and never longer."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from uuid import UUID

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

from sharewell_hub.walls.moment import asked_once, latest_time
from sharewell_hub.walls.remembering import remembering

PRACTITIONER, SERVICE = "sharewell.practitioner", "sharewell.service"
WEIGHS = "weigh_access"
"""The service that weighs who may do what, and so sees what stands around every record."""

TELL = """
select coalesce(current_setting(%s, true), ''), set_config(%s, %s, true),
       set_config('sharewell.at', %s, true)
"""
"""Says who is looking and when: what ends by a moment ends for the database at the same one."""

SERVER_ERROR = 500


class Wall:
    """Stands before every view: while it answers somebody, the database shows what is theirs.

    Nobody signed in is told to the database as nobody: then it shows nothing about a person.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in one transaction; a page that broke leaves nothing half done."""
        if not request.user.is_authenticated:
            return self.get_response(request)
        with remembering(), seen_by(request.user.pk) as opened:
            response = self.get_response(request)
            if opened and response.status_code >= SERVER_ERROR:
                transaction.set_rollback(True)
            return response


@contextmanager
def seen_by(practitioner: UUID) -> Iterator[bool]:
    """Let the database show, for as long as this lasts, what this practitioner's agency holds.

    Returns: whether the transaction began here.
    """
    with _told(PRACTITIONER, str(practitioner)) as opened:
        yield opened


@contextmanager
def served_by(service: str, *, durable: bool = False) -> Iterator[None]:
    """Let the database show what one service of ours works on: a job's or a command's identity.

    Shapes:  service is the code that the tables' own walls name.
    """
    with _told(SERVICE, service, durable=durable):
        yield


@contextmanager
def _told(setting: str, who: str, *, durable: bool = False) -> Iterator[bool]:
    """Tell the database who is looking; in a transaction that goes on, what it was told before
    stands again afterwards."""
    within = connection.in_atomic_block and not durable
    with nullcontext() if within else transaction.atomic(durable=durable), asked_once():
        before = _tell(setting, who)
        try:
            yield not within
        finally:
            if within and not connection.needs_rollback:
                _tell(setting, before)


def _tell(setting: str, who: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(TELL, [setting, setting, who, latest_time().isoformat()])
        return str(cursor.fetchone()[0])
