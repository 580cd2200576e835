"""Everything that leaves with one record, in one archive: the same record in each of its forms."""

import io
import json
from collections.abc import Iterator
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.core.serializers.json import DjangoJSONEncoder

from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.decisions.models import Decision
from sharewell_hub.disclosures.record import record_of
from sharewell_hub.disclosures.record_pdf import last_act, pdf_of
from sharewell_hub.exports.sheets import sheets_of
from sharewell_hub.whereabouts.guarding import refuse_hidden


def parcel_of(viewer: Practitioner, decision: Decision) -> bytes:
    """Pack a record for leaving: to read, for another system, and as sheets.

    Raises:  NotFound, also for another agency's. PlaceHidden where a hidden address stands in it.
    """
    record = record_of(viewer, decision)
    refuse_hidden(decision.subject_id, texts_of(record))
    data = json.dumps(record | replayable(decision), cls=DjangoJSONEncoder, ensure_ascii=False)
    files = {"record.json": data.encode(), "record.pdf": pdf_of(record), **sheets_of(record)}
    at = last_act(record).timetuple()[:6]
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, held in files.items():
            archive.writestr(ZipInfo(name, at), held, ZIP_DEFLATED)
    return packed.getvalue()


def texts_of(record: dict[str, Any]) -> dict[str, str]:
    """Name the words of each part of a record."""
    return {
        f"the part “{part.replace('_', ' ')}”": "\n".join(_words(held))
        for part, held in record.items()
    }


def _words(held: Any) -> Iterator[str]:
    """Give every text in something nested."""
    if isinstance(held, str):
        yield held
    elif isinstance(held, dict):
        for each in held.values():
            yield from _words(each)
    elif isinstance(held, list | tuple):
        for each in held:
            yield from _words(each)


def replayable(decision: Decision) -> dict[str, Any]:
    """Give what weighing a decision again needs: facts, answer and digests as they were kept."""
    return {
        "facts": decision.facts,
        "answer": decision.answer,
        "as_at": decision.as_at,
        "engine_version": decision.engine_version,
        "pack_digest": decision.stack_bytes_id,
        "facts_digest": decision.facts_digest,
        "result_digest": decision.result_digest,
    }
