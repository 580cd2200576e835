"""The rooms, earliest first, and what Django gathers from them."""

from importlib.util import find_spec
from pathlib import Path

HUB = Path(__file__).resolve().parents[2]

ROOMS = [
    "look",
    "walls",
    "keystore",
    "vault",
    "drafts",
    "logbook",
    "custody",
    "outbox",
    "agencies",
    "agreements",
    "people",
    "access",
    "glass",
    "whereabouts",
    "concerns",
    "consents",
    "decisions",
    "protocols",
    "disclosures",
    "retention",
    "exports",
    "demo",
]
SIGNING_IN = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "axes",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "procrastinate.contrib.django",
    *SIGNING_IN,
    *(f"sharewell_hub.{room}" for room in ROOMS),
]

MIDDLEWARE = [
    "sharewell_hub.site.telling.Requests",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sharewell_hub.agencies.staying.Staying",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "sharewell_hub.glass.passing.PassedGates",
    "sharewell_hub.access.weighing.Looks",
    "sharewell_hub.walls.seeing.Wall",
    "sharewell_hub.look.doors.DoorMiddleware",
    "sharewell_hub.agencies.stepping.SteppingUp",
    "sharewell_hub.access.weighing.NeedToKnow",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "sharewell_hub.site.urls"
WSGI_APPLICATION = "sharewell_hub.site.wsgi.application"

ROOM_TEMPLATES = [HUB / room / "templates" for room in ROOMS]
CONTEXT = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "sharewell_hub.agencies.staying.ending",
    "sharewell_hub.agencies.staying.ways_in",
    "sharewell_hub.decisions.following.texts_followed",
    "sharewell_hub.decisions.following.if_you_hesitate",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": ROOM_TEMPLATES,
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "sharewell_hub.look.environment.environment",
            "context_processors": CONTEXT,
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": CONTEXT},
    },
]


def furnished(room: str, piece: str) -> bool:
    """Say whether a room has this piece of furniture, such as urls or commands."""
    return find_spec(f"sharewell_hub.{room}.{piece}") is not None
