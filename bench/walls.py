"""What the second wall costs: a million decisions, and the newest and the count of mine."""

import time
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from bench.database import a_database
from bench.report import Report

ROWS, MINE = 1_000_000, 50_000
ROUNDS, ROUNDS_ALONE, NEWEST = 300, 30, 50
SHARES = (50, 99)
MOST = 1.3
ALIKE = """
insert into decisions_decision ({columns})
select {values} from generate_series(1, %s) number
join (select *, row_number() over (order by id) - 1 as place, count(*) over () as of
      from decisions_decision where (id = any(%s)) = %s and supersedes_id is null) made
  on made.place = number %% made.of
"""
"""As many rows as are asked for, each like one that the demo has or like one that it has not."""
NEW = {
    "id": "gen_random_uuid()",
    "submission": "gen_random_uuid()",
    "supersedes_id": "gen_random_uuid()",
    "decided_at": "now() - random() * interval '900 days'",
    **dict.fromkeys(("facts", "answer"), "'{}'::jsonb"),
    **dict.fromkeys(("said", "packs"), "'[]'::jsonb"),
}
FILTER = " where agency_id = %s"
ASKED = {
    f"My newest {NEWEST}": (
        "select id, decided_at, decided from decisions_decision{where}"
        f" order by decided_at desc limit {NEWEST}"
    ),
    "The count of mine": "select count(*) from decisions_decision{where}",
}


def measure() -> Report:
    """Ask the same of the same rows behind the wall, and with the application's filter alone."""
    report = Report(f"The second wall: {ROWS:,} decisions, {MINE:,} of them mine", [])
    with a_database() as name:
        import_module("sharewell_hub.demo.loading").load()
        with _connected(name) as server, _connected(name, "sharewell_app") as application:
            viewer, mine = _viewer(server, application)
            _fill(server, mine)
            for what, words in ASKED.items():
                report.rows += _beside(what, words, server, _looking(application, viewer))
    report.notes = [
        f"{ROUNDS} rounds in turns, on connections that differ in nothing else. The filter is what "
        "the service asks for somebody at a desk: my agency. It asks with filter and wall "
        "together, and the limit is for p99 of that; the wall alone is what stands where a filter "
        f"was forgotten, {ROUNDS_ALONE} rounds, without a limit."
    ]
    report.outside = [
        f"{row['what']}: {row['of the filter, p99']} of the filter's p99, limit {MOST}"
        for row in report.rows
        if row["what"].endswith("filter and wall") and float(row["of the filter, p99"]) > MOST
    ]
    return report


def _connected(name: str, role: str = "postgres") -> Any:
    postgres = import_module("sharewell_hub.site.postgres")
    psycopg = import_module("psycopg")
    return psycopg.connect(
        host=str(postgres.socket_folder()), dbname=name, user=role, autocommit=True,
        cursor_factory=psycopg.ClientCursor,
    )  # fmt: skip


def _looking(application: Any, viewer: str) -> Any:
    application.execute("select set_config('sharewell.practitioner', %s, false)", [viewer])
    return application


def _viewer(server: Any, application: Any) -> tuple[str, list[Any]]:
    """Find whom the wall shows most of the demo's decisions, and which those are."""
    for (table,) in server.execute("select tablename from pg_policies where policyname = %s",
                                   ["seen_by_tests"]).fetchall():  # fmt: skip
        server.execute(f"drop policy seen_by_tests on {table}")
    people = server.execute("select id::text from agencies_practitioner").fetchall()
    shown = {
        person: [id for (id,) in _looking(application, person)
                 .execute("select id from decisions_decision").fetchall()]
        for (person,) in people
    }  # fmt: skip
    viewer = max(shown, key=lambda person: len(shown[person]))
    return viewer, shown[viewer]


def _fill(server: Any, mine: list[Any]) -> None:
    """Make rows like those that are mine and like those that are not, and look at them once."""
    found = server.execute(
        "select column_name from information_schema.columns where table_name = %s",
        ["decisions_decision"],
    )
    columns = [name for (name,) in found.fetchall()]
    words = ALIKE.format(
        columns=", ".join(columns),
        values=", ".join(NEW.get(each, f"made.{each}") for each in columns),
    )
    server.execute("set session_replication_role = replica")
    for is_mine, many in ((True, MINE), (False, ROWS - MINE)):
        server.execute(words, [many, mine, is_mine])
    server.execute("vacuum (analyze) decisions_decision")


def _beside(what: str, words: str, server: Any, application: Any) -> Iterator[dict[str, Any]]:
    """Ask in turns, and see that both answers are the same."""
    mine = application.execute("select agency_id from decisions_decision limit 1").fetchone()
    filtered = words.format(where=FILTER), mine
    ways = {
        "the filter alone": (server, *filtered, ROUNDS),
        "filter and wall": (application, *filtered, ROUNDS),
        "the wall alone": (application, words.format(where=""), None, ROUNDS_ALONE),
    }
    answers: dict[str, Any] = {}
    took: dict[str, list[float]] = {way: [] for way in ways}
    for number in range(ROUNDS):
        for way, (connection, sql, parameters, rounds) in ways.items():
            if number < rounds:
                began = time.perf_counter()
                answers[way] = connection.execute(sql, parameters).fetchall()
                took[way].append(time.perf_counter() - began)
    assert len({str(each) for each in answers.values()}) == 1, what
    base = sorted(took["the filter alone"])
    for way, found in took.items():
        yield _row(f"{what}, {way}", sorted(found), base)


def _row(what: str, took: list[float], base: list[float]) -> dict[str, Any]:
    told = {f"p{share} ms": round(_at(took, share) * 1000, 2) for share in SHARES}
    ratios = {f"of the filter, p{each}": f"{_at(took, each) / _at(base, each):.2f}"
              for each in SHARES}  # fmt: skip
    return {"what": what, **told, **ratios}


def _at(ordered: list[float], share: int) -> float:
    return ordered[len(ordered) * share // 100]
