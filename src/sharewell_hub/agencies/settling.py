"""Looks at the settings of sign-in before the service opens."""

from django.conf import settings
from django.core.checks import CheckMessage, Error

from sharewell.terms.errors import StartRefused
from sharewell_hub.agencies.providers import providers

BOUNDS = {"STEP_UP_MINUTES": (1, 15), "SIGN_IN_HOURS": (1, 24)}


def every_setting_holds(app_configs: object, **_kwargs: object) -> list[CheckMessage]:
    """Name each setting of sign-in that is out of bounds, or cannot be read."""
    faults: list[CheckMessage] = [
        Error(
            f"SHAREWELL_{name} is not between {least} and {most}.",
            hint="Leave it out, or choose a number between them.",
            id="agencies.E001",
        )
        for name, (least, most) in BOUNDS.items()
        if not least <= getattr(settings, name) <= most
    ]
    try:
        providers()
    except StartRefused as refused:
        faults.append(Error(f"{refused.what} {refused.why}", hint=refused.next, id="agencies.E002"))
    return faults
