import type { Answers } from '../answers.js'
import { CALLER_AND_REFUSED } from './python-parts.js'

/** `latchkey_caller.py` for access JWTs, verified with PyJWT (RFC 9068 §4). */
export const pythonJwt = ({
  apiUrl,
}: Pick<
  Answers,
  'apiUrl'
>): string => `"""Who is asking: verifies the access tokens of Latchkey. Needs PyJWT and cryptography."""

import json
import logging
import os
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.request import urlopen

import jwt

ISSUER = os.environ.get("LATCHKEY_ISSUER", "http://localhost:4000")
AUDIENCE = os.environ.get("API_AUDIENCE", ${JSON.stringify(apiUrl)})
ALGORITHM = "ES256"  # told here and never by the token (RFC 8725 §3.1)
ACCESS_TOKEN_TYPES = {"at+jwt", "application/at+jwt"}  # RFC 9068 §4
REQUIRED_CLAIMS = ["iss", "aud", "exp", "iat", "sub", "client_id", "jti"]  # RFC 9068 §2.2
LONGEST_TOKEN = 8192  # characters


${CALLER_AND_REFUSED}

def find_caller(method: str, headers: Mapping[str, str]) -> Caller | None:
    """Whose access token this is; None for who brought none. Raises Refused."""
    scheme, _, token = headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return None
    try:
        claims = verify(token.strip())
    # Brackets in brackets exhaust the JSON parser before there is a signature to check.
    except (jwt.PyJWTError, RecursionError) as refusal:
        logging.info("access token refused: %s", refusal)
        raise Refused(401, NOT_VALID) from refusal
    return Caller(claims["sub"], frozenset(claims.get("scope", "").split()))


def verify(token: str) -> dict:
    if len(token) > LONGEST_TOKEN:
        raise jwt.InvalidTokenError("the token is too long")
    header = jwt.get_unverified_header(token)
    # An ID token has the same issuer and the same signature, and says something else.
    if str(header.get("typ")).lower() not in ACCESS_TOKEN_TYPES:
        raise jwt.InvalidTokenError("the token is no access token")
    key = keys.find(str(header.get("kid", "")))
    if key is None:
        raise jwt.InvalidTokenError("the token is signed with a key that is not published")
    return jwt.decode(
        token,
        key.key,
        algorithms=[ALGORITHM],
        issuer=ISSUER,
        audience=AUDIENCE,
        leeway=5,
        options={"require": REQUIRED_CLAIMS},
    )


class KeySet:
    """Latchkey's public keys by their id, fetched when they are old and when an id is unknown."""

    MAX_AGE = 5 * 60  # seconds
    MAX_AGE_UNREACHABLE = 60 * 60  # how long they serve on while Latchkey cannot be reached
    COOL_DOWN = 10  # anybody can write an unknown id into a token: it must not cost a request each

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
                raise Refused(503, UNREACHABLE)
            return self._keys.get(kid)

    def _fetch(self, now: float) -> None:
        try:
            with urlopen(self._url, timeout=3) as response:
                published = json.load(response)["keys"]
            # A key of another algorithm is no key for us (RFC 8725 §3.1).
            usable = [jwk for jwk in published if jwk.get("alg") == ALGORITHM]
            self._keys = {jwk["kid"]: jwt.PyJWK(jwk) for jwk in usable}
            self._fetched_at = now
        except Exception as error:  # whatever is wrong with the answer, the keys before serve on
            logging.warning("no keys from %s: %s", self._url, error)
            self._ask_again_at = now + self.COOL_DOWN


keys = KeySet(f"{ISSUER}/.well-known/jwks.json")
`
