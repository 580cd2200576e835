"""Fetch the front-end files, strip what only GOV.UK may use, and write them to static/look/vendor.

Run `python -m sharewell_hub.look.vendoring` after changing a version; it needs Node and npm.
Nobody else does: the files it writes are kept in the repository, with their digests in VERSIONS.
"""

import gzip
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PACKAGES = {"govuk-frontend": "6.3.0", "sass": "1.108.2", "esbuild": "0.28.2"}
"""What is fetched: the components, and the two tools that make two files of them."""

LICENCE = f"/* govuk-frontend {PACKAGES['govuk-frontend']}, MIT licence */\n"

STYLED = [
    "back-link",
    "button",
    "character-count",
    "checkboxes",
    "date-input",
    "details",
    "error-message",
    "error-summary",
    "exit-this-page",
    "fieldset",
    "file-upload",
    "hint",
    "input",
    "inset-text",
    "label",
    "notification-banner",
    "panel",
    "password-input",
    "radios",
    "select",
    "service-navigation",
    "skip-link",
    "summary-list",
    "table",
    "tag",
    "task-list",
    "textarea",
    "warning-text",
]
"""The components whose styles our pages use."""

MOVING = {
    "button": "Button",
    "character-count": "CharacterCount",
    "checkboxes": "Checkboxes",
    "error-summary": "ErrorSummary",
    "exit-this-page": "ExitThisPage",
    "notification-banner": "NotificationBanner",
    "password-input": "PasswordInput",
    "radios": "Radios",
    "service-navigation": "ServiceNavigation",
    "skip-link": "SkipLink",
}
"""The components that do more with JavaScript than without; each works without it."""

SETTINGS = """
@use "pkg/dist/govuk/base" with (
  $govuk-font-family: (
    system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif
  ),
  $govuk-include-default-font-face: false,
  $govuk-functional-colours: (
    "brand": #0b5563, "text": #16242c, "secondary-text": #4a5a63, "template-background": #eef3f3,
    "border": #c6d2d4, "input-border": #3d4f58, "hover": #d5e0e1, "success": #0f6b45,
    "link": #0a5a8a, "link-visited": #54428e, "link-hover": #06314b, "link-active": #16242c,
    "surface-background": #eef3f3, "surface-text": #16242c, "surface-border": #9fb9bd,
  ),
);
"""
"""Our own name, letters and colours in place of GOV.UK's."""

FORBIDDEN = ("GDS Transport", "@font-face", "crown", "crest", "GOV.UK", "http://", "https://")
"""What may not be left in a file that we serve."""

VENDOR = Path(__file__).parent / "static" / "look" / "vendor"


def main() -> int:
    """Fetch, compile, strip, check and write the two files; tell what they weigh."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        fetch(work)
        made = {"govuk-frontend.css": styles(work), "govuk-frontend.js": behaviour(work)}
        licence = (work / "node_modules/govuk-frontend/package.json").read_text()
        if '"license": "MIT"' not in licence:
            raise SystemExit("Nothing was written: govuk-frontend has another licence now.")
    for name, text in made.items():
        refuse_foreign_marks(name, text)
    write(made)
    for name, text in made.items():
        print(f"{name}: {len(text):,} characters, {len(gzip.compress(text.encode())):,} bytes sent")
    return 0


def fetch(work: Path) -> None:
    """Install the named versions into a folder that is thrown away."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("Nothing was fetched: npm is not installed. Install Node, then run again.")
    names = [f"{name}@{version}" for name, version in PACKAGES.items()]
    run(work, npm, "install", "--no-audit", "--no-fund", *names)
    (work / "pkg").symlink_to(work / "node_modules" / "govuk-frontend")


def styles(work: Path) -> str:
    """Compile only the components that our pages use, in our letters and colours."""
    parts = [
        "core",
        "objects",
        *(f"components/{name}" for name in STYLED),
        "utilities",
        "overrides",
    ]
    uses = "\n".join(f'@use "pkg/dist/govuk/{part}";' for part in parts)
    (work / "entry.scss").write_text(SETTINGS + uses)
    sass = "node_modules/.bin/sass"
    made = run(work, sass, "--style=compressed", "--no-source-map", "--quiet", "entry.scss")
    return LICENCE + strip(made)


def behaviour(work: Path) -> str:
    """Bundle only the components that do something, started as a module."""
    lines = [
        f'import {{ {cls} }} from "./pkg/dist/govuk/components/{name}/{name}.mjs";'
        for name, cls in MOVING.items()
    ]
    lines += [
        'import { createAll } from "./pkg/dist/govuk/init.mjs";',
        f"for (const one of [{', '.join(MOVING.values())}]) createAll(one);",
    ]
    (work / "entry.mjs").write_text("\n".join(lines))
    wishes = ("--bundle", "--minify", "--format=iife", "--legal-comments=none", "--target=es2020")
    return LICENCE + strip(run(work, "node_modules/.bin/esbuild", "entry.mjs", *wishes))


def run(work: Path, *command: str) -> str:
    """Run a tool, named above and by nobody else, in the folder; give what it wrote."""
    done = subprocess.run(command, cwd=work, check=True, capture_output=True)  # noqa: S603
    return done.stdout.decode()


def strip(text: str) -> str:
    """Take out what only GOV.UK may show, and addresses that lead away from our own host."""
    text = re.sub(r"@font-face\{[^}]*\}", "", text).replace("\ufeff", "")
    text = re.sub(r"GOV\.UK Frontend", "Frontend", text)
    return re.sub(r"https?://[^\"'`\s)]*", "", text)


def refuse_foreign_marks(name: str, text: str) -> None:
    """Stop before anything is written when a mark of GOV.UK or a foreign address is left."""
    left = [mark for mark in FORBIDDEN if mark in text]
    if left:
        raise SystemExit(f"Nothing was written: {name} still holds {', '.join(left)}.")


def write(made: dict[str, str]) -> None:
    """Write the files, and VERSIONS with what they were made of and the digest of each."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    lines = [f"{name} {version}" for name, version in PACKAGES.items()]
    for name, text in made.items():
        (VENDOR / name).write_text(text)
        lines.append(f"{hashlib.sha256(text.encode()).hexdigest()}  {name}")
    (VENDOR / "VERSIONS").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    sys.exit(main())
