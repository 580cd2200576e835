"""Reading the log: it holds nothing about people, so it asks for no viewer."""

from django.db.models import QuerySet

from sharewell_hub.logbook.models import Entry


def entries() -> QuerySet[Entry]:
    """Give every entry, oldest first."""
    return Entry.objects.order_by("at", "id")
