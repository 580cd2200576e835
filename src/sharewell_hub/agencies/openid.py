"""Signing in with one's agency: OpenID Connect, each token checked in full, nobody taken in new."""

from typing import Any

import jwt
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.agencies.providers import Provider, providers
from sharewell_hub.look.showing import show

SIGNED_BY = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
"""Public-key signatures alone: never `none`, and never one made with the shared secret."""

MUST_SAY = ["iss", "aud", "exp", "iat", "sub", "nonce"]
SECONDS_APART = 60
KIND = "openid_connect"


class Tokens(OpenIDConnectOAuth2Adapter):
    """Talks to one agency's provider and believes only what it has signed for us, now."""

    state: dict[str, Any]

    def get_provider(self) -> "AgencyProvider":
        """Give the provider of this agency."""
        return agency_provider(self.request, self.provider_id)

    @property
    def openid_config(self) -> dict[str, Any]:
        """Read what the provider says of itself; it must be the issuer that was agreed."""
        config: dict[str, Any] = super().openid_config
        if config.get("issuer") != self.get_provider().agreed.issuer:
            raise OAuth2Error("another issuer")
        return config

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Give the address that the provider sends people back to."""
        path = reverse("agency_sign_in_done", args=[self.provider_id])
        return str(build_absolute_uri(request, path))

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: object, **kwargs: Any
    ) -> SocialLogin:
        """Check the token, and give what it says."""
        try:
            said = self.checked(kwargs["response"]["id_token"])
        except (jwt.PyJWTError, KeyError, ValueError, TypeError, AttributeError) as error:
            raise OAuth2Error("a token that does not hold") from error
        return self.get_provider().sociallogin_from_response(request, {"id_token": said})

    def checked(self, token: str) -> dict[str, Any]:
        """Check who signed a token, for whom, when, and that it answers our own question."""
        config, agreed = self.openid_config, self.get_provider().agreed
        said: dict[str, Any] = jwt.decode(
            token,
            self.key_of(token, config["jwks_uri"]),
            algorithms=SIGNED_BY,
            audience=agreed.client_id,
            issuer=agreed.issuer,
            leeway=SECONDS_APART,
            options={"require": MUST_SAY},
        )
        asked = self.state["data"]["nonce"]
        if not constant_time_compare(str(said["nonce"]), asked):
            raise OAuth2Error("an answer to another question")
        if said.get("azp", agreed.client_id) != agreed.client_id:
            raise OAuth2Error("a token for another service")
        said["signed_in_at"] = signed_in_at(said)
        return said

    def key_of(self, token: str, address: str) -> jwt.PyJWK:
        """Find the key with which a token says it is signed."""
        with adapter().get_requests_session() as asking:
            answer = asking.get(address)
            answer.raise_for_status()
            keys = jwt.PyJWKSet.from_dict(answer.json())
        return keys[jwt.get_unverified_header(token)["kid"]]


class AgencyProvider(OpenIDConnectProvider):
    """One agency's provider, and the little that is kept of what it says."""

    oauth2_adapter_class = Tokens
    agreed: Provider

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Keep when somebody signed in there, and whether with a second step."""
        said = data["id_token"]
        ways = said.get("amr", [])
        words = {str(said.get("acr")), *map(str, ways if isinstance(ways, list) else [])}
        second_step = bool(words & self.agreed.second_step)
        return {"second_step": second_step, "at": said["signed_in_at"]}


class AgencySignIn(DefaultSocialAccountAdapter):
    """Lets in whom the agency names by an address of its own people, and opens no account."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Refuse sign-up: an agency opens the accounts of its own people."""
        return False

    def get_provider(
        self, request: HttpRequest, provider: str, client_id: str | None = None
    ) -> AgencyProvider:
        """Give an agency's provider by the agency's short name."""
        return agency_provider(request, provider)

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: object) -> Any:
        """Take over no name and no address: the account has its own."""
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the account: of this agency, by an address that its provider has verified."""
        verified = [
            one.email.lower() for one in sociallogin.email_addresses if one.verified is True
        ]
        slug = sociallogin.account.provider
        found = Practitioner.objects.filter(email__in=verified, agency__slug=slug).first()
        if found is None:
            raise ImmediateHttpResponse(not_let_in(request))
        sociallogin.user = found

    def on_authentication_error(self, request: HttpRequest, *_: object, **__: object) -> None:
        """Say in our own words that it did not work, and nothing of why: it may be an attack."""
        raise ImmediateHttpResponse(not_let_in(request))


class Answer(OAuth2CallbackView):
    """Takes what the provider answers, together with what we had asked."""

    def _get_state(
        self, request: HttpRequest, provider: AgencyProvider
    ) -> tuple[dict[str, Any] | None, HttpResponse | None]:
        """Find our own question, which is asked once and answered once."""
        state, refused = super()._get_state(request, provider)
        self.adapter.state = state or {}
        return state, refused


def adapter() -> AgencySignIn:
    """Give the one adapter there is."""
    return AgencySignIn()


def agency_provider(request: HttpRequest, slug: str) -> AgencyProvider:
    """Give the provider of an agency.

    Raises:  SocialApp.DoesNotExist where there is none.
    """
    agreed = providers().get(slug)
    if agreed is None:
        raise SocialApp.DoesNotExist
    app = SocialApp(provider=KIND, provider_id=slug, name=agreed.name)
    app.client_id, app.secret = agreed.client_id, agreed.secret
    app.settings = {"server_url": agreed.issuer.rstrip("/"), "oauth_pkce_enabled": True}
    made = AgencyProvider(request, app=app)
    made.agreed = agreed
    return made


def signed_in_at(said: dict[str, Any]) -> float:
    """Tell when somebody last showed the provider who they are; long ago where it does not say."""
    at = float(said.get("auth_time", 0))
    now = timezone.now().timestamp()
    if at and now - at > settings.STEP_UP_MINUTES * 60 + SECONDS_APART:
        raise OAuth2Error("signed in there too long ago")
    return min(at, now)


def not_let_in(request: HttpRequest) -> HttpResponse:
    """Say that signing in with the agency did not work, in the same words whatever was wrong."""
    return show(request, "agencies/agency_refused.html", status=403)
