"""Draw a flowchart as SVG: the questions in order, and beside or beneath each where it can end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from sharewell.printing.charts import Chart, Ending, Step

MARGIN, LINE, PAD, GAP = 8, 19, 12, 18
A_LETTER = 8.4
FONT = "system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif"
DEEP, TEAL, MIST, WHITE, INK = "#0b4450", "#0b5563", "#f3f8f7", "#ffffff", "#16242c"


@dataclass(frozen=True, slots=True)
class Layout:
    """How wide a drawing is, its questions and its endings, and where the endings begin.

    `beneath` puts the endings under their question, for a telephone, and not beside it.
    """

    id: str
    width: int
    question: int
    ending: int
    at: int
    beneath: bool


WIDE = Layout("chart", width=760, question=270, ending=420, at=332, beneath=False)
NARROW = Layout("narrow", width=316, question=300, ending=272, at=36, beneath=True)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text in a box."""

    text: str
    bold: bool = False
    small: bool = False


def svg_of(chart: Chart, layout: Layout = WIDE) -> str:
    """Draw a chart. Its words say the same, in the same order."""
    y, parts = MARGIN, list[str]()
    for number, step in enumerate(chart.steps, start=1):
        drawn, height = _step(step, number, y, layout)
        parts.append(drawn)
        y += height
    if chart.otherwise:
        width = max(layout.question, layout.ending)
        lines = _ending_lines(chart.otherwise, width, ("Where nothing above has ended it",))
        parts.append(_box(lines, (MARGIN, y), width, dark=True))
        y += _height(lines)
    return _svg(chart, layout, "".join(parts), y + MARGIN)


def _step(step: Step, number: int, y: int, layout: Layout) -> tuple[str, int]:
    """Draw a question with its endings, and the way on to the next."""
    asked = [*_wrapped(f"{number}. {step.ask}", layout.question, bold=True)]
    asked += _wrapped("; ".join(step.cites), layout.question, small=True)
    parts, below = [_box(asked, (MARGIN, y), layout.question)], y + _height(asked)
    top = below + GAP // 2 if layout.beneath else y
    for ending in step.endings:
        lines = _ending_lines(ending, layout.ending, ending.when)
        parts.append(_box(lines, (layout.at, top), layout.ending, edge=DEEP))
        parts.append(_across(below if layout.beneath else y + 22, top + 22, layout))
        top += _height(lines) + GAP // 2
    end = max(below, top) + GAP
    parts.append(_down(below, end, MARGIN + 12 if layout.beneath else MARGIN + 30))
    return "".join(parts), end - y


def _ending_lines(ending: Ending, width: int, when: Sequence[str]) -> list[Line]:
    lines = [line for each in when for line in _wrapped(each, width)]
    lines += _wrapped(f"→ {ending.outcome}", width, bold=True)
    lines += _wrapped(ending.because, width)
    return [*lines, *_wrapped("; ".join(ending.cites), width, small=True)]


def _wrapped(text: str, width: int, *, bold: bool = False, small: bool = False) -> Iterator[Line]:
    letters = int((width - 2 * PAD) / (A_LETTER * (1.08 if bold else 0.9 if small else 1)))
    yield from (Line(each, bold, small) for each in wrap(text, letters))


def _height(lines: Sequence[Line]) -> int:
    return len(lines) * LINE + 2 * PAD


def _box(
    lines: Sequence[Line], at: tuple[int, int], width: int, *, edge: str = TEAL, dark: bool = False
) -> str:
    """Draw a box with lines of text in it."""
    x, y = at
    fill, ink = (DEEP, WHITE) if dark else (MIST if edge == TEAL else WHITE, INK)
    box = (
        f'<rect x="{x}" y="{y}" width="{width}" height="{_height(lines)}" rx="8" fill="{fill}" '
        f'stroke="{edge}" stroke-width="1.5"/>'
    )
    texts = (
        f'<text x="{x + PAD}" y="{y + PAD + 14 + LINE * place}" fill="{ink}" '
        f'font-size="{13 if line.small else 15}" font-weight="{700 if line.bold else 400}">'
        f"{escape(line.text)}</text>"
        for place, line in enumerate(lines)
    )
    return box + "".join(texts)


def _across(y: int, to: int, layout: Layout) -> str:
    """Draw the way from a question to one of its endings."""
    tip = layout.at - 2
    way = f"M {MARGIN + 12} {y} V {to} H {tip - 8}"
    if not layout.beneath:
        way = f"M {MARGIN + layout.question} {y} H {tip - 32} V {to} H {tip - 8}"
    return (
        f'<path d="{way}" fill="none" stroke="{TEAL}" stroke-width="1.5"/>'
        f'<path d="M {tip - 9} {to - 5} L {tip} {to} L {tip - 9} {to + 5} Z" fill="{TEAL}"/>'
    )


def _down(y: int, to: int, x: int) -> str:
    """Draw the way on to the next question."""
    return (
        f'<line x1="{x}" y1="{y}" x2="{x}" y2="{to - 9}" stroke="{TEAL}" stroke-width="1.5"/>'
        f'<path d="M {x - 5} {to - 10} L {x + 5} {to - 10} L {x} {to - 1} Z" fill="{TEAL}"/>'
    )


def _svg(chart: Chart, layout: Layout, parts: str, height: int) -> str:
    id = layout.id
    return (
        f'<svg class="sw-chart" xmlns="http://www.w3.org/2000/svg" role="img" '
        f'aria-labelledby="{id}-title {id}-desc" viewBox="0 0 {layout.width} {height}" '
        f'width="{layout.width}" height="{height}" font-family="{FONT}">'
        f'<title id="{id}-title">{escape(chart.title)}</title>'
        f'<desc id="{id}-desc">{escape(chart.says)} The questions stand in the order in which '
        f"they are asked, and by each the answers it can end in. The same is written in words."
        f"</desc>{parts}</svg>"
    )
