"""Addresses of keeping no longer than necessary."""

from django.urls import path

from sharewell_hub.retention import pages

app_name = "retention"
urlpatterns = [
    path("retention", pages.due, name="due"),
    path("retention/periods", pages.keeping, name="keeping"),
    path("retention/<uuid:id>", pages.record, name="record"),
    path("retention/<uuid:id>/hold", pages.holding, name="hold"),
    path("retention/<uuid:id>/keep", pages.longer, name="longer"),
    path("retention/<uuid:id>/erase", pages.erase, name="erase"),
    path("holds/<uuid:id>/lift", pages.lifting, name="lift"),
]
