"""Writes the beats of one case down as steps, phase changes, flags and next dates."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from random import Random

from caseapp.demo import workdays
from caseapp.demo.casefile import Correction, Flag, NextDate, PhaseChange, Step, Subject
from caseapp.demo.casting import Crew
from caseapp.demo.entities import StaffMember
from caseapp.demo.material import read
from caseapp.demo.prose import render
from caseapp.demo.storylines import Beat, StepForm
from caseapp.demo.voice import Slot, drawn, spoken_time

ESCALATED = 3
ANSWER_HOURS = {"today": (1, 5), "this-week": (4, 50), "next-meeting": (24, 150)}
CORRECTED_ONE_IN = 16
TAIL_CHANCE = 0.65


class Scribe:
    """Keeps what was written of a case so far, and the moment it was written."""

    def __init__(  # noqa: PLR0917 - a scribe needs all of these from the start
        self,
        random: Random,
        key: str,
        subject: Subject,
        crew: Crew,
        fixed: Mapping[str, Slot],
        labels: Mapping[str, str],
        today: date,
    ) -> None:
        """Begin a case; `labels` gives per resident the name used in the text."""
        self.random, self.key, self.subject, self.crew = random, key, subject, crew
        self._fixed, self._labels = fixed, labels
        self._last_day = today - timedelta(days=1)
        self.limit = workdays.at(self._last_day, 22, 0)
        self.clock = datetime.min.replace(tzinfo=self.limit.tzinfo)
        self.phase = 0
        self.steps: list[Step] = []
        self.corrections: list[Correction] = []
        self.phases: list[PhaseChange] = []
        self.flags: list[Flag] = []
        self.next_dates: list[NextDate] = []

    def text(
        self, options: tuple[str, ...] | list[str], day: date, at: datetime | None = None
    ) -> str:
        """Write out one of some templates; none gives an empty text.

        A text about something that happens `at` a moment says the time of that moment.
        """
        if not options:
            return ""
        template = self.random.choice(options)
        times = {"tijd": spoken_time(at)} if at else {}
        return render(self.random, template, {**self._fixed, **drawn(day), **times})

    def moment(self, day: date, channel: str = "office", *, weekend: bool = False) -> datetime:
        """Give a working moment on or near a day, later than everything before it."""
        working = workdays.working_day(self.random, day, self._last_day, may_be_weekend=weekend)
        found = workdays.moment(self.random, working, channel)
        self.clock = max(found, self.clock + workdays.LEAST_GAP)
        return self.clock

    def who(self, by: str) -> StaffMember:
        """Give the member of staff that a beat calls `by` (care, care2, safety, director...)."""
        person: StaffMember = getattr(self.crew, by)
        return person

    def beat(self, day: date, beat: Beat, *, is_last: bool = False) -> None:
        """Write one beat down."""
        if beat.form:
            self._step(day, beat, beat.form)
        elif beat.flag:
            self._flag(day, beat, is_last=is_last)
        elif beat.phase != self.phase:
            self._phase(day, beat)

    def _step(self, day: date, beat: Beat, form: StepForm) -> None:
        by_police = form.source == "police" and form.kind in {"report", "observation"}
        happened = self.moment(day, form.channel, weekend=by_police)
        facts, said, thought = (
            self.text(options, happened.date(), happened)
            for options in (beat.facts, beat.statements, beat.opinions)
        )
        if facts and self.random.random() < TAIL_CHANCE:
            tails = read("general")["tails"][form.channel]
            facts = f"{facts} {self.text(tails, happened.date(), happened)}"
        self.add_step(
            happened,
            (form.strip, form.kind, form.channel, form.outcome, form.source),
            self.who(form.by),
            (facts, said, thought),
        )
        if beat.next_dates:
            self.next_date(form.strip, self.who(form.by), happened, list(beat.next_dates))

    def add_step(
        self,
        happened: datetime,
        form: tuple[str, str, str, str, str],
        author: StaffMember,
        texts: tuple[str, str, str],
    ) -> None:
        """Add a step; one in sixteen is corrected later."""
        facts, said, thought = texts
        strip, kind, channel, outcome, source = form
        lengths = {"fact": len(facts), "statement": len(said), "opinion": len(thought)}
        step = Step(
            key=f"{self.key}-s{len(self.steps) + 1:02d}",
            strip=strip,
            kind=kind,
            channel=channel,
            outcome=outcome,
            source=source,
            nature=max(lengths, key=lambda nature: lengths[nature]),
            happened_at=happened,
            logged_at=workdays.logged_after(self.random, happened, self.limit),
            author=author.key,
            facts=facts,
            statement=said,
            opinion=thought,
            about=self._about(f"{facts} {said} {thought}"),
        )
        self.steps.append(step)
        if self.random.randrange(CORRECTED_ONE_IN) == 0:
            self._correct(step)

    def _about(self, text: str) -> tuple[str, ...]:
        named = tuple(key for key in self.subject.residents if self._labels.get(key, "\0") in text)
        return named or self.subject.residents[:1]

    def _correct(self, step: Step) -> None:
        day = min(step.logged_at.date() + timedelta(days=self.random.randrange(1, 9)),
                  self._last_day)  # fmt: skip
        part = read("general")["correction"]
        found = workdays.moment(self.random, day, "office")
        self.corrections.append(
            Correction(
                key=f"{step.key}-c1",
                step=step.key,
                author=step.author,
                corrected_at=max(found, step.logged_at + timedelta(minutes=7)),
                reason=self.text(part["reason"], day),
                text=self.text(part["text"], day),
            )
        )

    def start_phase(self, phase: int, at: datetime) -> None:
        """Write down the phase a case begins in, decided at the intake."""
        reason = "Startfase, vastgesteld bij de intake."
        self.phases.append(
            PhaseChange(f"{self.key}-p0", 0, phase, at, self.crew.intake.key,
                        self.crew.intake.key, ("complexity",), reason, "", "", None, "", ())
        )  # fmt: skip
        self.phase = phase

    def _phase(self, day: date, beat: Beat) -> None:
        at = self.moment(day)
        up = beat.phase > self.phase
        care, safety, director = self.crew.care, self.crew.safety, self.crew.director
        weeks = self.random.randrange(3, 7) if up else self.random.randrange(8, 14)
        responsible = (
            ("case-direction", care.name),
            ("process-direction", director.name),
            ("operational", f"Leidinggevenden van {care.job_title} en politie"),
            ("administrative", "Burgemeester en wethouder zorg"),
        )
        asked = self.random.choice((care, safety))
        self.phases.append(
            PhaseChange(
                key=f"{self.key}-p{len(self.phases)}",
                from_phase=self.phase,
                to_phase=beat.phase,
                decided_at=at,
                decided_by=director.key,
                requested_by=asked.key if up else safety.key,
                triggers=beat.triggers,
                reason=self.text(beat.reasons, at.date()),
                tried=self.text(beat.tried, at.date()),
                end_condition=self.text(beat.ends, at.date()),
                review_on=at.date() + timedelta(weeks=weeks) if beat.phase > 1 else None,
                accepted_by="" if up else care.key,
                responsible=responsible if beat.phase >= ESCALATED else (),
            )
        )
        self.phase = beat.phase

    def _flag(self, day: date, beat: Beat, *, is_last: bool) -> None:
        strip, urgency = beat.flag or ("care", "this-week")
        raised = self.moment(day, "phone", weekend=urgency == "today")
        hours = self.random.randrange(*ANSWER_HOURS[urgency])
        answered = raised + timedelta(hours=hours, minutes=self.random.randrange(5, 55))
        if not 7 <= answered.hour < 18:  # noqa: PLR2004 - answered in office hours
            answered = answered.replace(hour=8) + timedelta(days=answered.hour >= 18)  # noqa: PLR2004
        waits = answered > self.limit or is_last
        by = self.crew.director if self.random.randrange(4) else self.crew.lead
        self.flags.append(
            Flag(
                key=f"{self.key}-f{len(self.flags) + 1}",
                strip=strip,
                raised_by=(self.crew.care if strip == "care" else self.crew.safety).key,
                raised_at=raised,
                urgency=urgency,
                reason=self.text(beat.reasons, raised.date()),
                answered_by=None if waits else by.key,
                answered_at=None if waits else answered,
                answer_kind="" if waits else beat.answer_kind,
                answer="" if waits else self.text(beat.answers, answered.date()),
            )
        )
        self.clock = raised if waits else answered

    def next_date(self, strip: str, owner: StaffMember, at: datetime, texts: list[str]) -> None:
        """Set a next date of one to three weeks ahead, on a working day."""
        due = at.date() + timedelta(days=self.random.randrange(6, 22))
        due = workdays.working_day(self.random, due, date.max)
        text = self.text(texts, at.date())
        key = f"{self.key}-n{len(self.next_dates) + 1}"
        self.next_dates.append(NextDate(key, strip, owner.key, due, text, at, None))
