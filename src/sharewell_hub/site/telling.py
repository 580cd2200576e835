"""Log lines: JSON with listed keys only, so that no name, address or free text is among them."""

import json
import logging
import time
import traceback
from collections.abc import Callable, MutableMapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from gunicorn.glogging import Logger

PACKAGES = Path(__file__).resolve().parents[2]
ALLOWED = frozenset(
    [
        *("at", "level", "event", "logger", "error", "where"),
        *("route", "method", "status", "ms", "port"),
        *("room", "kind", "id", "count", "state"),
    ]
)


def keep_allowed(
    _logger: Any, _method: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Drop every key that is not listed."""
    return {key: value for key, value in line.items() if key in ALLOWED}


class AllowedOnly(logging.Formatter):
    """Writes what other people's code says as its logger, level, place and kind of error.

    Their messages are left out: an address with a token or a row's values may stand in them.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Write one line."""
        if record.name == "sharewell":
            return record.getMessage()
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "where": f"{Path(record.pathname).name}:{record.lineno}",
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["where"] = _last_place(record.exc_info[2])
        return json.dumps(line)


class GunicornLogger(Logger):
    """Gunicorn's own lines, through the same sieve."""

    def setup(self, cfg: Any) -> None:
        """Send everything to standard error in the allowed form."""
        handler = logging.StreamHandler()
        handler.setFormatter(AllowedOnly())
        self.error_log.handlers = [handler]
        self.error_log.propagate = False
        self.error_log.setLevel(logging.WARNING)
        self.access_log.disabled = True


class Requests:
    """Tells of each request which route it took, never its address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, then tell."""
        began = time.monotonic()
        response = self.get_response(request)
        match = request.resolver_match
        tell().info(
            "request",
            route=match.view_name if match else "",
            method=request.method,
            status=response.status_code,
            ms=round((time.monotonic() - began) * 1000),
        )
        return response


def tell() -> Any:
    """Give the logger that every room uses: an event and listed keys."""
    return structlog.get_logger("sharewell")


def _last_place(trace: TracebackType | None) -> str:
    """Name the last place in our own code that an error passed, or else where it arose."""
    places = [(step.filename, step.lineno) for step in traceback.extract_tb(trace)]
    ours = [place for place in places if Path(place[0]).is_relative_to(PACKAGES)]
    file, line = (ours or places or [("", 0)])[-1]
    return f"{Path(file).name}:{line}"


structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", key="at"),
        keep_allowed,
        structlog.processors.JSONRenderer(),
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=False,
)
