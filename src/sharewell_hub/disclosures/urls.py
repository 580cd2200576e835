"""Addresses of what is sent, received and waiting."""

from django.urls import path

from sharewell_hub.disclosures import desk_pages, pages, receiving_pages
from sharewell_hub.disclosures.record_urls import patterns as record

app_name = "disclosures"
urlpatterns = [
    path("desk", desk_pages.desk, name="desk"),
    path("call-backs/<uuid:id>", desk_pages.review, name="review"),
    *record,
    path("decisions/<uuid:id>/share", pages.share, name="share"),
    path("decisions/<uuid:id>/share/call-back", pages.call_back, name="call_back"),
    path("decisions/<uuid:id>/share/check", pages.check, name="check"),
    path("disclosures/<uuid:id>", pages.disclosure, name="disclosure"),
    path("disclosures/<uuid:id>/remind", pages.remind_them, name="remind"),
    path("concerns/<uuid:id>/told", pages.told, name="told"),
    path("received/<str:reference>", receiving_pages.received, name="received"),
    path("received/<str:reference>/hand-on", receiving_pages.pass_to, name="hand_on"),
    path("received/<str:reference>/accept", receiving_pages.accept, name="accept"),
    path("received/<str:reference>/where", receiving_pages.show_place, name="show_place"),
    path("received/<str:reference>/answer", receiving_pages.answer, name="answer"),
]
