"""What an outsider needs to verify the log without us: the sealed log, and one file of code."""

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from caseapp import accesslog
from caseapp.accesslog import Event
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.policy import Permission
from caseapp.web.guard import guard

bp = Blueprint("exports", __name__, url_prefix="/exports")
verifier = Blueprint("verifier", __name__, url_prefix="/verifier")
PIECE = 100_000
PROGRAM = Path(__file__).parents[2] / "tools" / "verify_log.py"


@bp.post("")
@guard(Permission.LOG_HAND_OUT, records=Event.LOG_HANDED_OUT)
def create(actor: Actor, office: Any) -> ResponseReturnValue:
    """Send the sealed log; that it was taken is committed before the first byte leaves."""
    file = accesslog.hand_out(actor, office)
    disposition = f'attachment; filename="verzegeld-log-{clock.today().isoformat()}.txt"'
    return Response(
        _read(file),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": disposition},
    )


def _read(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        yield from iter(lambda: file.read(PIECE), b"")


@verifier.get("")
@guard(Permission.SEAL_READ, records=Event.SEAL_SHOWN)
def show(_actor: Actor, _office: Any) -> ResponseReturnValue:
    """Send the verifier: it runs on the export, on any machine with Python."""
    disposition = f'attachment; filename="{PROGRAM.name}"'
    return Response(
        PROGRAM.read_bytes(),
        content_type="text/x-python; charset=utf-8",
        headers={"Content-Disposition": disposition},
    )
