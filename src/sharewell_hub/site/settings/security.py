"""What keeps the pages closed: headers, cookies, hosts and the policy for content."""

import os

from csp.constants import NONE, SELF

from sharewell_hub.site import keys
from sharewell_hub.site.home import home

DEMO = os.environ.get("SHAREWELL_DEMO") == "1"
DEBUG = False

SECRET_KEY = keys.signing_key()
# The key above all keys: a file, a module (pkcs11:…), or what a package of yours brings.
SHAREWELL_ROOT_KEY = os.environ.get("SHAREWELL_ROOT_KEY", f"file:{keys.folder() / keys.ROOT}")
SHAREWELL_LOG_KEY = keys.folder() / "log.key"
SHAREWELL_DEMO_WITNESSES = home() / "demo-witnesses"
SHAREWELL_WITNESSES = os.environ.get("SHAREWELL_WITNESSES") or (
    str(SHAREWELL_DEMO_WITNESSES / "witnesses.toml")
    if DEMO and (SHAREWELL_DEMO_WITNESSES / "witnesses.toml").exists()
    else None
)
ALLOWED_HOSTS = [
    host for host in os.environ.get("SHAREWELL_HOSTS", "localhost 127.0.0.1 [::1]").split() if host
]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

SESSION_COOKIE_AGE = 15 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMO
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_SSL_REDIRECT = not DEMO
SECURE_HSTS_SECONDS = 0 if DEMO else 2 * 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEMO
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("SHAREWELL_BEHIND_PROXY") == "1" else None
)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

# To be on the browsers' preload list is for a partnership to ask for its own domain.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
