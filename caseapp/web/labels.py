"""What people read for what the code calls by a name: one label per member."""

from enum import Enum

from flask_babel import lazy_gettext as _l

from caseapp.accesslog import Purpose
from caseapp.accesslog.seal.checking import MisfitKind
from caseapp.kernel.actor import Role
from caseapp.model.approvals import ApprovalKind
from caseapp.model.case_words import (
    CaseState,
    Part,
    Phase,
    Phenomenon,
    ReturnFrom,
    StopAnswer,
    SubjectKind,
    TrackKind,
    TrackState,
)
from caseapp.model.emergencies import EmergencyReason
from caseapp.model.endings import HoldGround
from caseapp.model.handovers import HandoverEnd, HandoverOf
from caseapp.model.imports import ImportState
from caseapp.model.leaves import LeaveEnd
from caseapp.model.organisations import OrganisationKind, TeamKind
from caseapp.model.privacy import ConfidentialGround, ConfidentialScope
from caseapp.model.residents import RelationKind
from caseapp.model.reviews import Answer, ReviewKind, Verdict
from caseapp.model.tokens import ApiScope
from caseapp.web import phase_words
from caseapp.web.closure_choices import CLOSURE_TEXTS
from caseapp.web.event_labels import EVENT_TEXTS
from caseapp.web.field_labels import FIELD_TEXTS
from caseapp.web.finding_labels import KIND_TEXTS
from caseapp.web.match_labels import MATCH_TEXTS
from caseapp.web.measure_labels import MEASURE_TEXTS
from caseapp.web.measurement_labels import MEASUREMENT_TEXTS
from caseapp.web.meeting_labels import MEETING_TEXTS
from caseapp.web.notice_labels import NOTICE_TEXTS
from caseapp.web.paper_labels import PAPER_TEXTS
from caseapp.web.phase_labels import PHASE_TEXTS
from caseapp.web.places import Place
from caseapp.web.plan_labels import PLAN_TEXTS
from caseapp.web.share_labels import SHARE_TEXTS
from caseapp.web.signal_words import SIGNAL_TEXTS
from caseapp.web.step_labels import STEP_TEXTS

_TEXTS: tuple[tuple[Enum, object], ...] = (
    (Role.SOCIAL_WORKER, _l("sociaal werker")),
    (Role.SAFETY_ADVISER, _l("adviseur veiligheid")),
    (Role.INTAKE, _l("intake en toegang")),
    (Role.PROCESS_DIRECTOR, _l("procesregisseur")),
    (Role.TEAM_LEAD, _l("teamleider")),
    (Role.PRIVACY_OFFICER, _l("privacy officer")),
    (Role.DATA_PROTECTION_OFFICER, _l("functionaris gegevensbescherming")),
    (Role.CISO, _l("CISO")),
    (Role.FUNCTIONAL_ADMINISTRATOR, _l("functioneel beheerder")),
    (Role.MAYOR, _l("burgemeester of wethouder")),
    (Role.CHAIN_PARTNER, _l("ketenpartner")),
    (HandoverOf.CARE, _l("het zorgspoor")),
    (HandoverOf.SAFETY, _l("het veiligheidsspoor")),
    (HandoverOf.DIRECTION, _l("de casusregie")),
    (HandoverOf.WATCH, _l("de waakvlam")),
    (HandoverEnd.ACCEPTED, _l("aangenomen")),
    (HandoverEnd.REFUSED, _l("geweigerd")),
    (HandoverEnd.WITHDRAWN, _l("ingetrokken")),
    (HandoverEnd.RETURNED, _l("terug: niemand antwoordde op tijd")),
    (LeaveEnd.REFUSED, _l("niet aangenomen")),
    (LeaveEnd.WITHDRAWN, _l("ingetrokken")),
    (LeaveEnd.REPLACED, _l("vervangen door een nieuwe afspraak")),
    (MisfitKind.NUMBER, _l("een nummer ontbreekt of komt twee keer voor")),
    (MisfitKind.GONE, _l("een verzegelde regel is weg")),
    (MisfitKind.CHANGED, _l("een verzegelde regel is gewijzigd")),
    (MisfitKind.ROOT, _l("regel en zegel zijn samen herschreven")),
    (MisfitKind.CUT, _l("het einde is afgesneden")),
    (MisfitKind.SIGNATURE, _l("een zegel is niet met onze sleutel gezet")),
    (MisfitKind.NOTE, _l("een zegel zegt iets anders dan wat is bewaard")),
    (MisfitKind.ENDED, _l("een maand is zonder recht vernietigd")),
    (ApiScope.READ_NORMAL, _l("wat verteld mag worden")),
    (ApiScope.READ_CONFIDENTIAL, _l("ook wat eerst niet verteld mocht worden")),
    (ConfidentialScope.SAFETY, _l("wat de kant van veiligheid bekeek")),
    (ConfidentialScope.ALL, _l("wat iedereen bekeek")),
    (ConfidentialGround.PUBLIC_SAFETY, _l("openbare veiligheid (UAVG 41 lid 1 c)")),
    (ConfidentialGround.CRIME, _l("strafbare feiten voorkomen of opsporen (UAVG 41 lid 1 d)")),
    (ConfidentialGround.SUPERVISION, _l("toezicht en inspectie (UAVG 41 lid 1 h)")),
    (ConfidentialGround.PROTECTION, _l("bescherming van de inwoner of anderen (UAVG 41 lid 1 i)")),
    (TrackKind.CARE, _l("zorgspoor")),
    (TrackKind.SAFETY, _l("veiligheidsspoor")),
    (ImportState.UPLOADED, _l("nog te bekijken")),
    (ImportState.DONE, _l("ingelezen")),
    (ImportState.DISCARDED, _l("weggegooid")),
    (Place.CARE, _l("zorgspoor")),
    (Place.SAFETY, _l("veiligheidsspoor")),
    (Place.STRIP, _l("gedeelde strook")),
    (StopAnswer.CONFIRMED, _l("eens: het spoor is niet nodig")),
    (StopAnswer.NEEDED, _l("niet eens: het spoor is nodig")),
    (TrackState.NEEDED, _l("loopt")),
    (TrackState.NOT_NEEDED, _l("niet nodig")),
    (TrackState.DONE, _l("afgerond")),
    (CaseState.INTAKE, _l("bij intake")),
    (CaseState.ACTIVE, _l("in uitvoering")),
    (CaseState.WATCH, _l("op afstand gevolgd")),
    (CaseState.CLOSED, _l("afgesloten")),
    (ReturnFrom.DETENTION, _l("detentie")),
    (ReturnFrom.CLINIC, _l("een kliniek")),
    (ReturnFrom.ELSEWHERE, _l("elders")),
    (SubjectKind.PERSON, _l("een persoon")),
    (SubjectKind.HOUSEHOLD, _l("een huishouden")),
    (SubjectKind.GROUP, _l("een groep")),
    (SubjectKind.ADDRESS, _l("een adres of gebied")),
    (Part.DIRECTOR, _l("casusregisseur")),
    (Part.OWNER, _l("eigenaar van het spoor")),
    (Part.MEMBER, _l("betrokken")),
    (Part.PARTNER, _l("ketenpartner")),
    (RelationKind.PARENT, _l("ouder")),
    (RelationKind.CHILD, _l("kind")),
    (RelationKind.PARTNER, _l("partner")),
    (RelationKind.FORMER_PARTNER, _l("ex-partner")),
    (RelationKind.SIBLING, _l("broer of zus")),
    (RelationKind.GRANDPARENT, _l("grootouder")),
    (RelationKind.LEGAL_REPRESENTATIVE, _l("wettelijk vertegenwoordiger")),
    (RelationKind.GUARDIAN, _l("mentor, curator of bewindvoerder")),
    (RelationKind.CAREGIVER, _l("mantelzorger")),
    (RelationKind.NEIGHBOUR, _l("buur")),
    (RelationKind.SUPPORT_PERSON, _l("steunfiguur")),
    (RelationKind.OTHER, _l("anders")),
    (ApprovalKind.SHIELD_CASE, _l("een casus afschermen")),
    (ApprovalKind.UNSHIELD_CASE, _l("de afscherming van een casus opheffen")),
    (ApprovalKind.LIFT_ACQUAINTANCE, _l("opheffen dat een collega iemand kent")),
    (ApprovalKind.OPEN_EMERGENCY, _l("een casus openen met noodtoegang")),
    (ApprovalKind.RELEASE_ANSWER, _l("een antwoord aan een inwoner vrijgeven")),
    (ApprovalKind.DESTROY_LOG, _l("een maand van het toegangslog vernietigen")),
    (ApprovalKind.ADOPT_LADDER, _l("een andere escalatieladder laten gelden")),
    (ApprovalKind.DESTROY_POLICE_DATA, _l("politiegegevens vernietigen")),
    (HoldGround.INCIDENT, _l("een incident")),
    (HoldGround.INQUIRY, _l("een onderzoek")),
    (HoldGround.SUPERVISOR, _l("een vraag van de toezichthouder")),
    (HoldGround.COURT, _l("een zaak bij de rechter")),
    (EmergencyReason.ACUTE_DANGER, _l("er is acuut gevaar")),
    (EmergencyReason.CHILD_AT_RISK, _l("een kind loopt gevaar")),
    (EmergencyReason.ON_CALL, _l("ik heb dienst en werk niet aan deze casus")),
    (EmergencyReason.COURT_DEADLINE, _l("een termijn van de rechter loopt af")),
    (ReviewKind.ALERT, _l("opvallende toegang")),
    (ReviewKind.SAMPLE, _l("steekproef")),
    (ReviewKind.EMERGENCY, _l("noodtoegang")),
    (ReviewKind.SHIELDED, _l("afgeschermde casus")),
    (Answer.WORK, _l("het hoorde bij mijn werk")),
    (Answer.REPLACED_COLLEAGUE, _l("ik verving een collega")),
    (Answer.MISTAKE, _l("ik opende het per ongeluk")),
    (Answer.NOT_MINE, _l("ik was dit niet")),
    (Answer.OTHER, _l("anders")),
    (Verdict.LAWFUL, _l("in orde")),
    (Verdict.UNLAWFUL, _l("niet toegestaan")),
    (Verdict.UNCLEAR, _l("niet duidelijk, in gesprek")),
    (Purpose.CASEWORK, _l("werken aan de casus")),
    (Purpose.TRIAGE, _l("een nieuwe melding beoordelen")),
    (Purpose.ADMINISTRATION, _l("functioneel beheer")),
    (Purpose.ACCOUNT, _l("eigen account")),
    (Purpose.SECURITY, _l("informatiebeveiliging")),
    (Purpose.LOG_REVIEW, _l("controle van de toegang")),
    (Purpose.SUPERVISION, _l("toezicht op het werk van het team")),
    (Purpose.ESCALATION, _l("op- of afschalen voorbereiden")),
    (Purpose.REPLACEMENT, _l("een collega vervangen")),
    (Purpose.COMPLAINT, _l("een klacht behandelen")),
    (Purpose.RESIDENT_REQUEST, _l("een verzoek van de inwoner")),
    (TeamKind.CARE, _l("zorg")),
    (TeamKind.SAFETY, _l("veiligheid")),
    (TeamKind.INTAKE, _l("toegang en intake")),
    (TeamKind.OTHER, _l("ander werk")),
    (OrganisationKind.MUNICIPALITY, _l("een gemeente")),
    (OrganisationKind.POLICE, _l("politie")),
    (OrganisationKind.HOUSING, _l("woningcorporatie")),
    (OrganisationKind.CARE, _l("zorg of hulpverlening")),
    (OrganisationKind.JUSTICE, _l("justitie of reclassering")),
    (OrganisationKind.EDUCATION, _l("onderwijs")),
    (OrganisationKind.OTHER, _l("anders")),
    (Phenomenon.NUISANCE, _l("overlast")),
    (Phenomenon.RESIDENTIAL_NUISANCE, _l("woonoverlast")),
    (Phenomenon.YOUTH_NUISANCE, _l("jeugdoverlast")),
    (Phenomenon.DRUG_NUISANCE, _l("drugsoverlast")),
    (Phenomenon.MISUNDERSTOOD_BEHAVIOUR, _l("onbegrepen gedrag")),
    (Phenomenon.NEGLECT, _l("verwaarlozing")),
    (Phenomenon.HOARDING_POLLUTION, _l("vervuiling")),
    (Phenomenon.ADDICTION, _l("verslaving")),
    (Phenomenon.DOMESTIC_VIOLENCE, _l("huiselijk geweld")),
    (Phenomenon.CHILD_ABUSE, _l("kindermishandeling")),
    (Phenomenon.STALKING, _l("stalking")),
    (Phenomenon.RADICALISATION, _l("radicalisering")),
    (Phenomenon.REPEAT_OFFENDER, _l("veelpleger")),
    (Phenomenon.RECIDIVISM, _l("recidive")),
    (Phenomenon.EARLY_SIGNALLING, _l("vroegsignalering")),
    (Phenomenon.DEBT_PROBLEMS, _l("schulden")),
    (Phenomenon.HOMELESSNESS, _l("dakloosheid")),
    (Phenomenon.SUBVERSIVE_CRIME, _l("ondermijning")),
    (Phenomenon.HUMAN_TRAFFICKING, _l("mensenhandel")),
    (Phenomenon.LABOUR_EXPLOITATION, _l("arbeidsuitbuiting")),
    (Phenomenon.CYBERCRIME, _l("digitale criminaliteit")),
    (Phenomenon.OTHER, _l("anders")),
)
LABELS = {
    (type(member), member): text
    for member, text in (
        *_TEXTS,
        *CLOSURE_TEXTS,
        *EVENT_TEXTS,
        *FIELD_TEXTS,
        *KIND_TEXTS,
        *MATCH_TEXTS,
        *SHARE_TEXTS,
        *SIGNAL_TEXTS,
        *STEP_TEXTS,
        *NOTICE_TEXTS,
        *PAPER_TEXTS,
        *PHASE_TEXTS,
        *MEASURE_TEXTS,
        *MEASUREMENT_TEXTS,
        *MEETING_TEXTS,
        *PLAN_TEXTS,
    )
}
"""Keyed by kind too: a role and a state may share their stored word."""


def of(member: Enum | int) -> str:
    """Give what people read for a member; a phase may come as its bare number.

    How a phase is called is for the municipality of the reader to say.
    """
    if isinstance(member, Phase) or not isinstance(member, Enum):
        return phase_words.full(member)
    return str(LABELS[type(member), member])
