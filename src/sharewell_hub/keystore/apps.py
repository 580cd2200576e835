"""The room as Django knows it."""

from django.apps import AppConfig


class Keystore(AppConfig):
    """The room for keys."""

    name = "sharewell_hub.keystore"
