"""A visitor without a browser, who fills in every form they meet with names that nobody has."""

import http.client
import itertools
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

MARK = "Qazmuvod"
"""What every planted name begins with, and no word of any language holds."""

MOST_LEADS = 6
TEXTS = {"text", "search", "email", "password", "tel", "number", "url", "textarea"}
PARTS_OF_A_DAY = ("day", "month", "year")
_number = itertools.count(1)


def a_name() -> str:
    """Give a name that was never planted before."""
    return f"{MARK}{next(_number):05d}"


def planted() -> int:
    """Count the names that were given so far, this one not among them."""
    return int(repr(_number).partition("(")[2].rstrip(")")) - 1


@dataclass
class Form:
    """A form of a page: where it goes, and its boxes by name."""

    action: str
    method: str
    boxes: list[tuple[str, str, str]] = field(default_factory=list)

    def filled(self, put: dict[str, str]) -> dict[str, str]:
        """Fill in every box: with what is to be put there, or with a name."""
        said: dict[str, str] = {}
        for name, kind, value in self.boxes:
            if name in put:
                said[name] = put[name]
            elif name.rpartition("-")[2] in PARTS_OF_A_DAY:
                said[name] = str(getattr(date.today(), name.rpartition("-")[2]))
            elif kind in TEXTS:
                said[name] = f"{a_name()} of Elm Road"
            elif kind == "radio":
                said.setdefault(name, value)
            elif kind in ("hidden", "select") or (kind == "checkbox" and "remove" not in name):
                said[name] = value
        return said


class Forms(HTMLParser):
    """Reads the forms, links and title of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.title, self._in_title, self._select = "", False, ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """See a tag open."""
        said = {name: value or "" for name, value in attrs}
        self._in_title = tag == "title"
        if tag == "a":
            self.links.append(said.get("href", ""))
        elif tag == "form":
            self.forms.append(Form(said.get("action", ""), said.get("method", "get").lower()))
        elif tag == "option" and self._select:
            self._box(self._select, "select", said.get("value", ""))
        elif tag == "select":
            self._select = said.get("name", "")
        elif tag in ("input", "textarea", "button") and said.get("name"):
            kind = said.get("type", "text") if tag == "input" else tag
            self._box(said["name"], kind, said.get("value", "on" if kind == "checkbox" else ""))

    def handle_data(self, data: str) -> None:
        """Keep the title."""
        self.title += data if self._in_title else ""

    def handle_endtag(self, tag: str) -> None:
        """See a tag close."""
        self._select = "" if tag == "select" else self._select

    def _box(self, name: str, kind: str, value: str) -> None:
        if self.forms:
            self.forms[-1].boxes.append((name, kind, value))


@dataclass
class Answer:
    """What came back: from which address, with which headers, and the page."""

    path: str
    status: int
    headers: str
    page: str

    @property
    def read(self) -> Forms:
        """Read the page."""
        return Forms(self.page)


@dataclass
class Wanderer:
    """Somebody with a jar of cookies; everything that came back to them is kept."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    came: list[Answer] = field(default_factory=list)

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> Answer:
        """Ask, and follow where it leads."""
        for _ in range(MOST_LEADS):
            answer, leads_to = self._ask(method, path, body, headers or {})
            if not leads_to:
                break
            path = urljoin(path, leads_to).replace(self.address, "")
            method, body = "GET", b""
        return answer

    def open(self, path: str) -> Answer:
        """Open an address."""
        return self.ask("GET", path)

    def send(self, form: Form, at: str, put: dict[str, str] | None = None) -> Answer:
        """Fill in a form that was found at an address, and send it."""
        said = urlencode(form.filled(put or {}))
        where = urlsplit(urljoin(at, form.action or at)).path
        if form.method != "post":
            return self.open(f"{where}?{said}")
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", where, said.encode(), kind)

    def _ask(
        self, method: str, path: str, body: bytes, headers: dict[str, str]
    ) -> tuple[Answer, str]:
        where = urlsplit(self.address)
        connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=60)
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection.request(method, path, body, {"Cookie": jar, "Origin": self.address, **headers})
        found = connection.getresponse()
        page = found.read().decode(errors="replace")
        for line in found.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
        answer = Answer(path, found.status, str(found.headers), page)
        self.came.append(answer)
        connection.close()
        return answer, found.headers.get("Location", "")
