"""Draw a page, or the same page again with a refusal on it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from sharewell.terms.errors import SharewellError


def show(
    request: HttpRequest | None,
    template: str,
    context: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw a page."""
    page = render_to_string(template, dict(context or {}), request=request)
    return HttpResponse(page, status=status)


def refused(
    request: HttpRequest, template: str, context: Mapping[str, Any], error: SharewellError
) -> HttpResponse:
    """Draw the same page again with what did not happen, why, and what next; the text stays."""
    return show(request, template, {**context, "refusal": error}, status=422)
