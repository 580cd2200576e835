"""The room as Django knows it."""

from django.apps import AppConfig


class Vault(AppConfig):
    """The room for keys and sealed words."""

    name = "sharewell_hub.vault"
