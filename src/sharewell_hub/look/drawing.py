"""Drawings made on the server: small, with a title, readable on a telephone."""

import textwrap
from collections.abc import Iterable, Sequence
from typing import Protocol

from markupsafe import Markup

WIDTH, MARGIN, LINE, PAD = 340, 6, 20, 12
LETTERS, BOLD_LETTERS = 36, 31
GAP = 46
FONT = "system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif"
DEEP, TEAL, MIST, INK = "#0b4450", "#0b5563", "#f3f8f7", "#16242c"


class Step(Protocol):
    """One step of a path: a question and what was said, or the rule that ends it."""

    @property
    def kind(self) -> str:
        """What sort of step it is: question, presumed or rule."""

    @property
    def ask(self) -> str:
        """The question, or the rule's sentence."""

    @property
    def said(self) -> str:
        """What was answered."""


def path_svg(steps: Sequence[Step], ending: str) -> Markup:
    """Draw the questions that led to an answer, one beneath the other, and the answer last."""
    y, parts = MARGIN, []
    for step in steps:
        if step.kind == "rule":
            continue
        drawn, height = _box(step.ask, y, dashed=step.kind == "presumed")
        said = step.said if step.kind == "question" else f"{step.said} (assumed, not asked)"
        arrow, length = _arrow(y + height, said)
        parts += [drawn, arrow]
        y += height + length
    drawn, height = _box(ending, y, dark=True)
    return _svg([*parts, drawn], y + height + MARGIN, ending)


def _svg(parts: Iterable[Markup], height: int, ending: str) -> Markup:
    """Put the parts together under a title."""
    return Markup(
        '<svg class="sw-path" xmlns="http://www.w3.org/2000/svg" role="img" '
        'aria-labelledby="path-title path-desc" viewBox="0 0 {w} {h}" width="{w}" height="{h}" '
        'font-family="{font}">'
        '<title id="path-title">How your answers led here</title>'
        '<desc id="path-desc">The questions that decided it, one beneath the other, ending in: '
        "{ending} The same is written in words below.</desc>{parts}</svg>"
    ).format(w=WIDTH, h=height, font=FONT, ending=ending, parts=Markup("").join(parts))


def _box(text: str, y: int, *, dark: bool = False, dashed: bool = False) -> tuple[Markup, int]:
    """Draw a box with text in it, and say how high it is."""
    lines = textwrap.wrap(text, BOLD_LETTERS if dark else LETTERS) or [""]
    height = len(lines) * LINE + 2 * PAD
    box = Markup(
        '<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="9" fill="{fill}" stroke="{edge}" '
        'stroke-width="1.5"{dash}/>'
    ).format(
        x=MARGIN,
        y=y,
        w=WIDTH - 2 * MARGIN,
        h=height,
        fill=DEEP if dark else MIST,
        edge=DEEP if dark else TEAL,
        dash=Markup(' stroke-dasharray="5 4"') if dashed else "",
    )
    ink = "#ffffff" if dark else INK
    return box + _lines(lines, MARGIN + PAD + 2, y + PAD + 15, ink=ink, bold=dark), height


def _arrow(y: int, said: str) -> tuple[Markup, int]:
    """Draw the way on from a box, with what was answered beside it, and say how long it is."""
    x, lines = MARGIN + 26, textwrap.wrap(said, BOLD_LETTERS) or [""]
    length = len(lines) * LINE + GAP - LINE
    arrow = Markup(
        '<line x1="{x}" y1="{y}" x2="{x}" y2="{end}" stroke="{edge}" stroke-width="2"/>'
        '<path d="M {left} {end} L {right} {end} L {x} {tip} Z" fill="{edge}"/>'
    ).format(x=x, y=y, end=y + length - 10, tip=y + length - 1, left=x - 6, right=x + 6, edge=TEAL)
    return arrow + _lines(lines, x + 16, y + GAP // 2 + 5, ink=TEAL, bold=True), length


def _lines(lines: Sequence[str], x: int, y: int, *, ink: str, bold: bool) -> Markup:
    """Write lines of text, one beneath the other."""
    return Markup("").join(
        Markup(
            '<text x="{x}" y="{y}" font-size="16" font-weight="{weight}" fill="{ink}">{line}</text>'
        ).format(x=x, y=y + LINE * number, ink=ink, weight=700 if bold else 400, line=line)
        for number, line in enumerate(lines)
    )
