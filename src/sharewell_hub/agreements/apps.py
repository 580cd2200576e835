"""The room as Django knows it."""

from django.apps import AppConfig


class Agreements(AppConfig):
    """The room for agreements between agencies."""

    name = "sharewell_hub.agreements"
