"""Whether the records that stand here came back from a backup, and nobody has opened them."""

from sharewell.terms.errors import StartRefused
from sharewell_hub.logbook import log_key
from sharewell_hub.logbook.taking_in import ahead
from sharewell_hub.retention.opening import in_quarantine
from sharewell_hub.site.dumping import is_half_restored


def refuse_what_came_back() -> None:
    """Refuse records from a backup in which what was erased since may stand again."""
    if is_half_restored():
        raise StartRefused(
            what="The service was not started: its records were being restored.",
            why="The restore was cut off, so nobody knows what stands here.",
            next="Run sharewell-hub restore FOLDER once more, to its end.",
        )
    if row := in_quarantine():
        raise StartRefused(
            what="The service was not started: its records came back from a backup, and nobody has "
            "opened them.",
            why=f"The backup is of {row.backup_made_at:%d %B %Y}; what was erased since could be "
            "read again.",
            next="Run sharewell-hub restore --check, then sharewell-hub restore --open.",
        )
    if log_key.is_there() and (many := ahead()):
        raise StartRefused(
            what="The service was not started: its records are older than its log.",
            why=f"The log's files go {many:,} entries further: an old backup was put back by hand.",
            next="Bring it back with sharewell-hub restore instead, which erases again what was "
            "erased.",
        )
