"""The words of measures and of care that was offered."""

from enum import Enum

from flask_babel import lazy_gettext as _l

from caseapp.model.measures import (
    CareAnswer,
    CareKind,
    CheckResult,
    MeasureEnd,
    MeasureKind,
    Stage,
)

MEASURE_TEXTS: tuple[tuple[Enum, object], ...] = (
    (MeasureKind.BEHAVIOURAL_ORDER, _l("gedragsaanwijzing bij woonoverlast")),
    (MeasureKind.AREA_BAN, _l("gebiedsverbod")),
    (MeasureKind.GROUP_BAN, _l("groepsverbod")),
    (MeasureKind.DUTY_TO_REPORT_IN, _l("meldplicht")),
    (MeasureKind.TEMPORARY_HOUSE_BAN, _l("tijdelijk huisverbod")),
    (MeasureKind.CLOSURE_PUBLIC_ORDER, _l("sluiting om de openbare orde")),
    (MeasureKind.CLOSURE_DRUGS, _l("sluiting om drugs")),
    (MeasureKind.WARNING, _l("waarschuwing")),
    (MeasureKind.PENALTY_ORDER, _l("last onder dwangsom")),
    (Stage.WARNING, _l("gewaarschuwd")),
    (Stage.INTENTION, _l("voornemen gestuurd")),
    (Stage.VIEWS, _l("zienswijze gehoord")),
    (Stage.DECISION, _l("besluit genomen")),
    (Stage.CHECK, _l("gecontroleerd")),
    (Stage.EXTENSION, _l("verlengd")),
    (Stage.END, _l("beëindigd")),
    (CheckResult.KEPT, _l("het wordt nageleefd")),
    (CheckResult.BREACHED, _l("het wordt overtreden")),
    (CheckResult.UNCLEAR, _l("niet duidelijk")),
    (MeasureEnd.TERM_OVER, _l("de termijn is voorbij")),
    (MeasureEnd.WITHDRAWN, _l("ingetrokken")),
    (MeasureEnd.NOT_IMPOSED, _l("niet opgelegd")),
    (MeasureEnd.ANNULLED, _l("vernietigd na bezwaar of beroep")),
    (MeasureEnd.REPLACED, _l("vervangen door iets anders")),
    (CareKind.SOCIAL_WORK, _l("maatschappelijk werk")),
    (CareKind.GUIDANCE, _l("begeleiding")),
    (CareKind.MENTAL_HEALTH, _l("geestelijke gezondheidszorg")),
    (CareKind.ADDICTION, _l("verslavingszorg")),
    (CareKind.HOUSING, _l("hulp bij wonen")),
    (CareKind.DEBTS, _l("hulp bij schulden")),
    (CareKind.YOUTH, _l("jeugdhulp")),
    (CareKind.DAYTIME, _l("dagbesteding")),
    (CareKind.OTHER, _l("andere hulp")),
    (CareAnswer.ACCEPTED, _l("aangenomen")),
    (CareAnswer.REFUSED, _l("afgewezen")),
    (CareAnswer.STOPPED, _l("begonnen en gestopt")),
)
