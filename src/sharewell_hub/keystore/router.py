"""Which database a table lies in: keys in the keystore, everything else elsewhere."""

from typing import Any

from django.db.models import Model

ROOM = "keystore"
ALIAS, OWNER_ALIAS = "keystore", "keystore_owner"


class KeysApart:
    """Sends every question about keys to the keystore, and no other question."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        """Read keys from the keystore."""
        return ALIAS if model._meta.app_label == ROOM else None

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Make the tables of keys in the keystore, and all others outside it."""
        return (db in (ALIAS, OWNER_ALIAS)) == (app_label == ROOM)
