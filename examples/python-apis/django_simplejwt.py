"""An API in Django REST framework behind Latchkey. Access tokens are verified by simplejwt.

apt-get install python3-djangorestframework-simplejwt python3-cryptography

export LATCHKEY_ISSUER=https://auth.example.com API_AUDIENCE=https://api.example.com
python3 django_simplejwt.py migrate
python3 django_simplejwt.py runserver
"""

import json
import logging
import os
import sys
import threading
import time
from urllib.request import urlopen

import jwt
from django.conf import settings

ISSUER = os.environ["LATCHKEY_ISSUER"]
AUDIENCE = os.environ["API_AUDIENCE"]
# What Latchkey signs with, told here and never by the token (RFC 8725 §3.1).
ALGORITHM = os.environ.get("LATCHKEY_ALGORITHM", "ES256")

LONGEST_TOKEN = 8192  # characters
ACCESS_TOKEN_TYPES = {"at+jwt", "application/at+jwt"}  # RFC 9068 §4
REQUIRED_CLAIMS = ["iss", "aud", "exp", "iat", "sub", "client_id", "jti"]  # RFC 9068 §2.2

settings.configure(
    # Nothing here is signed with it; Django wants one.
    SECRET_KEY=os.environ.get("SECRET_KEY", "not used by this API"),
    ALLOWED_HOSTS=os.environ.get("ALLOWED_HOSTS", "localhost").split(","),
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=[
        "django.contrib.contenttypes",
        "django.contrib.auth",
        "rest_framework",
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ.get("DATABASE_FILE", "api.sqlite3"),
        }
    },
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": [
            "rest_framework_simplejwt.authentication.JWTStatelessUserAuthentication"
        ],
        "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    },
    SIMPLE_JWT={
        "ALGORITHM": ALGORITHM,
        "JWK_URL": f"{ISSUER}/.well-known/jwks.json",
        "ISSUER": ISSUER,
        "AUDIENCE": AUDIENCE,
        "LEEWAY": 5,  # seconds by which the two clocks may differ
        "USER_ID_CLAIM": "sub",
        # Latchkey's tokens say what they are in their header; LatchkeyToken looks there.
        "TOKEN_TYPE_CLAIM": None,
        "AUTH_TOKEN_CLASSES": [f"{__name__}.LatchkeyToken"],
    },
)

# Django reads the settings when these are imported.
import django  # noqa: E402

django.setup()

from django.contrib.auth.hashers import make_password  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import execute_from_command_line  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.urls import path  # noqa: E402
from rest_framework.exceptions import APIException, AuthenticationFailed  # noqa: E402
from rest_framework.permissions import BasePermission, IsAuthenticated  # noqa: E402
from rest_framework.request import Request  # noqa: E402
from rest_framework.response import Response  # noqa: E402
from rest_framework.views import APIView  # noqa: E402
from rest_framework_simplejwt.authentication import JWTAuthentication  # noqa: E402
from rest_framework_simplejwt.exceptions import TokenError  # noqa: E402
from rest_framework_simplejwt.settings import api_settings  # noqa: E402
from rest_framework_simplejwt.state import token_backend  # noqa: E402
from rest_framework_simplejwt.tokens import AccessToken  # noqa: E402


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

    def get_signing_key_from_jwt(self, token: bytes | str) -> jwt.PyJWK:
        """What simplejwt asks of its PyJWKClient."""
        key = self.find(jwt.get_unverified_header(token).get("kid", ""))
        if key is None:
            raise jwt.PyJWKClientError("the token is signed with a key that is not published")
        return key


# PyJWKClient, which simplejwt takes by itself, asks again at every unknown key id, may wait for
# the answer without end, and hands out keys of any algorithm.
token_backend.jwks_client = KeySet(api_settings.JWK_URL)


class LatchkeyToken(AccessToken):
    """Checks what simplejwt does not: the type of the token, and that no claim is missing."""

    def __init__(self, token: bytes | str | None = None, verify: bool = True) -> None:
        if token is not None:
            self.check_header(token)
        super().__init__(token, verify)

    @staticmethod
    def check_header(token: bytes | str) -> None:
        if len(token) > LONGEST_TOKEN:
            raise TokenError("Token is too long")
        try:
            header = jwt.get_unverified_header(token)
        # Brackets in brackets exhaust the JSON parser before there is a signature to check.
        except (jwt.PyJWTError, RecursionError) as error:
            raise TokenError("Token is invalid") from error
        # An ID token has the same issuer and the same signature, and says something else.
        if str(header.get("typ")).lower() not in ACCESS_TOKEN_TYPES:
            raise TokenError("Token is no access token")

    def verify(self) -> None:
        super().verify()
        missing = [claim for claim in REQUIRED_CLAIMS if not self.payload.get(claim)]
        if missing:
            raise TokenError(f"Token lacks {', '.join(missing)}")


class DjangoUserAuthentication(JWTAuthentication):
    """For views that need a row: a Django user for everybody Latchkey knows, made at first sight.

    The name of the user is `sub`, which never changes and is never given to somebody else. An
    address can be both, so it finds nobody here.
    """

    def get_user(self, validated_token: AccessToken) -> User:
        user, _ = User.objects.get_or_create(
            username=validated_token["sub"],
            defaults={"password": make_password(None)},  # nobody signs in here with a password
        )
        if not user.is_active:
            raise AuthenticationFailed("User is inactive", code="user_inactive")
        return user


class MayReadTodos(BasePermission):
    """What the client was allowed to ask for, not what the person may do: check that as ever."""

    message = "This needs the scope todos:read."

    def has_permission(self, request: Request, view: APIView) -> bool:
        return "todos:read" in scopes_of(request)


def scopes_of(request: Request) -> list[str]:
    return request.auth.get("scope", "").split()


class Me(APIView):
    """Without a database: `request.user` is what the token says."""

    def get(self, request: Request) -> Response:
        return Response(
            {
                "sub": request.user.id,
                "client_id": request.auth["client_id"],
                "scopes": sorted(scopes_of(request)),
            }
        )


class Account(APIView):
    """With a database: `request.user` is a Django user."""

    authentication_classes = [DjangoUserAuthentication]

    def get(self, request: Request) -> Response:
        return Response({"id": request.user.id, "username": request.user.username})


class Todos(APIView):
    permission_classes = [IsAuthenticated, MayReadTodos]

    def get(self, request: Request) -> Response:
        return Response({"todos_of": request.user.id})


urlpatterns = [
    path("me", Me.as_view()),
    path("account", Account.as_view()),
    path("todos", Todos.as_view()),
]
application = get_wsgi_application()

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
