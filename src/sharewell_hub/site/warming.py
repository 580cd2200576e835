"""What is built once, before the first visitor comes, and then left alone."""

import gc
from importlib import import_module
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import connections
from django.template import engines
from django.template.backends.jinja2 import Jinja2

from sharewell_hub.site.settings.gathering import furnished

AFTER_SO_MANY_OBJECTS = 20_000
"""A page makes some thousands, nearly all of them gone by themselves when it is sent."""


def warm_up(application: WSGIHandler) -> None:
    """Build once what every worker needs: each room's engine, the addresses and the templates."""
    for room in settings.ROOMS:
        if furnished(room, "engine"):
            import_module(f"sharewell_hub.{room}.engine").engine()
    for pages in (one.env for one in engines.all() if isinstance(one, Jinja2)):
        for name in pages.list_templates(extensions=["html"]):
            if not name.startswith("govuk_"):
                pages.get_template(name)
    visit: dict[str, Any] = {}
    setup_testing_defaults(visit)
    visit |= {"HTTP_HOST": settings.ALLOWED_HOSTS[0], "wsgi.url_scheme": "https"}
    application.get_response(WSGIRequest(visit))
    connections.close_all()


def leave_alone() -> None:
    """Look no more for rubbish in what stays: a look through the packs holds a page up."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(AFTER_SO_MANY_OBJECTS)
