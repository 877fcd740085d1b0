"""An API in Django REST framework behind Latchkey. Access tokens are verified with PyJWT.

apt-get install python3-djangorestframework python3-jwt python3-cryptography

export LATCHKEY_ISSUER=https://auth.example.com API_AUDIENCE=https://api.example.com
python3 django_pyjwt.py migrate
python3 django_pyjwt.py runserver
"""

import json
import logging
import os
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.request import urlopen

import jwt
from django.conf import settings

ISSUER = os.environ["LATCHKEY_ISSUER"]
AUDIENCE = os.environ["API_AUDIENCE"]
# What Latchkey signs with, told here and never by the token (RFC 8725 §3.1).
ALGORITHM = os.environ.get("LATCHKEY_ALGORITHM", "ES256")

# The claim that says who somebody is: "sub", or "user_id", the primary key that people have at the
# door of dj-rest-auth and had in the backend before.
USER_ID_CLAIM = os.environ.get("LATCHKEY_USER_ID_CLAIM", "sub")
# Whether somebody without a row gets one: "yes" or "no". Who had a primary key has a row already.
CREATES_USERS_BY_ITSELF = "yes" if USER_ID_CLAIM == "sub" else "no"
CREATES_USERS = os.environ.get("LATCHKEY_CREATES_USERS", CREATES_USERS_BY_ITSELF) == "yes"
# Until the switch: with what the backend before signs its own tokens, by simplejwt.
OLD_SIGNING_KEY = os.environ.get("OLD_SIGNING_KEY")

if USER_ID_CLAIM not in {"sub", "user_id"}:
    raise SystemExit("LATCHKEY_USER_ID_CLAIM is sub or user_id")

LEEWAY = 5  # seconds by which the two clocks may differ
LONGEST_TOKEN = 8192  # characters
ACCESS_TOKEN_TYPES = {"at+jwt", "application/at+jwt"}  # RFC 9068 §4
REQUIRED_CLAIMS = ["iss", "aud", "exp", "iat", "sub", "client_id", "jti"]  # RFC 9068 §2.2
DATABASE_FILE = os.environ.get("DATABASE_FILE", "api.sqlite3")

settings.configure(
    # Nothing here is signed with it; Django wants one.
    SECRET_KEY=os.environ.get("SECRET_KEY", "not used by this API"),
    ALLOWED_HOSTS=os.environ.get("ALLOWED_HOSTS", "localhost").split(","),
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "rest_framework"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": DATABASE_FILE}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    REST_FRAMEWORK={
        # In a project of several files: ["accounts.authentication.LatchkeyAuthentication"].
        "DEFAULT_AUTHENTICATION_CLASSES": [],
        "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "UNAUTHENTICATED_USER": None,
    },
    # Nothing of Latchkey's: what the backend before has here stays, and it goes on signing with it.
    SIMPLE_JWT={"SIGNING_KEY": OLD_SIGNING_KEY} if OLD_SIGNING_KEY else {},
)

# Django reads the settings when these are imported.
import django  # noqa: E402

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.auth.hashers import make_password  # noqa: E402
from django.core.exceptions import ValidationError  # noqa: E402
from django.core.management import execute_from_command_line  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.urls import path  # noqa: E402
from rest_framework.authentication import BaseAuthentication, get_authorization_header  # noqa: E402
from rest_framework.exceptions import APIException, AuthenticationFailed  # noqa: E402
from rest_framework.permissions import BasePermission, IsAuthenticated  # noqa: E402
from rest_framework.request import Request  # noqa: E402
from rest_framework.response import Response  # noqa: E402
from rest_framework.views import APIView  # noqa: E402

User = get_user_model()
FORMER: list[type[BaseAuthentication]] = []
if OLD_SIGNING_KEY:
    # Until the switch: simplejwt as it was, behind ours.
    from rest_framework_simplejwt.authentication import JWTAuthentication

    FORMER = [JWTAuthentication]


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


def person_in(claims: Mapping[str, Any]) -> str | int:
    """Who somebody is, as this API knows people."""
    person = claims.get(USER_ID_CLAIM)
    if person is None:
        logging.info("access token refused: it has no %s", USER_ID_CLAIM)
        raise AuthenticationFailed("The access token is not valid here.")
    return person


def find_user(claims: Mapping[str, Any]) -> User:
    """The row of somebody. An address can change its owner, so it finds nobody here."""
    person = person_in(claims)
    named = {"username": person} if USER_ID_CLAIM == "sub" else {"pk": person}
    # Nobody signs in here with a password.
    fresh = {"username": claims["sub"], "password": make_password(None)}
    try:
        user = User.objects.filter(**named).first()
        if user is None and CREATES_USERS:
            user, _ = User.objects.get_or_create(**named, defaults=fresh)
    except (ValidationError, ValueError, OverflowError):  # a UUID where keys are numbers
        user = None
    if user is None or not user.is_active:
        logging.info("access token refused: no active user with %s %s", USER_ID_CLAIM, person)
        raise AuthenticationFailed("User not found or inactive", code="user_not_found")
    return user


def is_for_latchkey(token: bytes | str) -> bool:
    """Whether a token says that it is an access token of ours. Nothing is verified by that."""
    try:
        typ = jwt.get_unverified_header(token).get("typ")
    except jwt.PyJWTError:
        return False
    except RecursionError:  # brackets in brackets: refused here, and nobody after us chokes on it
        return True
    return str(typ).lower() in ACCESS_TOKEN_TYPES


@dataclass(frozen=True)
class Caller:
    """Who is asking, as `request.user`: all of it out of the access token."""

    id: str | int  # what this API knows people by
    sub: str
    client_id: str
    scopes: frozenset[str]
    is_authenticated = True


class LatchkeyAuthentication(BaseAuthentication):
    """Lets in who brings an access token of our issuer for this API (RFC 9068 §4)."""

    def authenticate(self, request: Request) -> tuple[Any, dict[str, Any]] | None:
        claims = self.claims_in(request)
        return None if claims is None else (self.user_of(claims), claims)

    def user_of(self, claims: dict[str, Any]) -> Any:
        scopes = frozenset(claims.get("scope", "").split())
        return Caller(person_in(claims), claims["sub"], claims["client_id"], scopes)

    def claims_in(self, request: Request) -> dict[str, Any] | None:
        scheme, _, token = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = token.strip()
        # Until the switch a token of the backend before is for the next authentication class.
        if OLD_SIGNING_KEY and not is_for_latchkey(token):
            return None
        try:
            return self.verify(token)
        # Brackets in brackets exhaust the JSON parser before there is a signature to check.
        except (jwt.PyJWTError, RecursionError) as refusal:
            logging.info("access token refused: %s", refusal)
            raise AuthenticationFailed("The access token is not valid here.") from refusal

    def authenticate_header(self, request: Request) -> str:
        # RFC 6750 §3.1: who brought nothing is not told that it was wrong.
        return 'Bearer error="invalid_token"' if get_authorization_header(request) else "Bearer"

    def verify(self, token: str) -> dict[str, Any]:
        if len(token) > LONGEST_TOKEN:
            raise jwt.InvalidTokenError("the token is too long")
        # An ID token has the same issuer and the same signature, and says something else.
        if not is_for_latchkey(token):
            raise jwt.InvalidTokenError("the token is no access token")
        key = keys.find(jwt.get_unverified_header(token).get("kid", ""))
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


class DjangoUserAuthentication(LatchkeyAuthentication):
    """The same for views that need a row: `request.user` is a Django user."""

    def user_of(self, claims: dict[str, Any]) -> User:
        return find_user(claims)


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


class Account(APIView):
    """For people of the backend before too, whoever signed them in."""

    authentication_classes = [DjangoUserAuthentication, *FORMER]

    def get(self, request: Request) -> Response:
        return Response({"id": request.user.pk, "username": request.user.username})


class Todos(APIView):
    authentication_classes = [LatchkeyAuthentication]
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
