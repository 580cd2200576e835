"""The room's entry in the list of installed applications."""

from django.apps import AppConfig
from django.core.checks import register


class AgenciesConfig(AppConfig):
    """Agencies, practitioners, the directory and sign-in."""

    name = "sharewell_hub.agencies"
    label = "agencies"

    def ready(self) -> None:
        """Refuse to start with settings of sign-in that would not hold."""
        from sharewell_hub.agencies.settling import every_setting_holds

        register(every_setting_holds)
