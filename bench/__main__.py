"""Run the benchmarks that are named, or all of them; exit 1 where one is outside its limits."""

import json
import sys
from importlib import import_module
from pathlib import Path

from bench.report import Report

NAMES = ("ask", "decide", "keys", "log", "pages", "prove", "replay", "start", "walls")
RESULTS = Path(__file__).parent / "results"


def main(names: list[str]) -> int:
    """Measure, print a table for each, and keep the figures in bench/results."""
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        print(
            f"Nothing was measured: there is no benchmark called {', '.join(unknown)}.\n"
            "Each benchmark is a module of bench/.\n"
            f"Choose from {', '.join(NAMES)}.",
            file=sys.stderr,
        )
        return 2
    reports: list[Report] = []
    for name in names or NAMES:
        report: Report = import_module(f"bench.{name}").measure()
        RESULTS.mkdir(exist_ok=True)
        kept = json.dumps(report.figures(), indent=2, ensure_ascii=False)
        (RESULTS / f"{name}.json").write_text(kept + "\n")
        print(report.table(), flush=True)
        reports.append(report)
    return 0 if all(not report.outside for report in reports) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
