"""An API in FastAPI behind Latchkey. Access tokens are verified with PyJWT.

apt-get install python3-fastapi python3-uvicorn python3-jwt python3-cryptography

LATCHKEY_ISSUER=https://auth.example.com API_AUDIENCE=https://api.example.com \
    python3 -m uvicorn fastapi_pyjwt:app
"""

import json
import logging
import os
import threading
import time
from dataclasses import dataclass
from typing import Any
from urllib.request import urlopen

import jwt
from fastapi import Depends, FastAPI, HTTPException, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer, SecurityScopes

ISSUER = os.environ["LATCHKEY_ISSUER"]
AUDIENCE = os.environ["API_AUDIENCE"]
# What Latchkey signs with, told here and never by the token (RFC 8725 §3.1).
ALGORITHM = os.environ.get("LATCHKEY_ALGORITHM", "ES256")

LEEWAY = 5  # seconds by which the two clocks may differ
LONGEST_TOKEN = 8192  # characters
ACCESS_TOKEN_TYPES = {"at+jwt", "application/at+jwt"}  # RFC 9068 §4
REQUIRED_CLAIMS = ["iss", "aud", "exp", "iat", "sub", "client_id", "jti"]  # RFC 9068 §2.2

# Brackets in brackets exhaust the JSON parser before there is a signature to check.
REFUSALS = (jwt.PyJWTError, RecursionError)


class KeysUnreachable(Exception):
    """Latchkey cannot be asked for its keys, and those we had are too old."""


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


def verify(token: str) -> dict[str, Any]:
    """The claims of an access token of our issuer for this API (RFC 9068 §4)."""
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


@dataclass(frozen=True)
class Caller:
    """Who is asking: all of it out of the access token."""

    sub: str
    client_id: str
    scopes: frozenset[str]


bearer = HTTPBearer(auto_error=False)


def current_caller(
    needs: SecurityScopes,
    credentials: HTTPAuthorizationCredentials | None = Depends(bearer),
) -> Caller:
    """The dependency of every endpoint: `Security(current_caller, scopes=["todos:read"])`."""
    if credentials is None:
        # RFC 6750 §3.1: who brought nothing is not told that it was wrong.
        raise HTTPException(401, "Sign in first.", {"WWW-Authenticate": "Bearer"})
    try:
        claims = verify(credentials.credentials)
    except KeysUnreachable as error:
        # Not the fault of who asks, and over soon.
        raise HTTPException(503, "Sign-in cannot be checked at the moment. Try again.") from error
    except REFUSALS as refusal:
        logging.info("access token refused: %s", refusal)
        raise HTTPException(
            401,
            "The access token is not valid here.",
            {"WWW-Authenticate": 'Bearer error="invalid_token"'},
        ) from refusal
    scopes = frozenset(claims.get("scope", "").split())
    # What the client was allowed to ask for, not what the person may do: check that as ever.
    if not scopes.issuperset(needs.scopes):
        challenge = f'Bearer error="insufficient_scope", scope="{needs.scope_str}"'
        raise HTTPException(
            403, f"This needs the scope {needs.scope_str}.", {"WWW-Authenticate": challenge}
        )
    return Caller(claims["sub"], claims["client_id"], scopes)


app = FastAPI()


# Plain `def`, not `async def`: FastAPI then runs it beside the event loop, where it may wait.
@app.get("/me")
def me(caller: Caller = Security(current_caller)) -> dict[str, Any]:
    return {
        "sub": caller.sub,
        "client_id": caller.client_id,
        "scopes": sorted(caller.scopes),
    }


@app.get("/todos")
def todos(caller: Caller = Security(current_caller, scopes=["todos:read"])) -> dict[str, Any]:
    return {"todos_of": caller.sub}
