"""Addresses of the questions, the answer and the decision."""

from django.urls import path

from sharewell_hub.decisions import deciding_pages, law_pages, pages

app_name = "decisions"
urlpatterns = [
    path("question", pages.question, name="question"),
    path("answer", pages.answer, name="answer"),
    path("decide", deciding_pages.decide, name="decide"),
    path("concerns/<uuid:id>/decide", deciding_pages.take_up, name="take_up"),
    path("law", law_pages.law, name="law"),
    path("decisions/<uuid:id>/again", deciding_pages.again, name="again"),
]
