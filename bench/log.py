"""What remembering costs an act, how soon it has its place, and what verifying all of it takes."""

import shutil
import statistics
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

from bench.database import a_database
from bench.published import measured
from bench.report import Report
from journeys.town import somewhere

ROUNDS, SECONDS = 5, 3.0
A_USUAL_DAY, USUAL = "Appended, 200 acts a second", 200
LEAST, LONGEST_LAG = 0.75, 300.0
LONGEST = {"verified from disk": 4.0, "made and verified": 0.001}


def measure() -> Report:
    """Let eight processes write the same rows in three ways, in turns; then read a million."""
    report = Report("The log: what remembering costs", [])
    with a_database():
        folder = somewhere()
        import_module("django.conf").settings.SHAREWELL_LOG_FILES = folder
        try:
            report.rows = list(_appended(import_module("bench.appending")))
        finally:
            shutil.rmtree(folder)
    for what, seconds in measured():
        report.rows.append(_line(what, seconds=seconds))
    report.outside = list(_outside(report.rows))
    report.notes = [
        f"{ROUNDS} rounds of {SECONDS:.0f} s in turns, 8 processes; each act is a transaction of "
        "its own on a database that waits for its disk. The ratio is the median of the rounds'.",
        "The plain row is made in the same way and inserted by the same statement. Beside the "
        "appends, the sequencer signs a checkpoint every 200 ms; lag is until one covers an entry, "
        "and its limit is for 200 acts a second.",
        "The chain hashes each row over the one before inside the transaction.",
    ]
    return report


def _appended(at: Any) -> Iterator[dict[str, Any]]:
    """Write in turns, so that whatever else the machine does is shared by all ways."""
    postgres = import_module("sharewell_hub.site.postgres")
    name = import_module("django.db").connection.settings_dict["NAME"]
    with postgres.connect(name) as server:
        server.execute(at.CHAIN)
        server.execute("grant all on head_of_the_chain to public")
    ways = {"A plain INSERT": at.plain, "Appended": at.appended, "Chained": at.chained}
    rounds = [{what: at.written(way, SECONDS) for what, way in ways.items()} for _ in range(ROUNDS)]
    for what in ways:
        ratio = statistics.median(one[what].rate / one["A plain INSERT"].rate for one in rounds)
        yield _row(what, [one[what] for one in rounds], ratio)
    usual = at.written(at.appended, SECONDS * 2, pace=at.WRITERS / USUAL)
    yield _row(A_USUAL_DAY, [usual], None)


def _row(what: str, rounds: list[Any], ratio: float | None) -> dict[str, Any]:
    took = [each for one in rounds for each in one.took]
    lags = [each for one in rounds if one.steps for each in one.lags()]
    row = _line(what) | {
        "a second": round(statistics.median(one.rate for one in rounds)),
        "ratio": None if ratio is None else f"{ratio:.2f}",
        "p50 ms": _above(took, 0.5),
        "p99 ms": _above(took, 0.99),
    }
    return row | ({"lag p99 ms": _above(lags, 0.99)} if lags else {})


def _line(what: str, seconds: float | None = None) -> dict[str, Any]:
    names = ("a second", "ratio", "p50 ms", "p99 ms", "lag p99 ms")
    told = None if seconds is None else f"{seconds:.5f}" if seconds < 0.1 else f"{seconds:.2f}"
    return {"what": what, **dict.fromkeys(names), "seconds": told}


def _above(found: Iterable[float], share: float) -> float:
    """Give the milliseconds that all but a share of them are within."""
    ordered = sorted(found)
    return round(ordered[int(len(ordered) * share)] * 1000, 1)


def _outside(rows: list[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        what = row["what"]
        if what == "Appended" and float(row["ratio"]) < LEAST:
            yield f"{what}: {row['ratio']} of a plain INSERT, wanted {LEAST}"
        if what == A_USUAL_DAY and row["lag p99 ms"] > LONGEST_LAG:
            yield f"{what}: lag p99 {row['lag p99 ms']:.0f} ms, limit {LONGEST_LAG:.0f} ms"
        for word, limit in LONGEST.items():
            if word in what and float(row["seconds"]) > limit:
                yield f"{what}: {row['seconds']} s, limit {limit} s"
