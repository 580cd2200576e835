"""One digest for each day's looks, in the log: a look taken away afterwards is found out."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from sharewell.terms.canonical import canonical, digest
from sharewell_hub.access.models import DayOfLooks, Look
from sharewell_hub.logbook.actions import log
from sharewell_hub.walls.seeing import served_by

SERVICE = "digest_looks"
KEPT = (
    *("id", "at", "practitioner_id", "agency_id", "holder", "verb", "kind"),
    *("objects_shown", "subjects", "purpose", "allowed", "rules", "marks"),
)


def digest_days() -> list[DayOfLooks]:
    """Digest each day that is over and is not digested yet, and log it."""
    with served_by(SERVICE):
        first = Look.objects.order_by("at").values_list("at", flat=True).first()
    made = []
    if first:
        last = DayOfLooks.objects.order_by("-day").first()
        day = last.day + timedelta(days=1) if last else timezone.localdate(first)
        while day < timezone.localdate():
            made.append(_digest(day))
            day += timedelta(days=1)
    return made


def altered_days() -> list[date]:
    """Name the days whose looks are not those that were digested."""
    return [
        row.day
        for row in DayOfLooks.objects.order_by("day")
        if digest_of(row.day) != (row.looks, row.digest)
    ]


def digest_of(day: date) -> tuple[int, str]:
    """Count and digest a day's looks."""
    start = timezone.make_aware(datetime.combine(day, time()))
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
    with served_by(SERVICE):
        found = Look.objects.filter(at__gte=start, at__lt=end).order_by("at", "id")
        rows = [{name: _plain(value) for name, value in row.items()} for row in found.values(*KEPT)]
    return len(rows), digest(canonical({"looks": rows}))


@transaction.atomic
def _digest(day: date) -> DayOfLooks:
    looks, found = digest_of(day)
    row = DayOfLooks(id=uuid4(), day=day, looks=looks, digest=found, digested_at=timezone.now())
    row.save(force_insert=True)
    log("looks_digested", object_id=row.pk, actor=None, agency=None, rules=[found])
    return row


def _plain(value: object) -> object:
    if isinstance(value, list):
        return [str(each) for each in value]
    return value if isinstance(value, bool) or value is None else str(value)
