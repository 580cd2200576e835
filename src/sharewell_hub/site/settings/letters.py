"""How letters leave, and the address under which people reach the service."""

import os

from sharewell_hub.site.home import home
from sharewell_hub.site.settings.security import DEMO

# What a letter's link begins with, such as https://sharewell.example.
SHAREWELL_ADDRESS = os.environ.get("SHAREWELL_ADDRESS", "http://localhost:8000").rstrip("/")

# The module of outbox/drivers that carries letters.
SHAREWELL_LETTERS_BY = "smtp"

# tls, starttls or off; off is refused unless the mail server is this machine.
EMAIL_SECURITY = "off" if DEMO else os.environ.get("SHAREWELL_SMTP_SECURITY", "starttls")
EMAIL_HOST = "127.0.0.1" if DEMO else os.environ.get("SHAREWELL_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("SHAREWELL_SMTP_PORT", "8025" if DEMO else "587"))
EMAIL_HOST_USER = os.environ.get("SHAREWELL_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("SHAREWELL_SMTP_PASSWORD", "")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("SHAREWELL_FROM", "Sharewell <letters@sharewell.example>")

# Where the demo keeps the letters that its own mail server takes over.
SHAREWELL_DEMO_LETTERS = home() / "demo-letters"

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
SHAREWELL_LOG_NAME = os.environ.get("SHAREWELL_LOG_NAME", "")
