"""What a door needs: the verb that its address means, and where the record it is about is found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.db.models import Model
from django.http import HttpRequest

from sharewell.permitting import Duty

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A record as far as it bears on who may see it: whose, about whom, sent to whom for what.

    `at` is the agency at whose end this address shows it: the recipient's for what was received.
    `duty` is what must be told about it, and the last three whether its holder is a service whose
    existence is shown on a condition, and which of the two conditions was met.
    """

    id: str
    holder: UUID
    subject: UUID
    recipient: UUID | None = None
    purpose: str = ""
    at: UUID | None = None
    there: bool = True
    duty: Duty | None = None
    sensitive_service: bool = False
    child_agrees: bool = False
    reasonable_cause: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where a record stands: its table, and the columns that say whose it is and about whom.

    Shapes:  around names columns that `Found` has too; duty says from the columns of duty_by which
             duty there is to tell of it; known_by is the verb by which alone anybody may know that
             a record of this table is there, whatever else they may do with it.
    """

    model: type[Model]
    holder: str = "agency_id"
    subject: str = "subject_id"
    recipient: str = ""
    purpose: str = ""
    key: str = "id"
    around: tuple[str, ...] = ()
    duty: Callable[[Mapping[str, Any]], Duty | None] | None = None
    duty_by: tuple[str, ...] = ()
    known_by: str = ""

    def find(self, key: object) -> Found | None:
        """Find a record by what stands in its address."""
        columns = [self.holder, self.subject, *filter(None, (self.recipient, self.purpose))]
        columns += [*self.around, *self.duty_by]
        row = self.model._default_manager.filter(**{self.key: key}).values(*columns).first()
        if row is None:
            return None
        recipient = row[self.recipient] if self.recipient else None
        return Found(
            id=str(key),
            holder=row[self.holder],
            subject=row[self.subject],
            recipient=recipient,
            purpose=row[self.purpose] if self.purpose else "",
            at=recipient or row[self.holder],
            duty=self.duty(row) if self.duty else None,
            **{name: row[name] for name in self.around},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What is done at an address, by looking and by sending something.

    `tells` is the verb by which the address as a whole fulfils a duty to tell, if it does.
    """

    kind: str
    where: Where
    verb: str
    sending: str
    meant: tuple[str, str] | None = None
    tells: str = ""

    def verb_of(self, request: HttpRequest) -> str:
        """Give the verb that this request means."""
        if request.method != "POST":
            return self.verb
        if self.meant and request.POST.get(self.meant[0]) != self.meant[1]:
            return self.verb
        return self.sending


def needs(
    verb: str,
    kind: str,
    where: Where,
    *,
    sending: str = "",
    meant: tuple[str, str] | None = None,
) -> Callable[[View], View]:
    """Declare what a view does with a record: `verb`, and `sending` where something is posted.

    Shapes:  verb, sending and kind are codes of permitting.toml; meant is the field and value by
             which alone what is posted means `sending`.
    """

    def mark(view: View) -> View:
        found = Needs(kind=kind, where=where, verb=verb, sending=sending or verb, meant=meant)
        vars(view)["needs"] = found
        return view

    return mark


def tells(verb: str) -> Callable[[View], View]:
    """Declare that a view, above what it needs, is a step of telling: no gate stops a duty here.

    Shapes:  verb is the code of permitting.toml by which it tells.
    """

    def mark(view: View) -> View:
        vars(view)["needs"] = replace(vars(view)["needs"], tells=verb)
        return view

    return mark


def nothing_found(key: object) -> Found:
    """Give what is weighed where there is no such record, so that it is weighed all the same."""
    return Found(id=str(key), holder=uuid4(), subject=uuid4(), there=False)
