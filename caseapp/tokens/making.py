"""The making of a token, for the screen and for the command."""

from datetime import timedelta
from uuid import UUID

from caseapp.kernel import clock
from caseapp.kernel.bearing import digest
from caseapp.model.tokens import ApiScope, ApiToken
from caseapp.tokens.secrets import drawn

LONGEST_DAYS = 90
LONGEST_NAME = 120


def new_token(
    municipality_id: UUID, *, name: str, scope: ApiScope, owner_id: UUID, term: timedelta
) -> tuple[ApiToken, str]:
    """Give a token as it is stored, and its text."""
    text, now = drawn(), clock.now()
    row = ApiToken(
        municipality_id=municipality_id,
        name=name,
        token_hash=digest(text),
        scope=scope,
        owner_id=owner_id,
        made_at=now,
        until=now + term,
    )
    return row, text
