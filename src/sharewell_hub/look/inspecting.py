"""Look at a page as a careful reader would, and name each fault; the tests' client does."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from django.test import Client

Attributes = dict[str, str | None]

UNLABELLED = {"hidden", "submit", "button", "reset", "image"}
"""Kinds of input that need no label."""

LOADED = {"script": "src", "img": "src", "iframe": "src", "link": "href", "object": "data"}
"""What a browser fetches by itself, and where it says from."""


@dataclass
class Form:
    """One form of a page, as far as it was read."""

    action: str | None
    method: str
    names: set[str] = field(default_factory=set)


class Page(HTMLParser):
    """One page, read once; `faults()` names everything wrong with it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.language = ""
        self.title = ""
        self.headings: list[str] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.boxes: list[Attributes] = []
        self.forms: list[Form] = []
        self.errors_lead_to: list[str] = []
        self.seen: list[str] = []
        self._open: list[tuple[str, Attributes]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what this element promises or breaks."""
        said: Attributes = dict(attrs)
        if said.get("id"):
            self.ids.append(said["id"] or "")
        self._look_at_behaviour(tag, said)
        self._look_at_assets(tag, said)
        look = getattr(self, f"_see_{tag}", None)
        if look:
            look(said)
        if tag not in VOID:
            self._open.append((tag, said))

    def handle_endtag(self, tag: str) -> None:
        """Close the element, and whatever was left open inside it."""
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        """Read words where words must be."""
        inside = [tag for tag, _ in self._open]
        if "title" in inside and "svg" not in inside:
            self.title += data
        if "h1" in inside:
            self.headings[-1] += data
        if inside and inside[-1] in ("script", "style") and data.strip():
            self.seen.append(f"inline <{inside[-1]}>")

    def faults(self) -> list[str]:
        """Name everything wrong with the page, in words."""
        return [
            *self.seen,
            *([] if self.language else ["no language"]),
            *([] if self.title.strip(" –\n") else ["no title"]),
            *self._faults_of_headings(),
            *sorted({f"id twice: {one}" for one in self.ids if self.ids.count(one) > 1}),
            *self._faults_of_forms(),
            *self._faults_of_boxes(),
            *(f"error leads nowhere: {to}" for to in self.errors_lead_to if to not in self.ids),
        ]

    def _faults_of_headings(self) -> list[str]:
        if len(self.headings) != 1:
            return [f"{len(self.headings)} h1 and not one"]
        return [] if self.headings[0].strip() else ["empty h1"]

    def _faults_of_forms(self) -> list[str]:
        found = []
        for form in self.forms:
            if not form.action:
                found.append("form without action")
            if form.method == "post" and "csrfmiddlewaretoken" not in form.names:
                found.append(f"POST form without its safety token: {form.action}")
        return found

    def _faults_of_boxes(self) -> list[str]:
        return [
            f"field without label: {box.get('name') or box.get('id')}"
            for box in self.boxes
            if box.get("id") not in self.labelled
            and not (box.get("aria-label") or box.get("aria-labelledby"))
        ]

    def _look_at_behaviour(self, tag: str, said: Attributes) -> None:
        for name in said:
            if name.startswith("on") or name == "style":
                self.seen.append(f"inline {name} on <{tag}>")
        for name in ("href", "action", "src"):
            if (said.get(name) or "").strip().lower().startswith("javascript:"):
                self.seen.append(f"script in {name} of <{tag}>")

    def _look_at_assets(self, tag: str, said: Attributes) -> None:
        address = said.get(LOADED.get(tag, "")) or ""
        parts = urlsplit(address)
        if parts.netloc or parts.scheme:
            self.seen.append(f"<{tag}> from a foreign host: {address}")

    def _see_html(self, said: Attributes) -> None:
        self.language = said.get("lang") or ""

    def _see_h1(self, said: Attributes) -> None:
        self.headings.append("")

    def _see_img(self, said: Attributes) -> None:
        if "alt" not in said:
            self.seen.append(f"image without alternative text: {said.get('src')}")

    def _see_form(self, said: Attributes) -> None:
        self.forms.append(Form(said.get("action"), (said.get("method") or "get").lower()))

    def _see_label(self, said: Attributes) -> None:
        self.labelled.add(said.get("for") or "")

    def _see_a(self, said: Attributes) -> None:
        around = " ".join(known.get("class") or "" for _, known in self._open)
        href = said.get("href") or ""
        if "govuk-error-summary" in around and href.startswith("#"):
            self.errors_lead_to.append(href[1:])

    def _see_box(self, said: Attributes) -> None:
        if any(tag == "form" for tag, _ in self._open):
            self.forms[-1].names.add(said.get("name") or "")
        if said.get("type") not in UNLABELLED:
            self.boxes.append(said)

    _see_input = _see_select = _see_textarea = _see_box


VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}


class LookingClient(Client):
    """A test client that fails on any page with a fault."""

    def request(self, **request: Any) -> Any:
        """Ask, and inspect the answer when it is a page."""
        answer = super().request(**request)
        kind = answer.headers.get("Content-Type", "")
        if kind.startswith("text/html") and answer.content:
            faults = Page(answer.content.decode()).faults()
            if faults:
                raise AssertionError(f"{request['PATH_INFO']}: {'; '.join(faults)}")
        return answer
