"""Telling at once that work waits with a team in which nobody works."""

from collections.abc import Iterable

from flask import flash
from flask_babel import gettext as _

from caseapp.model.organisations import Team


def tell_of_nobody(teams: Iterable[Team]) -> None:
    """Say it for each of these teams; who can mend it finds it on *Wal en schip*, and is told."""
    for team in teams:
        flash(
            _(
                "Bij %(team)s werkt nu niemand die dit oppakt. Dat staat op Wal en schip. "
                "Geef het zelf een eigenaar als u dat mag.",
                team=team.name,
            ),
            "warning",
        )
