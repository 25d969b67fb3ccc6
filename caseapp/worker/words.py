"""What a mail says: that something waits, and nothing of what it is about."""

from typing import Any

from flask_babel import lazy_gettext as _l

from caseapp.model.messages import MessageKind as K
from caseapp.worklists import Horizon

TOLD: dict[K, Any] = {
    K.FLAG_RAISED: _l("Een collega steekt een vlag op. U bent iemand die dat moet weten."),
    K.FLAG_UNANSWERED: _l("Een vlag is niet binnen de termijn beantwoord. Geef nu antwoord."),
    K.EMERGENCY_OPENED: _l(
        "Een casus is met noodtoegang geopend. Kijk waarom en zeg wat u ervan weet."
    ),
    K.HANDOVER_OFFERED: _l("Er is u werk aangeboden. Neem het aan, of zeg waarom niet."),
    K.HANDOVER_BACK: _l("Wat u aanbood is niet aangenomen. Het is nog steeds van u."),
    K.DESCENT_ASKED: _l("Een collega stelt voor om af te schalen. Zeg ja, of waarom niet."),
    K.DESCENT_BACK: _l("Op uw voorstel om af te schalen is geantwoord. Lees wat ervan kwam."),
    K.MEETING_GIVEN: _l("U zit een overleg voor. Kijk wat er op de agenda staat."),
    K.MEETING_INVITED: _l("U bent uitgenodigd voor een overleg. Lees wat er van u gevraagd wordt."),
    K.WORK_GIVEN: _l("U bent gevraagd aan een casus te werken."),
    K.WATCH_GIVEN: _l("U houdt vanaf nu een oog op een afgesloten casus."),
    K.COLLEAGUE_LEFT: _l("Een collega is uit een casus gestapt. Zie toe op die plek."),
    K.LEAVE_ASKED: _l("Een collega vraagt u om waar te nemen tijdens verlof."),
    K.LEAVE_REFUSED: _l("Wie u vroeg om waar te nemen, kan niet. Vraag iemand anders."),
    K.SIGNAL_GIVEN: _l("Een signaal is nu van u. Kijk ernaar en besluit wat er gebeurt."),
    K.SIGNAL_WAITS: _l("Er wacht een signaal op uw team."),
    K.SIGNAL_BACK: _l("Een team nam uw signaal niet aan. Het is nog steeds van u."),
    K.REVIEW_QUESTION: _l("U wordt gevraagd waarom u iets bekeek."),
    K.REVIEW_WAITS: _l("Er staan nieuwe inzages klaar om te beoordelen."),
    K.APPROVAL_ASKED: _l("Een collega vraagt u als tweede persoon om een besluit."),
    K.APPROVAL_DECIDED: _l("Op wat u als eerste persoon vroeg, is besloten."),
    K.FINDING: _l("Er is iets dat uw aandacht nodig heeft."),
}

HEADINGS: dict[Horizon, Any] = {
    Horizon.NOW: _l("Nu nodig"),
    Horizon.TODAY: _l("Vandaag"),
    Horizon.WAITING: _l("Wacht op iemand"),
    Horizon.SOON: _l("De komende week"),
    Horizon.WATCHED: _l("U houdt een oog in het zeil"),
}
"""The headings of "Mijn werk", in the same words."""
