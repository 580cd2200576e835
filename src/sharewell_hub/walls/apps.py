"""The room as Django knows it."""

from django.apps import AppConfig


class Walls(AppConfig):
    """The room of what the database itself shows."""

    name = "sharewell_hub.walls"
