"""How surely we know who is at this browser: by which step, and how long ago."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.walls.moment import latest_time

AT, BY = "stepped_up_at", "stepped_up_by"
MISSING, LOOKED_AT, BY_AGENCY = "second_step_missing", "steps_looked_at", "signed_in_by_agency"
TYPED, APP, KEY, RECOVERY_CODE = "password", "app", "key", "recovery_code"
AGENCY, AGENCY_SECOND_STEP = "agency", "agency_second_step"
SECOND_STEPS = frozenset({APP, KEY, RECOVERY_CODE, AGENCY_SECOND_STEP})
KINDS = {"totp": APP, "webauthn": KEY, "recovery_codes": RECOVERY_CODE}


@dataclass(frozen=True, slots=True)
class Strength:
    """The last step by which somebody showed who they are: how, when, and what is missing."""

    method: str
    stepped_up_at: datetime | None
    second_step_missing: bool

    @property
    def second_step(self) -> bool:
        """Tell whether it was a second step, and not a password alone."""
        return self.method in SECOND_STEPS

    @property
    def fresh(self) -> bool:
        """Tell whether it is recent and sure enough for acts that need it."""
        if self.stepped_up_at is None or (settings.SECOND_STEP_REQUIRED and not self.second_step):
            return False
        return latest_time() - self.stepped_up_at < timedelta(minutes=settings.STEP_UP_MINUTES)


def strength(request: HttpRequest) -> Strength:
    """Tell by which step, and when, the practitioner at this browser was last sure to be it."""
    at = request.session.get(AT)
    return Strength(
        method=request.session.get(BY, ""),
        stepped_up_at=datetime.fromtimestamp(at, UTC) if at else None,
        second_step_missing=bool(request.session.get(MISSING, True)),
    )


def has_second_step(person: Practitioner) -> bool:
    """Tell whether somebody has an authenticator app or a key."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(is_mfa_enabled(person, types=kinds))


def note_step(request: HttpRequest) -> None:
    """Write the newest step into the session, unless it is weaker than what this person has."""
    records = get_authentication_records(request, request.user)
    newest: dict[str, Any] = records[-1] if records else {"method": "password", "at": 1}
    looked_at = request.session.get(LOOKED_AT)
    if newest["at"] == looked_at or (looked_at and not records):
        return
    request.session[LOOKED_AT] = newest["at"]
    lag = (latest_time() - timezone.now()).total_seconds()
    at = (newest["at"] if records else timezone.now().timestamp()) + lag
    method = method_of(newest)
    if method == AGENCY:
        told = request.session.get(BY_AGENCY, {})
        at, method = told.get("at", 0), AGENCY_SECOND_STEP if told.get("second_step") else AGENCY
    person: Any = request.user
    missing = method not in SECOND_STEPS and not has_second_step(person)
    request.session[MISSING] = missing
    if missing or method in SECOND_STEPS:
        request.session[AT], request.session[BY] = at, method


def note_agency(request: HttpRequest, *, second_step: bool, at: float) -> None:
    """Write into the session what the agency's own sign-in says of itself."""
    request.session[BY_AGENCY] = {"second_step": second_step, "at": at}


def method_of(record: dict[str, Any]) -> str:
    """Name the step that allauth has recorded."""
    if record["method"] == "mfa":
        return KINDS.get(record.get("type", ""), TYPED)
    return AGENCY if record["method"] == "socialaccount" else TYPED
