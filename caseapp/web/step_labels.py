"""The words of a step: what was done, what came of it, and where it comes from."""

from enum import Enum

from flask_babel import lazy_gettext as _l

from caseapp.model.journal import EndResult, Nature, Outcome, Source, StepKind

STEP_TEXTS: tuple[tuple[Enum, object], ...] = (
    (StepKind.PHONE_CALL, _l("telefoongesprek")),
    (StepKind.HOME_VISIT, _l("huisbezoek")),
    (StepKind.OFFICE_VISIT, _l("gesprek op kantoor")),
    (StepKind.MESSAGE, _l("bericht")),
    (StepKind.ATTEMPT, _l("poging tot contact")),
    (StepKind.CONSULTATION, _l("overleg")),
    (StepKind.AGREEMENT, _l("afspraak")),
    (StepKind.OBSERVATION, _l("waarneming")),
    (StepKind.REPORT_RECEIVED, _l("melding ontvangen")),
    (StepKind.DECISION, _l("besluit")),
    (StepKind.OTHER, _l("anders")),
    (Outcome.REACHED, _l("bereikt")),
    (Outcome.NOT_REACHED, _l("niet bereikt")),
    (Outcome.AGREED, _l("akkoord")),
    (Outcome.REFUSED, _l("geweigerd")),
    (Outcome.NO_RESULT, _l("zonder resultaat")),
    (Outcome.FORWARDED, _l("doorgezet")),
    (Outcome.NONE, _l("niet van toepassing")),
    (EndResult.NO_REACTION, _l("geen reactie")),
    (EndResult.NO_CONTACT, _l("definitief geen contact")),
    (EndResult.ALREADY_HELPED, _l("krijgt al hulp")),
    (EndResult.NO_HELP_WANTED, _l("wil geen hulp")),
    (EndResult.REFERRED_MONEY, _l("verwezen naar hulp bij geldzaken")),
    (EndResult.REFERRED_OTHER, _l("verwezen naar andere hulp")),
    (EndResult.UNJUSTIFIED, _l("de zorg was niet terecht")),
    (EndResult.NOT_RESIDENT, _l("woont hier niet (meer)")),
    (EndResult.DECEASED, _l("overleden")),
    (Source.OWN, _l("eigen waarneming")),
    (Source.RESIDENT, _l("de inwoner")),
    (Source.HOUSEHOLD_MEMBER, _l("een huisgenoot")),
    (Source.NEIGHBOUR, _l("een buurtgenoot")),
    (Source.POLICE, _l("politie")),
    (Source.HOUSING, _l("woonstichting")),
    (Source.SCHOOL, _l("school")),
    (Source.GENERAL_PRACTITIONER, _l("huisarts")),
    (Source.MENTAL_HEALTH, _l("ggz")),
    (Source.OTHER, _l("een andere bron")),
    (Nature.FACT, _l("feit")),
    (Nature.OPINION, _l("oordeel of vermoeden")),
    (Nature.STATEMENT, _l("verklaring van de inwoner")),
)
