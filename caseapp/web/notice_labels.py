"""What people read for the kinds of messages, the ways they come, and the work of the clock."""

from flask_babel import lazy_gettext as _l

from caseapp.model.messages import MessageKind as K
from caseapp.model.messages import Way
from caseapp.model.schedule import DutyName

NOTICE_TEXTS: tuple[tuple[K | Way | DutyName, object], ...] = (
    (K.FLAG_RAISED, _l("Een collega steekt een vlag op")),
    (K.FLAG_UNANSWERED, _l("Een vlag is niet op tijd beantwoord")),
    (K.EMERGENCY_OPENED, _l("Een casus is met noodtoegang geopend")),
    (K.HANDOVER_OFFERED, _l("Er is u werk aangeboden")),
    (K.HANDOVER_BACK, _l("Wat u aanbood is niet aangenomen")),
    (K.DESCENT_ASKED, _l("Uw antwoord is nodig om af te schalen")),
    (K.DESCENT_BACK, _l("Op uw voorstel om af te schalen is geantwoord")),
    (K.MEETING_GIVEN, _l("U zit een overleg voor")),
    (K.MEETING_INVITED, _l("U bent uitgenodigd voor een overleg")),
    (K.WORK_GIVEN, _l("U bent gevraagd aan een casus te werken")),
    (K.WATCH_GIVEN, _l("U houdt een oog op een afgesloten casus")),
    (K.COLLEAGUE_LEFT, _l("Een collega is uit een casus gestapt")),
    (K.LEAVE_ASKED, _l("U bent gevraagd om waar te nemen")),
    (K.LEAVE_REFUSED, _l("Wie u vroeg om waar te nemen, kan niet")),
    (K.SIGNAL_GIVEN, _l("Een signaal is nu van u")),
    (K.SIGNAL_WAITS, _l("Er wacht een signaal op uw team")),
    (K.SIGNAL_BACK, _l("Een team nam uw signaal niet aan")),
    (K.REVIEW_QUESTION, _l("U wordt gevraagd waarom u iets bekeek")),
    (K.REVIEW_WAITS, _l("Er staan inzages klaar om te beoordelen")),
    (K.APPROVAL_ASKED, _l("Een collega vraagt u om een besluit")),
    (K.APPROVAL_DECIDED, _l("Er is besloten op wat u vroeg")),
    (K.FINDING, _l("Iets heeft uw aandacht nodig")),
    (K.DIGEST, _l("De mail van de dag")),
    (Way.AT_ONCE, _l("meteen per mail")),
    (Way.DIGEST, _l("in de mail van de dag")),
    (Way.SCREEN, _l("alleen op het scherm")),
    (DutyName.WATCHDOG, _l("Alles opnieuw bekijken")),
    (DutyName.REVIEWS, _l("Inzages voorleggen")),
    (DutyName.STATEMENT, _l("De verklaring van de nacht")),
    (DutyName.SWEEP, _l("Opruimen wat zijn tijd heeft gehad")),
    (DutyName.LOG_END, _l("Maanden van de log vernietigen")),
    (DutyName.DIGEST, _l("De mails van de dag schrijven")),
)
