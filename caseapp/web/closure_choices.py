"""What is chosen on the screens of closing, and what people read for each choice and reason."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from caseapp.model.closures import ClosureReason, ReopeningGround, WatchEnd


class Told(StrEnum):
    """Whether the resident was told that the case is closed."""

    YES = "yes"
    NO = "no"


class Aftercare(StrEnum):
    """Whether somebody keeps an eye on the case after it is closed."""

    WATCH = "watch"
    NONE = "none"


class WatchDecision(StrEnum):
    """What can be decided of a watch, beside working on the case again."""

    STOP = "stop"
    EXTEND = "extend"
    GIVE = "give"


CLOSURE_TEXTS = (
    (ClosureReason.GOALS_REACHED, _l("de doelen zijn gehaald")),
    (ClosureReason.HANDED_ON, _l("overgedragen aan andere hulp of een andere gemeente")),
    (ClosureReason.NO_HELP_WANTED, _l("wil geen hulp, en het gevaar is geweken")),
    (ClosureReason.NOT_REACHED, _l("na meerdere pogingen niet te bereiken")),
    (ClosureReason.MOVED_AWAY, _l("verhuisd")),
    (ClosureReason.DECEASED, _l("overleden")),
    (ClosureReason.UNFOUNDED, _l("er bleek niets aan de hand")),
    (ClosureReason.JOINED, _l("samengevoegd met een andere casus")),
    (ClosureReason.OTHER, _l("een andere reden")),
    (ReopeningGround.NEW_SIGNAL, _l("een nieuw signaal")),
    (ReopeningGround.RELAPSE, _l("het gaat weer mis")),
    (ReopeningGround.ASKED_BY_RESIDENT, _l("de inwoner vraagt erom")),
    (ReopeningGround.CLOSED_WRONGLY, _l("ten onrechte gesloten")),
    (ReopeningGround.OTHER, _l("een andere aanleiding")),
    (WatchEnd.STOPPED, _l("beëindigd")),
    (WatchEnd.REOPENED, _l("de casus is heropend")),
    (Told.YES, _l("ja, de inwoner weet het")),
    (Told.NO, _l("nee")),
    (Aftercare.WATCH, _l("een waakvlam: een collega houdt een oog in het zeil")),
    (Aftercare.NONE, _l("geen nazorg")),
    (WatchDecision.STOP, _l("beëindigen: de casus blijft gesloten")),
    (WatchDecision.EXTEND, _l("één keer verlengen")),
    (WatchDecision.GIVE, _l("een andere collega aanwijzen")),
)
