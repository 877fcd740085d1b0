/** What both kinds of `latchkey_caller.py` begin with and end with. */
export const CALLER_AND_REFUSED = `@dataclass(frozen=True)
class Caller:
    """Who is asking."""

    sub: str  # \`usr_…\`: never changes, is never given to somebody else
    scopes: frozenset[str]
    is_authenticated = True


class Refused(Exception):
    """Why somebody is not let in, as an HTTP status and a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


NOT_VALID = "The sign-in is not valid here."
UNREACHABLE = "Sign-in cannot be checked at the moment. Try again."
`
