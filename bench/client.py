"""A browser without a screen: it keeps cookies, reads forms, and notes how long answers took."""

import http.client
import re
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

ASSET = re.compile(r'<(?:link|script|img)\b[^>]*?\b(?:href|src)="(/static/[^"]+)"')


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, how long it took and how many bytes travelled."""

    status: int
    path: str
    leads_to: str
    body: bytes
    milliseconds: float
    size: int

    @property
    def text(self) -> str:
        """Read the page."""
        return self.body.decode()


@dataclass
class Client:
    """One visitor with one connection; `noted` holds each step's milliseconds."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    noted: list[tuple[str, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=60)

    def get(self, path: str, step: str = "", packed: bool = False) -> Answer:
        """Ask for a page."""
        return self._ask("GET", path, None, {"Accept-Encoding": "gzip"} if packed else {}, step)

    def post(self, path: str, fields: dict[str, str], step: str) -> Answer:
        """Send a form."""
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Referer": self.address + path}
        return self._ask("POST", path, urlencode(fields), kind, step)

    def submit(self, page: Answer, said: dict[str, str]) -> Answer:
        """Fill in the form that has these boxes, send it, and follow to the page it leads to."""
        form = next(one for one in forms(page.text) if one.holds(said))
        address = urljoin(page.path, form.action)
        step = f"POST {generic(address)}"
        sent = self.post(address, {**form.fields, **said}, step)
        if sent.status not in (200, 302):
            raise AssertionError(f"{step}: {sent.status} {sent.text[:500]}")
        return self.follow(sent)

    def follow(self, answer: Answer) -> Answer:
        """Go where an answer leads, until there is a page."""
        while answer.leads_to:
            answer = self.get(answer.leads_to, f"GET {generic(answer.leads_to)}")
        return answer

    @property
    def cookie(self) -> str:
        """Give the cookies as a browser sends them."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _ask(
        self, method: str, path: str, body: str | None, headers: dict[str, str], step: str
    ) -> Answer:
        began = time.perf_counter()
        self.connection.request(method, path, body, {**headers, "Cookie": self.cookie})
        answer = self.connection.getresponse()
        read = answer.read()
        milliseconds = (time.perf_counter() - began) * 1000
        self._keep_cookies(answer)
        if step:
            self.noted.append((step, milliseconds))
        head = sum(len(name) + len(value) + 4 for name, value in answer.getheaders())
        leads_to = answer.getheader("Location", "") if answer.status == 302 else ""
        return Answer(answer.status, path, leads_to, read, milliseconds, len(read) + head)

    def _keep_cookies(self, answer: http.client.HTTPResponse) -> None:
        for line in answer.headers.get_all("Set-Cookie", []):
            name, _, rest = line.partition("=")
            value = rest.partition(";")[0].strip('"')
            if value:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)


@dataclass
class Form:
    """One form of a page, filled in as the page came."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def holds(self, said: dict[str, str]) -> bool:
        """Tell whether the form has every box that is to be filled."""
        return set(said) <= self.names


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(said.get("action", "")))
        elif self.forms and said.get("name"):
            self._note(tag, said)

    def handle_data(self, data: str) -> None:
        if self._text:
            self.forms[-1].fields[self._text] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = ""

    def _note(self, tag: str, said: dict[str, str]) -> None:
        form, name = self.forms[-1], said["name"]
        form.names.add(name)
        if tag == "textarea":
            self._text = name
            form.fields[name] = ""
        elif tag == "input" and (
            said.get("type", "text") not in ("radio", "checkbox", "submit") or "checked" in said
        ):
            form.fields[name] = said.get("value", "")


def forms(page: str) -> list[Form]:
    """Read the forms of a page."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def generic(path: str) -> str:
    """Name an address without what is in it of one record."""
    path = urlsplit(path).path
    path = re.sub(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", "…", path)
    return re.sub(r"[A-Z0-9]{4}-[A-Z0-9]{4}", "…", path)


def transferred(address: str, cookie: str, path: str) -> int:
    """Count the bytes that a browser with nothing in its cache is sent for a page."""
    client = Client(address)
    client.cookies = dict(pair.split("=", 1) for pair in cookie.split("; ") if pair)
    page = client.get(path)
    size = client.get(path, packed=True).size
    return size + sum(
        client.get(asset, packed=True).size for asset in sorted(set(ASSET.findall(page.text)))
    )
