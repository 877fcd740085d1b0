const FASTAPI = `"""The dependency of every endpoint that is for people who are signed in."""

from fastapi import Depends, FastAPI, HTTPException, Request
from latchkey_caller import Caller, Refused, find_caller


# Plain \`def\`, not \`async def\`: FastAPI then runs it beside the event loop, where it may wait.
def current_caller(request: Request) -> Caller:
    try:
        caller = find_caller(request.method, request.headers)
    except Refused as refused:
        raise HTTPException(refused.status, refused.sentence, challenge_of(refused)) from refused
    if caller is None:
        # RFC 6750 §3.1: who brought nothing is not told that it was wrong.
        raise HTTPException(401, "Sign in first.", {"WWW-Authenticate": "Bearer"})
    return caller


def challenge_of(refused: Refused) -> dict[str, str] | None:
    return {"WWW-Authenticate": 'Bearer error="invalid_token"'} if refused.status == 401 else None


app = FastAPI()


@app.get("/api/me")
def me(caller: Caller = Depends(current_caller)) -> dict[str, str]:
    return {"userId": caller.sub}


@app.post("/api/me")
def change_me(caller: Caller = Depends(current_caller)) -> dict[str, str]:
    return {"changed": caller.sub}
`

const DJANGO = `"""For DEFAULT_AUTHENTICATION_CLASSES, or authentication_classes of a view."""

from latchkey_caller import Caller, Refused, find_caller
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import APIException
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView


class LatchkeyAuthentication(BaseAuthentication):
    def authenticate(self, request: Request) -> tuple[Caller, None] | None:
        try:
            caller = find_caller(request.method, request.headers)
        except Refused as refused:
            answer = APIException(refused.sentence)
            answer.status_code = refused.status
            answer.auth_header = 'Bearer error="invalid_token"' if refused.status == 401 else None
            raise answer from refused
        return None if caller is None else (caller, None)

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class Me(APIView):
    authentication_classes = [LatchkeyAuthentication]
    permission_classes = [IsAuthenticated]

    def get(self, request: Request) -> Response:
        return Response({"userId": request.user.sub})

    def post(self, request: Request) -> Response:
        return Response({"changed": request.user.sub})
`

/** What joins `latchkey_caller.py` to a framework. */
export const PYTHON_FRAMEWORKS = {
  fastapi: { file: 'latchkey_fastapi.py', text: FASTAPI },
  django: { file: 'latchkey_drf.py', text: DJANGO },
} as const
