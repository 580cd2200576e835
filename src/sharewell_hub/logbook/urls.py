"""Addresses of the log."""

from django.urls import path

from sharewell_hub.logbook import pages

app_name = "logbook"
urlpatterns = [
    path("log", pages.the_log, name="the_log"),
    path("log/entries/<uuid:id>", pages.entry, name="entry"),
    path("log/entries/<uuid:id>.tlog-proof", pages.receipt, name="receipt"),
    path("log/entries/<uuid:id>.entry", pages.leaf, name="leaf"),
    path("log/keys", pages.keys, name="keys"),
    path("log/files/<path:name>", pages.published, name="file"),
]
