"""Draw a flowchart as SVG: questions down the left, where they can end on the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from sharewell.printing.charts import Chart, Ending, Step

WIDTH, MARGIN, LINE, PAD, GAP = 760, 8, 19, 12, 18
LEFT, RIGHT = 270, 420
AT = WIDTH - MARGIN - RIGHT
A_LETTER = 7.7
FONT = "system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif"
DEEP, TEAL, MIST, WHITE, INK = "#0b4450", "#0b5563", "#f3f8f7", "#ffffff", "#16242c"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text in a box."""

    text: str
    bold: bool = False
    small: bool = False


def svg_of(chart: Chart) -> str:
    """Draw a chart. Its words say the same, in the same order."""
    y, parts = MARGIN, list[str]()
    for number, step in enumerate(chart.steps, start=1):
        drawn, height = _step(step, number, y)
        parts.append(drawn)
        y += height
    if chart.otherwise:
        lines = _ending_lines(
            chart.otherwise, LEFT + 60, when=("Where nothing above has ended it",)
        )
        parts.append(_box(lines, (MARGIN, y), LEFT + 60, dark=True))
        y += _height(lines)
    return _svg(chart, "".join(parts), y + MARGIN)


def _step(step: Step, number: int, y: int) -> tuple[str, int]:
    """Draw a question with its endings, and the way on to the next."""
    asked = [*_wrapped(f"{number}. {step.ask}", LEFT, bold=True)]
    asked += _wrapped("; ".join(step.cites), LEFT, small=True)
    parts, right = [_box(asked, (MARGIN, y), LEFT)], y
    for ending in step.endings:
        lines = _ending_lines(ending, RIGHT, ending.when)
        parts += [_box(lines, (AT, right), RIGHT, edge=DEEP), _across(y + 22, right + 22)]
        right += _height(lines) + GAP // 2
    height = max(_height(asked), right - y) + GAP
    parts.append(_down(y + _height(asked), y + height))
    return "".join(parts), height


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


def _across(y: int, to: int) -> str:
    """Draw the way from a question to one of its endings."""
    start, bend, tip = MARGIN + LEFT, AT - 34, AT - 2
    return (
        f'<path d="M {start} {y} H {bend} V {to} H {tip - 8}" fill="none" stroke="{TEAL}" '
        f'stroke-width="1.5"/><path d="M {tip - 9} {to - 5} L {tip} {to} L {tip - 9} {to + 5} Z" '
        f'fill="{TEAL}"/>'
    )


def _down(y: int, to: int) -> str:
    """Draw the way on to the next question."""
    x = MARGIN + 30
    return (
        f'<line x1="{x}" y1="{y}" x2="{x}" y2="{to - 9}" stroke="{TEAL}" stroke-width="1.5"/>'
        f'<path d="M {x - 5} {to - 10} L {x + 5} {to - 10} L {x} {to - 1} Z" fill="{TEAL}"/>'
    )


def _svg(chart: Chart, parts: str, height: int) -> str:
    return (
        f'<svg class="sw-chart" xmlns="http://www.w3.org/2000/svg" role="img" '
        f'aria-labelledby="chart-title chart-desc" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" font-family="{FONT}">'
        f'<title id="chart-title">{escape(chart.title)}</title>'
        f'<desc id="chart-desc">{escape(chart.says)} Questions stand on the left in the order in '
        f"which they are asked, and beside each the answers it can end in. The same is written "
        f"in words.</desc>{parts}</svg>"
    )
