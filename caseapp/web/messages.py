"""What people read when a rule of the work forbids something: one text per code."""

from flask_babel import lazy_gettext as _l

from caseapp.kernel.errors import RuleBroken

TEXTS = {
    "sign-in-failed": _l("Dit e-mailadres en wachtwoord horen niet bij elkaar."),
    "sign-in-throttled": _l("Er is te vaak geprobeerd. Wacht een minuut en probeer het opnieuw."),
    "email-known": _l("Dit e-mailadres is al in gebruik."),
    "password-too-short": _l("Neem een wachtwoord van minstens 15 tekens."),
    "password-too-long": _l("Dit wachtwoord is te lang."),
    "password-too-simple": _l("Dit wachtwoord is te eenvoudig: neem meer verschillende tekens."),
    "role-needed": _l("Kies minstens een rol."),
    "roles-clash": _l("Toezicht en beheer gaan niet samen met een andere rol."),
    "team-unknown": _l("Dit team bestaat niet."),
    "not-oneself": _l("U kunt uw eigen rechten niet wijzigen."),
}


def of(error: RuleBroken) -> str:
    """Give the text of a broken rule, in the reader's language."""
    return str(TEXTS.get(error.message, error.message))
