"""The settings, with a home of the tests' own, so that they never touch a demo's data."""

import os

from sharewell_hub.site.home import home

for _name in (
    "DATABASE_URL", "OWNER_DATABASE_URL", "KEYSTORE_URL", "OWNER_KEYSTORE_URL",
    "SHAREWELL_PACKS", "SHAREWELL_ROOT_KEY", "SHAREWELL_STACK",
):  # fmt: skip
    os.environ.pop(_name, None)
os.environ["SHAREWELL_DEMO"] = "1"
if home().name != "tests":  # a second worker is told of the first one's home
    os.environ["SHAREWELL_HOME"] = str(home() / "tests")
home.cache_clear()

from sharewell_hub.site.settings import *

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
