"""The storylines: believable courses of events, read from `material/storylines`.

A storyline is a row of beats. A beat is a step, a change of phase or a flag; chance leaves some
out, so that two cases of one storyline do not run alike.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from caseapp.demo.material import read, storyline_names


@dataclass(frozen=True, slots=True)
class StepForm:
    """The form of a step: strip, kind, channel, source, outcome and who writes it."""

    strip: str
    kind: str
    channel: str
    source: str
    outcome: str
    by: str


@dataclass(frozen=True, slots=True)
class Beat:
    """One thing that happens, `after` so many days; exactly one of form, phase and flag is set."""

    form: StepForm | None
    phase: int
    flag: tuple[str, str] | None
    after: tuple[int, int]
    chance: float
    facts: tuple[str, ...]
    statements: tuple[str, ...]
    opinions: tuple[str, ...]
    next_dates: tuple[str, ...]
    reasons: tuple[str, ...]
    tried: tuple[str, ...]
    ends: tuple[str, ...]
    triggers: tuple[str, ...]
    answers: tuple[str, ...]
    answer_kind: str


@dataclass(frozen=True, slots=True)
class Storyline:
    """A course of events with what it needs: compositions of households and ages of a child."""

    name: str
    phenomenon: str
    other: tuple[str, ...]
    subject: str
    needs: tuple[str, ...]
    youth: tuple[int, int] | None
    youth_is_main: bool
    start_phase: int
    via: str
    questions: tuple[str, ...]
    care_goals: tuple[str, ...]
    safety_goals: tuple[str, ...]
    closings: tuple[str, ...]
    beats: tuple[Beat, ...]


def _texts(part: dict[str, Any], name: str) -> tuple[str, ...]:
    return tuple(part.get(name, ()))


def _beat(part: dict[str, Any]) -> Beat:
    strip, _, urgency = part.get("flag", "").partition(" ")
    least, most = part["after"]
    return Beat(
        form=StepForm(*part["as"].split()) if "as" in part else None,
        phase=part.get("phase", 0),
        flag=(strip, urgency) if strip else None,
        after=(least, most),
        chance=part.get("chance", 1.0),
        facts=_texts(part, "fact"),
        statements=_texts(part, "statement"),
        opinions=_texts(part, "opinion"),
        next_dates=_texts(part, "next"),
        reasons=_texts(part, "reason"),
        tried=_texts(part, "tried"),
        ends=_texts(part, "end"),
        triggers=_texts(part, "why"),
        answers=_texts(part, "answered"),
        answer_kind=part.get("answer", ""),
    )


@cache
def storyline(name: str) -> Storyline:
    """Read one storyline."""
    part = read(f"storylines/{name}")
    ages = part.get("youth")
    return Storyline(
        name=name,
        phenomenon=part["phenomenon"],
        other=_texts(part, "other"),
        subject=part["subject"],
        needs=_texts(part, "needs"),
        youth=(ages[0], ages[1]) if ages else None,
        youth_is_main=part.get("main") == "youth",
        start_phase=part["start"],
        via=part["via"],
        questions=_texts(part, "question"),
        care_goals=_texts(part, "care_goal"),
        safety_goals=_texts(part, "safety_goal"),
        closings=_texts(part, "closing"),
        beats=tuple(_beat(beat) for beat in part["beat"]),
    )


def storylines() -> tuple[Storyline, ...]:
    """Read all storylines."""
    return tuple(storyline(name) for name in storyline_names())


@cache
def ordinary_beats() -> dict[str, tuple[Beat, ...]]:
    """Read the small steps of ordinary days, by strip, to put between the beats of a storyline."""
    general = read("general")
    found: dict[str, list[Beat]] = {"care": [], "safety": [], "shared": []}
    for strip, texts in general["between"].items():
        found[strip] += [_ordinary(*text.rpartition("|")[::2], by=strip) for text in texts]
    for name in ("opinion", "statement"):
        for strip, texts in general[f"{name}s"].items():
            found[strip] += [
                _ordinary(*text.rpartition("|")[::2], by=strip, name=name) for text in texts
            ]
    for strip, texts in general["attempts"].items():
        for text in texts:
            words, _, channel = text.rpartition("|")
            form = f"{strip} attempt {channel} resident not-reached"
            found[strip].append(_ordinary(words, form, by=strip))
    return {strip: tuple(beats) for strip, beats in found.items()}


def _ordinary(text: str, form: str, *, by: str, name: str = "fact") -> Beat:
    writer = {"shared": "director"}.get(by, by)
    return _beat({"as": f"{form} {writer}", "after": [2, 9], name: [text]})
