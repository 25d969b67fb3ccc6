"""What people read for why somebody was found, and how sure that is."""

from enum import Enum

from flask_babel import lazy_gettext as _l

from caseapp.residents import Clue, Verdict

MATCH_TEXTS: tuple[tuple[Enum, object], ...] = (
    (Clue.BSN_SAME, _l("zelfde BSN")),
    (Clue.BSN_ALMOST, _l("BSN verschilt één cijfer")),
    (Clue.BSN_OTHER, _l("ander BSN")),
    (Clue.SURNAME_SAME, _l("zelfde achternaam")),
    (Clue.SURNAME_PART, _l("deel van de achternaam gelijk")),
    (Clue.SURNAME_SOUND, _l("achternaam klinkt hetzelfde")),
    (Clue.SURNAME_ALMOST, _l("achternaam lijkt erop")),
    (Clue.SURNAME_BEGINNING, _l("achternaam begint zo")),
    (Clue.SURNAME_OTHER, _l("andere achternaam")),
    (Clue.GIVEN_SAME, _l("zelfde voornaam")),
    (Clue.GIVEN_KNOWN_AS, _l("voornaam is een roepnaam")),
    (Clue.GIVEN_ALMOST, _l("voornaam lijkt erop")),
    (Clue.GIVEN_INITIAL, _l("zelfde voorletter")),
    (Clue.GIVEN_OTHER, _l("andere voornaam")),
    (Clue.BORN_SAME, _l("zelfde geboortedatum")),
    (Clue.BORN_SWAPPED, _l("dag en maand van geboorte verwisseld")),
    (Clue.BORN_ALMOST, _l("geboortedatum verschilt één cijfer")),
    (Clue.BORN_OTHER, _l("andere geboortedatum")),
    (Clue.ADDRESS_SAME, _l("zelfde adres")),
    (Clue.POSTCODE_SAME, _l("zelfde postcode")),
    (Verdict.SAME, _l("dezelfde persoon")),
    (Verdict.LIKELY, _l("waarschijnlijk dezelfde")),
    (Verdict.POSSIBLE, _l("misschien dezelfde")),
    (Verdict.DIFFERENT, _l("iemand anders")),
)
