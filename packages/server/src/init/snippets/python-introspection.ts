import type { Answers } from '../answers.js'
import { formAtApi } from '../form-at-api.js'
import { CALLER_AND_REFUSED } from './python-parts.js'

/** `latchkey_caller.py` for what only the server can read: the session cookie, or an opaque token (RFC 7662). */
export const pythonIntrospection = (answers: Answers): string => {
  const isCookie = formAtApi(answers) === 'cookie'
  return `"""Who is asking: asks Latchkey whose ${isCookie ? 'session cookie' : 'token'} this is. Needs nothing but Python."""

import base64
${isCookie ? 'import hmac\n' : ''}import json
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

ISSUER = os.environ.get("LATCHKEY_ISSUER", "http://localhost:4000")
AUDIENCE = os.environ.get("API_AUDIENCE", ${JSON.stringify(answers.apiUrl)})
CLIENT_ID = "api"
CLIENT_SECRET = os.environ["API_CLIENT_SECRET"]
${isCookie ? cookieSettings(answers) : ''}LONGEST_ANSWER = 64 * 1024  # bytes


${CALLER_AND_REFUSED}

${isCookie ? FIND_BY_COOKIE : FIND_BY_TOKEN}

def caller_behind(answer: dict) -> Caller:
    audience = answer.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    if answer.get("iss") != ISSUER or AUDIENCE not in audiences:
        logging.info("refused: it is of %s for %s", answer.get("iss"), audience)
        raise Refused(401, NOT_VALID)
    return Caller(answer["sub"], frozenset(answer.get("scope", "").split()))


class NoRedirects(HTTPRedirectHandler):
    """The secret of this API is for Latchkey alone: it follows nobody elsewhere."""

    def redirect_request(self, *_):
        return None


opener = build_opener(NoRedirects)


def introspect(token: str) -> dict:
    """RFC 7662. A session that has ended is refused at the next request."""
    credentials = f"{quote(CLIENT_ID, safe='')}:{quote(CLIENT_SECRET, safe='')}"
    basic = base64.b64encode(credentials.encode()).decode()
    question = Request(
        f"{ISSUER}/oauth/introspect",
        data=urlencode({"token": token}).encode(),
        headers={"Authorization": f"Basic {basic}"},
    )
    try:
        with opener.open(question, timeout=5) as response:
            answer = json.loads(response.read(LONGEST_ANSWER))
        if not isinstance(answer, dict):
            raise ValueError("it is no object")
        return answer
    except Exception as error:  # whatever is no answer lets nobody in
        logging.warning("no answer from %s: %s", ISSUER, error)
        raise Refused(503, UNREACHABLE) from error
`
}

const cookieSettings = ({ app }: Answers): string => `APP = os.environ.get("APP_URL", ${JSON.stringify(app)})
COOKIE = "__Host-latchkey" if APP.startswith("https:") else "latchkey"
READING = {"GET", "HEAD", "OPTIONS"}
`

const FIND_BY_COOKIE = `def find_caller(method: str, headers: Mapping[str, str]) -> Caller | None:
    """Whose session cookie this is; None for who brought none. Raises Refused."""
    cookie = find_cookie(headers.get("Cookie", ""))
    if cookie is None:
        return None
    # A browser sends its cookie whichever page makes it, so look at the page first.
    check_page(method, headers)
    answer = introspect(cookie)
    if answer.get("active") is not True or answer.get("token_type") != "session_cookie":
        raise Refused(401, "The session is over. Sign in again.")
    if method not in READING:
        shown = headers.get("X-XSRF-TOKEN", "").encode()
        expected = str(answer.get("csrf_token") or "").encode()
        if not expected or not hmac.compare_digest(shown, expected):
            raise Refused(403, "Open the page again, and repeat that.")
    return caller_behind(answer)


def find_cookie(header: str) -> str | None:
    pairs = (pair.partition("=") for pair in header.split(";"))
    # Space and tab alone: behind another blank a browser sees no __Host- prefix.
    found = {value.strip(" \\t") for name, _, value in pairs if name.strip(" \\t") == COOKIE} - {""}
    if len(found) > 1:  # a neighbouring host may have planted one (RFC 6265bis §8.6)
        raise Refused(400, "There are two session cookies.")
    return found.pop() if found else None


def check_page(method: str, headers: Mapping[str, str]) -> None:
    origin = headers.get("Origin")
    site = headers.get("Sec-Fetch-Site")
    if origin is not None:
        is_ours = origin == APP
    else:
        is_ours = method in READING or site in (None, "same-origin", "none")
    if not is_ours:
        raise Refused(403, "This page may not do that.")
`

const FIND_BY_TOKEN = `def find_caller(method: str, headers: Mapping[str, str]) -> Caller | None:
    """Whose token this is; None for who brought none. Raises Refused."""
    scheme, _, token = headers.get("Authorization", "").partition(" ")
    if scheme.lower() not in ("token", "bearer"):
        return None
    answer = introspect(token.strip())
    # A refresh token is no access token, and a cookie no token, however active they are.
    if answer.get("active") is not True or answer.get("token_type") != "Bearer":
        raise Refused(401, NOT_VALID)
    return caller_behind(answer)
`
