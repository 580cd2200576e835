"""Addresses of breaking the glass and of the reviews."""

from django.urls import path

from sharewell_hub.glass import pages

app_name = "glass"
urlpatterns = [
    path("break-glass", pages.ask, name="ask"),
    path("break-glass/try", pages.try_it, name="try_it"),
    path("break-glass/nothing", pages.nothing, name="nothing"),
    path("break-glass/open", pages.open_now, name="open_now"),
    path("reviews", pages.reviews, name="reviews"),
    path("reviews/<str:reference>", pages.one, name="one"),
]
