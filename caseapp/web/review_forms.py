"""What a reviewer, and a colleague who was asked, fills in."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from caseapp.model.reviews import TEXT_LENGTH, Answer, Verdict
from caseapp.web.forms import Cards, Form, LongText


class VerdictForm(Form):
    """What did you find?"""

    verdict = Cards(_l("Uw oordeel"), Verdict)
    text = LongText(_l("Waarom?"), length=TEXT_LENGTH)


class ReadingForm(Form):
    """What do you find, without knowing what the first reader found?"""

    verdict = Cards(_l("Uw oordeel als tweede lezer"), Verdict)


class AnswerForm(Form):
    """Why did you look?"""

    answer = Cards(_l("Waarom keek u?"), Answer)
    text = LongText(_l("Wilt u er iets bij zeggen?"), length=TEXT_LENGTH)


class BreachForm(Form):
    """What was done about it?"""

    officer_told_at = BooleanField(_l("De functionaris gegevensbescherming weet ervan"))
    risk_weighed_at = BooleanField(_l("Het risico voor de inwoner is gewogen"))
    supervisor_told_at = BooleanField(_l("Gemeld bij de Autoriteit Persoonsgegevens"))
    supervisor_not_needed = BooleanField(_l("Melden hoeft niet: een risico is onwaarschijnlijk"))
    resident_told_at = BooleanField(_l("De inwoner is ingelicht"))
    resident_not_needed = BooleanField(_l("Inlichten hoeft niet: het risico is niet hoog"))
    measures_taken_at = BooleanField(_l("Er zijn maatregelen genomen, ook met de collega"))
