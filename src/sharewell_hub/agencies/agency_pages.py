"""Signing in with one's agency: to its provider, and back."""

from secrets import token_urlsafe

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe
from requests import RequestException

from sharewell_hub.agencies.openid import Answer, Tokens, agency_provider, not_let_in
from sharewell_hub.look.doors import door

OWN = "one's own account"


@door("public", rule=OWN)
@require_safe
def agency_sign_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Send somebody to their agency's own sign-in, which must ask them anew."""
    nonce = token_urlsafe(24)
    asked = {"nonce": nonce, "max_age": str(settings.STEP_UP_MINUTES * 60)}
    if "again" in request.GET:
        asked["prompt"] = "login"
    back = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = ""
    try:
        provider = agency_provider(request, slug)
        answer: HttpResponse = provider.redirect(
            request, "login", next_url=back or None, data={"nonce": nonce}, auth_params=asked
        )
    except SocialApp.DoesNotExist as missing:
        raise Http404 from missing
    except (OAuth2Error, RequestException, KeyError):
        return not_let_in(request)
    return answer


@door("public", rule=OWN)
@require_safe
def agency_sign_in_done(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the provider's answer, and let in whoever it is."""
    try:
        answer: HttpResponse = Answer.adapter_view(Tokens(request, slug))(request)
    except SocialApp.DoesNotExist as missing:
        raise Http404 from missing
    return answer
