"""Show a pack to a policy group: as a decision table, and as the order of its questions."""

from __future__ import annotations

from sharewell.packs.pack import Pack, Rule


def table_of(pack: Pack) -> str:
    """Lay a pack out as a table in Markdown: one row a rule, every row with its paragraph."""
    rows = ["| rule | says | when | over | paragraphs |", "|--|--|--|--|--|"]
    rows += [_row(rule) for rule in (*pack.rules, *pack.defaults.values())]
    return "\n".join([f"# {pack.title}, {pack.edition}", "", pack.banner, "", *rows])


def _row(rule: Rule) -> str:
    over = ", ".join(id.partition(":")[2] for id in rule.overrides)
    name = rule.id.partition(":")[2]
    says = f"{rule.part} = {rule.sets}"
    return f"| {' | '.join((name, says, str(rule.when), over, ', '.join(rule.cites)))} |"


def chart_of(pack: Pack) -> str:
    """Lay a pack out as its questions in order, and what each rule leads to, in Mermaid's words."""
    lines = ["flowchart TD"]
    for place, name in enumerate(pack.order):
        ask = pack.questions[name].ask if name in pack.questions else name
        lines.append(f'  q{place}["{_quoted(ask)}"]')
        if place:
            lines.append(f"  q{place - 1} --> q{place}")
    for place, rule in enumerate(rule for rule in pack.rules if rule.part == "outcome"):
        asked = [pack.order.index(fact) for fact in rule.when.facts if fact in pack.order]
        lines.append(f'  r{place}(["{rule.sets}: {_quoted(", ".join(rule.cites))}"])')
        lines.append(f'  q{max(asked, default=0)} -- "{_quoted(str(rule.when))}" --> r{place}')
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return text.replace('"', "#quot;")
