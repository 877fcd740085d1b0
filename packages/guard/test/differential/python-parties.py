"""Says of every token on standard input, one JSON text a line, whether PyJWT and python-jose accept it."""

import datetime
import json
import sys

settings = json.loads(sys.stdin.readline())


class FrozenTime(datetime.datetime):
    @classmethod
    def utcnow(cls):
        return cls.utcfromtimestamp(settings["now"])

    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(settings["now"], tz)


def pyjwt():
    import jwt

    jwt.api_jwt.datetime = FrozenTime
    keys = {key["kid"]: jwt.PyJWK(key).key for key in settings["jwks"]["keys"]}

    def accepts(token):
        kid = jwt.get_unverified_header(token).get("kid")
        jwt.decode(
            token,
            keys[kid],
            algorithms=settings["algorithms"],
            audience=settings["audience"],
            issuer=settings["issuer"],
            leeway=settings["leeway"],
        )

    return accepts


def python_jose():
    from jose import jwt

    jwt.datetime = FrozenTime
    keys = {key["kid"]: key for key in settings["jwks"]["keys"]}

    def accepts(token):
        jwt.decode(
            token,
            keys[jwt.get_unverified_header(token).get("kid")],
            algorithms=settings["algorithms"],
            audience=settings["audience"],
            issuer=settings["issuer"],
            options={"leeway": settings["leeway"]},
        )

    return accepts


def verdicts(accepts, tokens):
    for token in tokens:
        try:
            accepts(token)
            yield True
        except Exception:
            # Whatever it stumbles over, it lets nobody in.
            yield False


parties = {}
for name, start in (("PyJWT", pyjwt), ("python-jose", python_jose)):
    try:
        parties[name] = start()
    except ImportError:
        pass
tokens = [json.loads(line) for line in sys.stdin]
print(json.dumps({name: list(verdicts(accepts, tokens)) for name, accepts in parties.items()}))
