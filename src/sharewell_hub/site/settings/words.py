"""The language, the clock, the packs, and what may be said in a log line."""

import os
from pathlib import Path

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

APPEND_SLASH = False

# Which packs answer, and the folder with an area's own; None is no folder.
SHAREWELL_STACK = os.environ.get("SHAREWELL_STACK", "current")
SHAREWELL_PACKS = Path(os.environ["SHAREWELL_PACKS"]) if "SHAREWELL_PACKS" in os.environ else None

# A destination checked longer ago than this counts as not known.
VERIFIED_FOR_DAYS = 180

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"allowed": {"()": "sharewell_hub.site.telling.AllowedOnly"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "allowed"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "sharewell": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
