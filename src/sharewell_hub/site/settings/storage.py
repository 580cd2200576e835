"""Where things are kept: tables, static files and, for moments, memory."""

import os

from sharewell_hub.site import database
from sharewell_hub.site.home import home

DATABASES = {
    "default": database.address(),
    "owner": database.address(database.OWNER),
    "keystore": database.address(database.KEYS_APPLICATION),
    "keystore_owner": database.address(database.KEYS_OWNER),
}
DATABASE_ROUTERS = ["sharewell_hub.keystore.router.KeysApart"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

STATIC_URL = "/static/"
STATIC_ROOT = home() / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 60

SHAREWELL_LOG_FILES = home() / "log"

# After so many days a backup of the keys is used no longer: whoever was erased opens with it.
KEY_BACKUP_DAYS = int(os.environ.get("SHAREWELL_KEY_BACKUP_DAYS", "30"))
