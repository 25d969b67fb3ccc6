"""Words with a fixed meaning in lists: phenomenon, phase of escalation, state of the work."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from rapidfuzz import fuzz, process

from caseapp.flows.case_import.dates import NOTHING
from caseapp.flows.case_import.messages import Parsed, refuse, say

ALIKE: Final = 86
"""From which rapidfuzz ratio a word with a typing error is taken for the word it looks like."""

PHENOMENON_WORDS: Final[Mapping[str, str]] = {
    "residential-nuisance": "woonoverlast;burenoverlast;burenruzie;burenconflict;geluidsoverlast;"
    "overlast buren;buurtoverlast;geluidshinder",
    "youth-nuisance": "jeugdoverlast;hangjeugd;hangjongeren;jongerenoverlast;jeugdgroep;"
    "overlast jeugd;overlast jongeren",
    "drug-nuisance": "drugsoverlast;drugs;drugspand;dealen;drugshandel;hennep;hennepkwekerij;"
    "drugsgerelateerde overlast",
    "misunderstood-behaviour": "onbegrepen gedrag;verward gedrag;verwarde persoon;"
    "personen met verward gedrag;personen met onbegrepen gedrag;psychische problematiek;"
    "psychiatrie;psychische problemen;ggz;verward;verward persoon;psychose;e33;e33-melding",
    "neglect": "verwaarlozing;zelfverwaarlozing;zorgmijding;zorgmijder;zorgwekkende zorgmijder",
    "hoarding-pollution": "vervuiling;woningvervuiling;hoarding;verzamelen;verzamelwoede;"
    "vervuilde woning;hygiënische problemen",
    "addiction": "verslaving;verslavingsproblematiek;alcohol;alcoholverslaving;middelengebruik;"
    "drugsverslaving;gokverslaving;alcoholproblematiek;drank",
    "domestic-violence": "huiselijk geweld;hg;relationeel geweld;partnergeweld;"
    "eergerelateerd geweld;huisverbod;tijdelijk huisverbod;geweld in huis;ouderenmishandeling",
    "child-abuse": "kindermishandeling;hgkm;onveilige opvoedsituatie;kindveiligheid",
    "stalking": "stalking;belaging",
    "radicalisation": "radicalisering;extremisme",
    "repeat-offender": "veelpleger;top-x;top x;zeer actieve veelpleger;zavp;veelplegers",
    "recidivism": "recidive;recidivist;nazorg detentie;ex-gedetineerde;detentie",
    "early-signalling": "vroegsignalering;vroegsignaal",
    "debt-problems": "schuldenproblematiek;schulden;schuld;huurachterstand;geldzorgen;financieel;"
    "financiële problemen;schuldhulp;dreigende ontruiming;betalingsachterstand",
    "homelessness": "dakloosheid;dakloos;dak- en thuisloos;dakloze;thuisloos;zwerver;"
    "geen woning;briefadres",
    "subversive-crime": "ondermijning;ondermijnende criminaliteit;witwassen",
    "human-trafficking": "mensenhandel;seksuele uitbuiting;criminele uitbuiting;loverboy",
    "labour-exploitation": "arbeidsuitbuiting;uitbuiting arbeidsmigranten",
    "cybercrime": "digitale criminaliteit;cybercrime;cybercriminaliteit;online oplichting",
    "nuisance": "overlast;hinder",
    "other": "anders;overig;overige;divers;multiproblematiek;multi-problem;complexe casuïstiek;"
    "zorgmelding;overige problematiek",
}
"""Identifier of the phenomenon (glossary 6.5) -> what people write for it."""


def _by_word(words: Mapping[str, str]) -> dict[str, str]:
    """Turn a table of meaning -> words around."""
    return {word: meaning for meaning, line in words.items() for word in line.split(";")}


PHENOMENA: Final = {
    **_by_word(PHENOMENON_WORDS),
    **{name.replace("-", " "): name for name in PHENOMENON_WORDS},
}
STATES: Final = _by_word(
    {
        "intake": "intake;nieuw;aangemeld;aanmelding;triage;screening;nog niet gestart;"
        "te starten;new",
        "active": "actief;lopend;loopt;open;in behandeling;in uitvoering;in onderzoek;bezig;active;"
        "opgepakt;in zorg;heropend;wacht;wachtlijst;on hold;aangehouden;in de wacht",
        "watch": "waakvlam;waakvlamcontact;monitoring;monitoren;volgen;nazorg;vinger aan de pols;"
        "watch",
        "closed": "afgesloten;gesloten;beëindigd;beeindigd;afgerond;klaar;dicht;closed;gereed;"
        "uitgeschreven;afgehandeld;archief;overleden;verhuisd",
    }
)
PHASES: Final = _by_word(
    {
        "1": "1;i;een;één;groen;preventie;preventief;licht;basis;regulier",
        "2": "2;ii;twee;geel;oranje;enkelvoudig;vraag of probleem;lokale pga;pga",
        "3": "3;iii;drie;rood;complex;opgeschaald;meervoudig;lichtrood;zvh",
        "4": "4;iv;vier;donkerrood;zwart;crisis;escalatie;escalerend;acuut",
    }
)
YES_NO: Final = {
    **dict.fromkeys(("ja", "j", "yes", "y", "waar", "true", "v", "✓"), True),
    **dict.fromkeys(("nee", "n", "neen", "no", "onwaar", "false"), False),
}
CLOSED_HEADING: Final = re.compile(r"gesloten|afgerond|beëindigd|beeindigd|gereed|klaar|closed")
PHASE_WORD: Final = re.compile(r"\b(?:ave|fase|niveau|level|phase|trede|code|kleur)\b[\s\-:.]*")
GLUED_PHASE: Final = re.compile(r"^ave(?=\d)")
BETWEEN: Final = re.compile(r"\s*(?:[/,;+&\n]|\ben\b|\s-\s)\s*")
BETWEEN_PHASES: Final = re.compile(r"[\s/,;+&()\-\n:.]+|\ben\b|\bof\b")


def _tidy(text: str) -> str:
    """Bring a cell to lower case with single spaces, without a full stop at the end."""
    return " ".join(text.casefold().split()).rstrip(".!")


def parse_phenomenon(text: str) -> Parsed[str]:
    """Give the identifier of the phenomenon; of several the first that is known."""
    tidy = _tidy(text)
    if tidy in NOTHING:
        return Parsed(None)
    parts = [tidy] if tidy in PHENOMENA else [part for part in BETWEEN.split(tidy) if part]
    found = [known for part in parts if (known := PHENOMENA.get(part))]
    if found:
        return Parsed(found[0], (say("phenomenon-several"),) if len(parts) > 1 else ())
    return _alike(tidy)


def _alike(tidy: str) -> Parsed[str]:
    """Give the phenomenon that a word with a typing error looks like."""
    close = process.extractOne(tidy[:80], PHENOMENA.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
    if close:
        return Parsed(PHENOMENA[close[0]], (say("phenomenon-alike"),))
    return refuse("phenomenon-unknown")


def parse_phase(text: str) -> Parsed[int]:
    """Give the rung of AVE (1 to 4) from "AVE 3", "fase III", "rood" or "3 - complex"."""
    tidy = _tidy(text)
    if tidy in NOTHING:
        return Parsed(None)
    bare = PHASE_WORD.sub(" ", GLUED_PHASE.sub("", tidy)).replace("donker rood", "donkerrood")
    known = PHASES.get(bare.strip())
    words = [known] if known else [PHASES.get(word) for word in BETWEEN_PHASES.split(bare)]
    found = {int(word) for word in words if word}
    if not found:
        return refuse("phase-unknown")
    return Parsed(found.pop()) if len(found) == 1 else refuse("phase-several")


def parse_state(text: str, heading: str = "") -> Parsed[str]:
    """Give the state of the case: "intake", "active", "watch" or "closed".

    Under a heading such as "Afgesloten?" people write yes or no.
    """
    tidy = _tidy(text)
    if tidy in NOTHING:
        return Parsed(None)
    if (answer := YES_NO.get(tidy)) is not None:
        asks_closed = CLOSED_HEADING.search(heading.casefold()) is not None
        return Parsed("closed" if answer == asks_closed else "active")
    words = BETWEEN_PHASES.split(tidy)
    found = [STATES[word] for word in words if word in STATES and "niet" not in words]
    known = STATES.get(tidy) or (found[0] if found else None)
    return Parsed(known) if known else refuse("state-unknown")
