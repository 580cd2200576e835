"""Addresses of the protocols."""

from django.urls import path

from sharewell_hub.protocols import pages

app_name = "protocols"
urlpatterns = [
    path("protocols", pages.protocols, name="protocols"),
    path("protocols/compare", pages.compare, name="compare"),
    path("protocols/<slug:pack>", pages.table, name="table"),
    path("protocols/<slug:pack>/chart", pages.chart, name="chart"),
]
