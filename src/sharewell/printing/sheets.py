"""A pack as one sheet of HTML that prints: its table, or its flowchart with the words."""

from __future__ import annotations

from html import escape

from sharewell.packs.pack import Pack
from sharewell.printing.charts import chart_of
from sharewell.printing.drawing import svg_of
from sharewell.printing.tables import Section, sections
from sharewell.terms.facts import Vocabulary

STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;color:#16242c;margin:2rem;max-width:72rem}"
    "table{border-collapse:collapse;width:100%;margin-bottom:2rem}caption{text-align:left}"
    "th,td{border:1px solid #8aa3a8;padding:.4rem .6rem;text-align:left;vertical-align:top}"
    "thead{display:table-header-group;background:#f3f8f7}tr{break-inside:avoid}"
    "svg{max-width:100%;height:auto}@media print{body{margin:0;font-size:11px}}"
)


def table_sheet(pack: Pack, vocabulary: Vocabulary) -> str:
    """Write a pack's decision table as a sheet of its own."""
    return _sheet(pack, "".join(map(_section, sections(pack, vocabulary))))


def chart_sheet(pack: Pack, vocabulary: Vocabulary) -> str:
    """Write a pack's flowchart as a sheet of its own, with the same in words."""
    chart = chart_of(pack, vocabulary)
    words = "".join(
        f"<li><strong>{escape(step.ask)}</strong><ul>"
        + "".join(
            f"<li>{escape('; '.join(end.when))} → {escape(end.outcome)}. {escape(end.because)} "
            f"<cite>{escape('; '.join(end.cites))}</cite></li>"
            for end in step.endings
        )
        + "</ul></li>"
        for step in chart.steps
    )
    return _sheet(pack, f"{svg_of(chart)}<h2>The same in words</h2><ol>{words}</ol>")


def _section(section: Section) -> str:
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in section.head)
    rows = "".join(
        "<tr>" + "".join(f"<td>{'<br>'.join(map(escape, cell))}</td>" for cell in row) + "</tr>"
        for row in section.rows
    )
    return (
        f'<h2 id="{section.id}">{escape(section.title)}</h2><p>{escape(section.says)}</p>'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _sheet(pack: Pack, body: str) -> str:
    title = f"{escape(pack.title)}, {escape(pack.edition)}"
    return (
        f'<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{STYLE}</style></head><body><h1>{title}</h1><p>{escape(pack.banner)}</p>"
        f"{body}</body></html>"
    )
