"""A provider of OpenID Connect that is really there, and can be told to lie."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import flask
import jwt
import oidc_provider_mock
import requests
from oidc_provider_mock._server import _threaded_server


@dataclass
class TestProvider:
    """Where it is, and what it does to each token before it is handed out."""

    __test__ = False
    address: str = ""
    tamper: Callable[[dict[str, Any]], Any] = field(default=lambda said: said)
    sign: Callable[[dict[str, Any], str, str], str] | None = None
    issuer: str = ""

    def knows(self, email: str, **claims: Any) -> None:
        """Have somebody known there, with what is said of them."""
        said = {"email": email, "email_verified": True, **claims}
        requests.put(
            f"{self.address}/users/{subject(email)}", json=said, timeout=10
        ).raise_for_status()

    def signs_in(self, address: str, email: str) -> str:
        """Sign in there as somebody who was sent to this address; give where it leads back."""
        answer = requests.post(
            address, data={"sub": subject(email)}, allow_redirects=False, timeout=10
        )
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]


def subject(email: str) -> str:
    """Give the name that the provider has for somebody, which says nothing."""
    return str(uuid5(NAMESPACE_URL, email))


@contextmanager
def provider() -> Iterator[TestProvider]:
    """Have a provider running over HTTP for as long as this lasts."""
    made = TestProvider()
    app = oidc_provider_mock.app(require_nonce=True)

    @app.after_request
    def rewritten(answer: flask.Response) -> flask.Response:
        if flask.request.path == "/oauth2/token" and answer.status_code == 200:
            return _token(made, answer)
        if flask.request.path.endswith("openid-configuration") and made.issuer:
            answer.set_data(json.dumps(answer.get_json() | {"issuer": made.issuer}))
        return answer

    with _threaded_server(app=app) as server:
        made.address = f"http://localhost:{server.server_port}"
        yield made


def _token(made: TestProvider, answer: flask.Response) -> flask.Response:
    key = flask.g.oidc_provider_mock_storage.jwk
    told = answer.get_json()
    said = jwt.decode(told["id_token"], options={"verify_signature": False})
    id = jwt.get_unverified_header(told["id_token"]).get("kid") or key.thumbprint()
    pem = key.as_pem(is_private=True).decode()
    said = made.tamper(said)
    if made.sign:
        told["id_token"] = made.sign(said, pem, id)
    else:
        told["id_token"] = jwt.encode(said, pem, "RS256", headers={"kid": id})
    answer.set_data(json.dumps(told))
    return answer
