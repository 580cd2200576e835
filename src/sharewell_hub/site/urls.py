"""Every room's addresses, in the order of the rooms."""

from django.conf import settings
from django.urls import include, path

from sharewell_hub.site.settings.gathering import furnished

urlpatterns = [
    path("", include(f"sharewell_hub.{room}.urls"))
    for room in settings.ROOMS
    if furnished(room, "urls")
]
