"""An API in Django REST framework behind Latchkey. Access tokens are verified with PyJWT.

apt-get install python3-djangorestframework python3-jwt python3-cryptography

LATCHKEY_ISSUER=https://auth.example.com API_AUDIENCE=https://api.example.com \
    python3 django_pyjwt.py runserver
"""

import json
import logging
import os
import sys
import threading
import time
from dataclasses import dataclass
from typing import Any
from urllib.request import urlopen

import jwt
from django.conf import settings

ISSUER = os.environ["LATCHKEY_ISSUER"]
AUDIENCE = os.environ["API_AUDIENCE"]
# What Latchkey signs with, told here and never by the token (RFC 8725 §3.1).
ALGORITHM = os.environ.get("LATCHKEY_ALGORITHM", "ES256")

LEEWAY = 5  # seconds by which the two clocks may differ
LONGEST_TOKEN = 8192  # characters
ACCESS_TOKEN_TYPES = {"at+jwt", "application/at+jwt"}  # RFC 9068 §4
REQUIRED_CLAIMS = ["iss", "aud", "exp", "iat", "sub", "client_id", "jti"]  # RFC 9068 §2.2

settings.configure(
    # Nothing here is signed with it; Django wants one.
    SECRET_KEY=os.environ.get("SECRET_KEY", "not used by this API"),
    ALLOWED_HOSTS=os.environ.get("ALLOWED_HOSTS", "localhost").split(","),
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["rest_framework"],
    REST_FRAMEWORK={
        # In a project of several files: ["accounts.authentication.LatchkeyAuthentication"].
        "DEFAULT_AUTHENTICATION_CLASSES": [],
        "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "UNAUTHENTICATED_USER": None,
    },
)

# Django reads the settings when these are imported.
from django.core.management import execute_from_command_line  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.urls import path  # noqa: E402
from rest_framework.authentication import BaseAuthentication, get_authorization_header  # noqa: E402
from rest_framework.exceptions import APIException, AuthenticationFailed  # noqa: E402
from rest_framework.permissions import BasePermission, IsAuthenticated  # noqa: E402
from rest_framework.request import Request  # noqa: E402
from rest_framework.response import Response  # noqa: E402
from rest_framework.views import APIView  # noqa: E402


class KeysUnreachable(APIException):
    """Nobody can be recognised: not the fault of who asks, and over soon."""

    status_code = 503
    default_detail = "Sign-in cannot be checked at the moment. Try again."


class KeySet:
    """Latchkey's public keys by their id, fetched when they are old and when an id is unknown."""

    MAX_AGE = 5 * 60  # seconds
    MAX_AGE_UNREACHABLE = 60 * 60  # how long they serve on while Latchkey cannot be reached
    COOL_DOWN = 10  # anybody can write an unknown id into a token: it must not cost a request each
    TIMEOUT = 3

    def __init__(self, url: str) -> None:
        self._url = url
        self._lock = threading.Lock()
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched_at = float("-inf")
        self._ask_again_at = float("-inf")

    def find(self, kid: str) -> jwt.PyJWK | None:
        with self._lock:
            now = time.monotonic()
            is_old = now - self._fetched_at > self.MAX_AGE
            if (is_old or kid not in self._keys) and now >= self._ask_again_at:
                self._fetch(now)
                if kid not in self._keys:
                    self._ask_again_at = now + self.COOL_DOWN
            if now - self._fetched_at > self.MAX_AGE_UNREACHABLE:
                raise KeysUnreachable
            return self._keys.get(kid)

    def _fetch(self, now: float) -> None:
        try:
            with urlopen(self._url, timeout=self.TIMEOUT) as response:
                published = json.load(response)["keys"]
            # A key of another algorithm is no key for us (RFC 8725 §3.1).
            usable = [jwk for jwk in published if jwk.get("alg") == ALGORITHM]
            self._keys = {jwk["kid"]: jwt.PyJWK(jwk) for jwk in usable}
            self._fetched_at = now
        except Exception as error:  # whatever is wrong with the answer, the keys before serve on
            logging.warning("no keys from %s: %s", self._url, error)
            self._ask_again_at = now + self.COOL_DOWN


keys = KeySet(f"{ISSUER}/.well-known/jwks.json")


@dataclass(frozen=True)
class Caller:
    """Who is asking, as `request.user`: all of it out of the access token."""

    sub: str
    client_id: str
    scopes: frozenset[str]
    is_authenticated = True


class LatchkeyAuthentication(BaseAuthentication):
    """Lets in who brings an access token of our issuer for this API (RFC 9068 §4)."""

    def authenticate(self, request: Request) -> tuple[Caller, dict[str, Any]] | None:
        scheme, _, token = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != "bearer":
            return None
        try:
            claims = self.verify(token.strip())
        # Brackets in brackets exhaust the JSON parser before there is a signature to check.
        except (jwt.PyJWTError, RecursionError) as refusal:
            logging.info("access token refused: %s", refusal)
            raise AuthenticationFailed("The access token is not valid here.") from refusal
        scopes = frozenset(claims.get("scope", "").split())
        return Caller(claims["sub"], claims["client_id"], scopes), claims

    def authenticate_header(self, request: Request) -> str:
        # RFC 6750 §3.1: who brought nothing is not told that it was wrong.
        return 'Bearer error="invalid_token"' if get_authorization_header(request) else "Bearer"

    def verify(self, token: str) -> dict[str, Any]:
        if len(token) > LONGEST_TOKEN:
            raise jwt.InvalidTokenError("the token is too long")
        header = jwt.get_unverified_header(token)
        # An ID token has the same issuer and the same signature, and says something else.
        if str(header.get("typ")).lower() not in ACCESS_TOKEN_TYPES:
            raise jwt.InvalidTokenError("the token is no access token")
        key = keys.find(header.get("kid", ""))
        if key is None:
            raise jwt.InvalidTokenError("the token is signed with a key that is not published")
        return jwt.decode(
            token,
            key.key,
            algorithms=[ALGORITHM],
            issuer=ISSUER,
            audience=AUDIENCE,
            leeway=LEEWAY,
            options={"require": REQUIRED_CLAIMS},
        )


class MayReadTodos(BasePermission):
    """What the client was allowed to ask for, not what the person may do: check that as ever."""

    message = "This needs the scope todos:read."

    def has_permission(self, request: Request, view: APIView) -> bool:
        return "todos:read" in request.user.scopes


class Me(APIView):
    authentication_classes = [LatchkeyAuthentication]

    def get(self, request: Request) -> Response:
        caller: Caller = request.user
        return Response(
            {"sub": caller.sub, "client_id": caller.client_id, "scopes": sorted(caller.scopes)}
        )


class Todos(APIView):
    authentication_classes = [LatchkeyAuthentication]
    permission_classes = [IsAuthenticated, MayReadTodos]

    def get(self, request: Request) -> Response:
        return Response({"todos_of": request.user.sub})


urlpatterns = [path("me", Me.as_view()), path("todos", Todos.as_view())]
application = get_wsgi_application()

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
