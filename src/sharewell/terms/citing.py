"""Citations as people say them: `bromley_2017 gr3` is the Bromley protocol 2017, golden rule 3."""

TEXTS = {
    "london_2007": "London child protection procedures 2007, chapter",
    "sussex_2023": "Sussex child protection procedures 2023,",
    "bromley_2017": "Bromley information sharing protocol 2017,",
    "hmg_2018": "HM Government advice 2018,",
    "ecins": "Myth-busting guide,",
}
PLACES = {
    "gr": "golden rule",
    "ck": "checklist item",
    "cal": "Caldicott principle",
    "when": "when to share, question",
    "how": "how to share, point",
    "m": "myth",
    "p": "principle",
    "app": "appendix",
    "flow": "flowchart, note",
}


def place_in_words(paragraph: str) -> str:
    """Say where in a text a paragraph stands: gr3 is golden rule 3."""
    kind, number = paragraph.rstrip("0123456789"), paragraph.lstrip("abcdefghijklmnopqrstuvwxyz")
    if number and kind in PLACES:
        return f"{PLACES[kind]} {number}"
    part, _, name = paragraph.partition(".")
    if part in PLACES:
        said = name if name.isdigit() else f"“{name.replace('_', ' ')}”"
        return f"{PLACES[part]} {said}"
    return paragraph.replace("_", " ")


def in_words(cite: str) -> str:
    """Say a citation of one of the source texts; any other already is in words."""
    text, _, paragraph = cite.partition(" ")
    return f"{TEXTS[text]} {place_in_words(paragraph)}" if text in TEXTS else cite
