"""Look at a page in a browser as several kinds of reader would, and name every fault."""

from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ASK_AXE = """async (rules) =>
  (await axe.run(document, {runOnly: rules, resultTypes: ["violations"]})).violations
  .map(v => `${v.id}: ${v.help} (${v.nodes.map(n => n.target.join(" ")).join(", ")})`)"""
MEASURE = """() => ({
  title: document.title,
  language: document.documentElement.lang,
  headings: [...document.querySelectorAll("h1")].map(h => h.innerText.trim()),
  width: document.documentElement.clientWidth,
  needed: document.documentElement.scrollWidth,
  wide: [...document.body.querySelectorAll("*")]
    .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .filter(e => !e.closest(".sw-scroll"))
    .slice(0, 3).map(e => e.tagName.toLowerCase() + "." + e.className),
})"""


def faults(page: Page, remote: CDPSession, *, scripts: bool) -> list[str]:
    """Name everything wrong with the page that is open."""
    if not scripts:
        remote.send("Emulation.setScriptExecutionDisabled", {"value": False})
    try:
        found: list[str] = []
        seen = page.evaluate(MEASURE)
        page.evaluate(AXE)
        found += page.evaluate(ASK_AXE, RULES)
    finally:
        if not scripts:
            remote.send("Emulation.setScriptExecutionDisabled", {"value": True})
    return found + plain_faults(seen)


def plain_faults(seen: dict[str, Any]) -> list[str]:
    """Name the faults that need no tool: title, heading, language, width."""
    found = []
    if not seen["title"].strip(" –").removesuffix("Sharewell").strip(" –"):
        found.append("no title")
    if len(seen["headings"]) != 1 or not seen["headings"][0]:
        found.append(f"not one heading of the first level: {seen['headings']}")
    if not seen["language"]:
        found.append("no language")
    if seen["needed"] > seen["width"]:
        found.append(f"{seen['needed']} px wide in {seen['width']} px: {', '.join(seen['wide'])}")
    return found
