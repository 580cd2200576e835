"""Addresses that exist in the demo alone."""

from django.conf import settings
from django.urls import path

from sharewell_hub.demo import pages

app_name = "demo"
urlpatterns = (
    [
        path("outbox", pages.outbox, name="outbox"),
        path("demo", pages.borough, name="borough"),
    ]
    if settings.DEMO
    else []
)
