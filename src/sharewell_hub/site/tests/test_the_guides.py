"""The guides keep up with what can be set."""

import re
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[4]
SETTING = re.compile(r"environ(?:\.get\(|\.setdefault\(|\[)\"((?:SHAREWELL_|OWNER_)?[A-Z_]+)\"")


def test_every_setting_stands_in_the_guide_to_running_it():
    guide = (PROJECT / "docs" / "guides" / "running-it.md").read_text()
    sources = (PROJECT / "src" / "sharewell_hub").rglob("*.py")
    read = {name for path in sources for name in SETTING.findall(path.read_text())}

    assert "SHAREWELL_HOME" in read
    assert [
        name for name in sorted(read) if name.startswith("SHAREWELL") and name not in guide
    ] == []
