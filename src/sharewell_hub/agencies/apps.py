"""The room's entry in the list of installed applications."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Agencies, practitioners, the directory and sign-in."""

    name = "sharewell_hub.agencies"
    label = "agencies"
