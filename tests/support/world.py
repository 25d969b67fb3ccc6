"""A world full of secrets: two towns in which every text about somebody holds a word of its own.

The words stand nowhere else, so a page that shows one tells where it came from. `World` keeps them
with the plain facts the oracle judges by.
"""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import Connection
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from caseapp import tokens
from caseapp.accesslog.logbook import Logbook
from caseapp.accesslog.seal.sealing import Sealer
from caseapp.escalation import ladders
from caseapp.escalation.ladders import shape
from caseapp.extensions import db
from caseapp.flows import case_import
from caseapp.kernel import bearing, clock, crypto
from caseapp.kernel.actor import Role
from caseapp.kernel.identifiers import new_id
from caseapp.model.accesslog import StatedPurpose
from caseapp.model.accounts import User, UserSession
from caseapp.model.case_words import CaseState, TrackKind, TrackState
from caseapp.model.cases import Case
from caseapp.model.content import ContentClass
from caseapp.model.escalation import Acknowledgement, Flag, PhaseChange
from caseapp.model.evaluations import Evaluation
from caseapp.model.journal import Draft, Step
from caseapp.model.ladders import Ladder
from caseapp.model.letters import Letter, LetterTemplate
from caseapp.model.organisations import Team, TeamKind
from caseapp.model.papers import CasePaper, PaperKind, Reach
from caseapp.model.privacy import (
    ConfidentialGround,
    Confidentiality,
    ConfidentialScope,
    Release,
    ResidentAnswer,
)
from caseapp.model.residents import Household, HouseholdMember, Relation, RelationKind, Resident
from caseapp.model.safety_lines import SafetyLine
from caseapp.model.sealed import DataKey
from caseapp.model.searches import Search as KeptSearch
from caseapp.model.shares import Share, ShareGround
from caseapp.model.tokens import ApiScope
from caseapp.residents import Question, search_rows
from caseapp.web import answer_words
from tests.support import applications, wordfiles
from tests.support.cast import Town, actor_for
from tests.support.oracle import (
    Alarm,
    Dossier,
    Dweller,
    Entry,
    Lane,
    Oracle,
    Own,
    Part,
    Person,
    Secret,
    Shared,
)
from tests.support.oracle import Town as Place
from tests.support.world_doors import find_cracks, open_doors
from tests.support.world_meetings import meet_about_main
from tests.support.world_plans import plan_main

WORD = re.compile(r"kz[a-p]{16}zk", re.IGNORECASE)
DAY = timedelta(days=1)
TOP = 4
"""The highest phase of the usual ladder."""
CARE, SAFETY = TrackKind.CARE, TrackKind.SAFETY
BSNS = iter(
    number
    for first in range(90_000_000, 91_000_000)
    if (rest := sum(int(d) * w for d, w in zip(f"{first:08d}", range(9, 1, -1), strict=True)) % 11)
    < 10
    and (number := f"{first:08d}{rest}")
)
"""Numbers from the range that is given to nobody, each of which passes the elfproef."""


def word(label: str) -> str:
    """Give the word of a label: always the same, letters only, and nowhere else in the world."""
    digest = hashlib.sha256(label.encode()).hexdigest()[:16]
    return "Kz" + "".join("abcdefghijklmnop"[int(c, 16)] for c in digest) + "zk"


class Outsider(FlaskClient):
    """A browser that sends exactly what it is told, in an application nobody prepared for it."""

    cookie: dict[str, str]

    def enter(self, app: Flask, user: User) -> None:
        """Be signed in as somebody from now on."""
        with app.app_context():
            token = begin_session(user)
            db.session.commit()
        self.cookie = {"_user_id": token, "csrf_token": "0" * 40}
        self.come_back()

    def come_back(self) -> None:
        """Carry the cookie of the first moment again, whatever was sent since."""
        with self.session_transaction() as cookie:
            cookie.clear()
            cookie.update(self.cookie)

    def send(self, path: str, fields: Any = None, **kwargs: Any) -> Any:
        """Send a form with its token; fields may be pairs, for names that come twice."""
        token = ("csrf_token", form_token())
        pairs = list((fields or {}).items()) if not isinstance(fields, list) else fields
        data: dict[str, list[Any]] = {}
        for name, value in [token, *pairs]:
            data.setdefault(name, []).extend(value if isinstance(value, list) else [value])
        return self.post(path, data=data, **kwargs)


def form_token() -> str:
    return URLSafeTimedSerializer(applications.SECRET, salt="wtf-csrf-token").dumps("0" * 40)


def begin_session(user: User) -> str:
    """Open a session for somebody in the running transaction, and give its token."""
    now = clock.now()
    token = f"token of {user.id} at {now.timestamp()}"
    row = UserSession(
        municipality_id=user.municipality_id,
        token_hash=bearing.digest(token),
        user_id=user.id,
        started_at=now,
        seen_at=now + timedelta(hours=8),
    )
    db.session.add(row)
    return token


@contextmanager
def undone(app: Flask) -> Iterator[Any]:
    """Let requests commit as always, and take back everything when the block ends."""
    with app.app_context():
        engine = db.engine
    real = db.session
    with engine.connect() as connection:
        outer = connection.begin()
        maker = sessionmaker(bind=connection, join_transaction_mode="create_savepoint")
        db.session = scoped_session(maker)
        try:
            yield connection
        finally:
            db.session.remove()
            db.session = real
            outer.rollback()


@dataclass
class World:
    """Everything there is, as rows to point at and as facts to judge by."""

    app: Flask
    people: dict[str, User] = field(default_factory=dict)
    things: dict[str, dict[str, Any]] = field(default_factory=dict)
    facts: dict[tuple[str, str], Any] = field(default_factory=dict)
    secrets: dict[str, Secret] = field(default_factory=dict)
    kinds_told: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    """Which kinds of words each walk met, by who walked and how."""
    clients: dict[str, Outsider] = field(default_factory=dict)
    towns: dict[str, Any] = field(default_factory=dict)
    ring: Any = None
    dialect: str = ""

    def person(self, name: str) -> Person:
        found: Person = self.facts["person", name]
        return found

    @property
    def oracle(self) -> Oracle:
        told = self.facts.items()
        cases = [fact for (kind, _), fact in told if kind == "case"]
        askings = [fact for (kind, _), fact in told if kind == "approval"]
        offers = [fact for (kind, _), fact in told if kind == "handover"]
        descents = [fact for (kind, _), fact in told if kind == "descent"]
        reported = [fact for (kind, _), fact in told if kind == "signal"]
        tabled = [fact for (kind, _), fact in told if kind == "agenda_item"]
        return Oracle(cases, askings, offers, reported, descents, tabled)

    def client(self, name: str) -> Outsider:
        """Give the browser of somebody, signed in."""
        if name not in self.clients:
            browser = Outsider(self.app, self.app.response_class)
            browser.enter(self.app, self.people[name])
            self.clients[name] = browser
        return self.clients[name]

    def hide(self, kind: str, label: str, about: Any, track: Any = None, text: str = "") -> str:
        """Make a secret about something and give the text to write down."""
        secret = text or word(label)
        self.secrets[secret.casefold()] = Secret(label, kind, about, track)
        return secret

    def told_by(self, text: str) -> dict[str, Secret]:
        """Give the secrets that stand in a text."""
        folded = text.casefold()
        known = {token: self.secrets[token] for token in WORD.findall(folded)}
        other = {t: s for t, s in self.secrets.items() if not WORD.fullmatch(t) and t in folded}
        return known | other


class Maker:
    """Fills a world with one town at a time."""

    def __init__(self, world: World, name: str) -> None:
        self.world, self.name = world, name
        self.town = Town(name)
        self.place = Place(self.town.id)
        self.far_teams = {
            kind: self._team(f"Ver {kind.value}", kind) for kind in (TeamKind.CARE, TeamKind.SAFETY)
        }
        self.note("team", self.label("care"), self.town.care_team, self.place)
        world.towns[name] = (self.town, self.far_teams)

    @classmethod
    def again(cls, world: World, name: str) -> "Maker":
        """Go on with a town that was made before."""
        maker = object.__new__(cls)
        maker.world, maker.name = world, name
        maker.town, maker.far_teams = world.towns[name]
        maker.place = Place(maker.town.id)
        return maker

    def _team(self, name: str, kind: TeamKind) -> Team:
        team = Team(municipality_id=self.town.id, name=name, kind=kind)
        db.session.add(team)
        db.session.commit()
        return team

    def label(self, name: str) -> str:
        return name if self.name == "Dichtbij" else f"{self.name}/{name}"

    def hire(self, name: str, role: Role, *, far: bool = False) -> User:
        """Hire somebody; far: in a team with which no case waits."""
        team = None
        if far:
            kind = TeamKind.SAFETY if role is Role.SAFETY_ADVISER else TeamKind.CARE
            team = self.far_teams[kind]
        label = self.label(name)
        hidden, email = word(f"colleague {label}"), word(f"email {label}")
        user = self.town.person(
            role, team=team, name=f"{name} {hidden}", email=f"{email.lower()}@samen.example"
        )
        fact = Person(
            user.id,
            self.town.id,
            frozenset(str(role) for role in user.roles),
            frozenset(m.team_id for m in user.memberships),
            frozenset(m.team_id for m in user.memberships if m.is_lead),
        )
        self.world.people[label] = user
        self.world.facts["person", label] = fact
        self.world.hide("colleague", f"colleague {label}", self.place)
        self.world.hide("email", f"email {label}", self.place)
        self.note("user", label, user, self.place)
        if name in ("carer", "director"):
            self.note("colleague", label, user, fact)
        if user.organisation is not None:
            self.note("organisation", label, user.organisation, self.place)
        return user

    def note(self, kind: str, label: str, row: Any, fact: Any) -> None:
        self.world.things.setdefault(kind, {})[label] = row
        self.world.facts[kind, label] = fact

    def retell_person(self, name: str, **facts: Any) -> None:
        """Put right what the oracle knows of somebody."""
        label = self.label(name)
        self.world.facts["person", label] = replace(self.world.facts["person", label], **facts)

    def retell_case(self, name: str, fact: Dossier) -> None:
        """Put right what the oracle knows of a case, wherever it is spoken of."""
        label = self.label(name)
        old = self.world.facts["case", label]
        self.world.facts["case", label] = fact
        for kind in fact.lanes:
            self.world.facts["track", f"{label} {kind}"] = fact.lane(kind)
        for token, secret in self.world.secrets.items():
            if secret.about is old:
                self.world.secrets[token] = replace(secret, about=fact)

    def settle(self, name: str, registrar: User | None = None) -> Resident:
        """Let somebody live here of whom everything is a secret."""
        label = self.label(name)
        words = {
            "surname": word(f"surname {label}"),
            "first_names": word(f"given {label}"),
            "street": word(f"street {label}"),
            "city": word(f"city {label}"),
            "email": f"{word(f'mail {label}')}@thuis.example",
            "bsn": next(BSNS),
        }
        resident = self.town.resident(
            words.pop("surname"),
            house_number="12",
            postcode="7061AB",
            birth_date=date(1984, 3, 7),
            registered_by_id=registrar.id if registrar else None,
            **words,
        )
        search_rows.write_anew(db.session(), resident)
        db.session.commit()
        self.note("resident", label, resident, Dweller(resident.id, self.town.id))
        self._tell(label, resident, registrar, frozenset())
        return resident

    def _tell(
        self, label: str, resident: Resident, registrar: User | None, housemates: frozenset[Any]
    ) -> None:
        fact = Dweller(resident.id, self.town.id, registrar.id if registrar else None, housemates)
        self.world.facts["resident", label] = fact
        for part in ("surname", "given"):
            self.world.hide("resident-name", f"{part} {label}", fact)
        for part in ("street", "city", "mail"):
            self.world.hide("resident-detail", f"{part} {label}", fact)
        self.world.hide("bsn", f"bsn {label}", fact, text=resident.bsn)
        self.world.hide("resident-id", f"id {label}", fact, text=resident.id.hex)

    def house(self, together: list[Resident], left: list[Resident]) -> None:
        """Have a household of some who live there and some who left."""
        home = Household(municipality_id=self.town.id)
        db.session.add(home)
        db.session.flush()
        for resident in [*together, *left]:
            db.session.add(
                HouseholdMember(
                    municipality_id=self.town.id,
                    household_id=home.id,
                    resident=resident,
                    started_on=clock.today() - 900 * DAY,
                    ended_on=clock.today() - 90 * DAY if resident in left else None,
                )
            )
        db.session.commit()
        labels = {row.id: label for label, row in self.world.things["resident"].items()}
        known = {user.id: user for user in self.world.people.values()}
        for one in together:
            others = frozenset(other.id for other in together if other is not one)
            self._tell(labels[one.id], one, known.get(one.registered_by_id), others)

    def relate(self, one: Resident, other: Resident) -> None:
        db.session.add(
            Relation(
                municipality_id=self.town.id,
                from_id=one.id,
                to_id=other.id,
                kind=RelationKind.SIBLING,
            )
        )
        db.session.commit()

    def open(
        self,
        name: str,
        *residents: Resident,
        far: bool = False,
        said: Any = None,
        **facts: Any,
    ) -> Case:
        """Open a case; far: with the teams nobody of the cast is in.

        said: by whom that its safety track is not needed, which nobody confirmed yet.
        """
        label = self.label(name)
        case = self.town.case(
            *residents,
            title=word(f"title {label}"),
            summary=word(f"summary {label}"),
            address=word(f"address {label}"),
            **facts,
        )
        for track in case.tracks:
            track.state_reason = word(f"{track.kind.value} reason {label}")
            track.goal = word(f"{track.kind.value} goal {label}")
            if far:
                track.team_id = self.far_teams[TeamKind(track.kind.value)].id
            if said is not None and track.kind is SAFETY:
                track.state, track.said_by_id, track.next_on = TrackState.NOT_NEEDED, said.id, None
        db.session.commit()
        fact = Dossier(
            case.id,
            self.town.id,
            case.reference,
            str(case.state),
            case.phase,
            tuple(resident.id for resident in residents),
            tuple(
                Part(i.user_id, str(i.part), str(i.track) if i.track else None, i.ended_at is None)
                for i in case.involvements
            ),
            {track.kind.value: (track.team_id, str(track.state)) for track in case.tracks},
            leaderless=far,
            said={} if said is None else {"safety": said.id},
        )
        self.note("case", label, case, fact)
        for track in case.tracks:
            kind = track.kind.value
            self.note("track", f"{label} {kind}", track, fact.lane(kind))
            self.world.hide("track-text", f"{kind} reason {label}", fact, kind)
            self.world.hide("track-goal", f"{kind} goal {label}", fact, kind)
        for text in ("title", "summary", "address"):
            self.world.hide("case-text", f"{text} {label}", fact)
        self.world.hide("reference", f"reference {label}", fact, text=case.reference)
        return case

    def write(self, name: str, author: User, track: TrackKind | None, **facts: Any) -> Step:
        """Log a step on a case, and a correction beside it."""
        label, kind = self.label(name), track.value if track else None
        where, case = f"{label} {kind or 'strip'}", self.world.things["case"][label]
        fact = self.world.facts["case", label]
        step = self.town.step(case, author, track, word(f"step {where}"), **facts)
        better = self.town.step(
            case,
            author,
            track,
            word(f"better {where}"),
            reason=word(f"why {where}"),
            corrects_id=step.id,
        )
        for text in ("step", "better", "why"):
            self.world.hide("step-text", f"{text} {where}", fact, kind)
        entry = Entry(better.id, self.town.id, fact, kind, author.id)
        self.note("step", where, better, entry)
        return better

    def keep_police_data(self, name: str, author: User) -> None:
        """Have police data on the safety track that is only searched for, only stored, and due."""
        label = self.label(name)
        case, fact = self.world.things["case"][label], self.world.facts["case", label]
        for stage, years in (("searched", 2), ("restricted", 6), ("due", 11)):
            where = f"{label} {stage}"
            read = "searched-text" if stage == "searched" else "restricted-text"
            text = self.world.hide(read, f"police {where}", fact, "safety")
            happened_on = clock.today() - years * 366 * DAY
            facts = {"content": ContentClass.POLICE, "happened_on": happened_on}
            step = self.town.step(case, author, SAFETY, text, **facts)
            entry = Entry(step.id, self.town.id, fact, "safety", author.id, stage)
            self.note("step", where, step, entry)

    def share(self, name: str, step: Step, decider: User, *, runs: bool) -> None:
        """Have a part of a step on the strip, or have had it there."""
        label = f"{self.label(name)} {'shared' if runs else 'shared before'}"
        fact, kind = self.world.facts["case", self.label(name)], step.track or TrackKind.CARE
        share = Share(
            municipality_id=self.town.id,
            case=step.case,
            case_id=step.case_id,
            step_id=step.id,
            from_track=kind,
            content=ContentClass.SPECIAL,
            ground=ShareGround.PUBLIC_TASK,
            excerpt=word(f"excerpt {label}"),
            purpose=word(f"purpose {label}"),
            until_on=clock.today() + (30 if runs else -1) * DAY,
            shared_at=clock.now() - 9 * DAY,
            shared_by_id=decider.id,
        )
        db.session.add(share)
        db.session.commit()
        shared = Shared(share.id, self.town.id, fact, kind.value, runs)
        for text in ("excerpt", "purpose"):
            self.world.hide("share-text", f"{text} {label}", shared)
        self.note("share", label, share, shared)

    def agree(self, name: str, setter: User) -> None:
        """Have agreed what is done when it becomes unsafe; the safety side did not confirm it."""
        label, now = self.label(name), clock.now() - 8 * DAY
        fact, case = self.world.facts["case", label], self.world.things["case"][label]
        line = SafetyLine(
            municipality_id=self.town.id, case=case, case_id=case.id, number=1,
            body=self.world.hide("case-text", f"safety line {label}", fact),
            set_at=now, set_by_id=setter.id, care_at=now, care_by_id=setter.id,
        )  # fmt: skip
        db.session.add(line)
        db.session.commit()

    def paper(self, name: str, maker: User) -> None:
        """Have a paper made of a case, for somebody outside the municipality."""
        label = self.label(name)
        fact, case = self.world.facts["case", label], self.world.things["case"][label]
        made = CasePaper(
            municipality_id=self.town.id,
            case=case,
            case_id=case.id,
            number=1,
            kind=PaperKind.REFERRAL,
            reach=Reach.OUTSIDE,
            ground=ShareGround.PUBLIC_TASK,
            made_at=clock.now() - 2 * DAY,
            made_by_id=maker.id,
        )
        for text in ("recipient", "function", "organisation", "purpose"):
            setattr(made, text, self.world.hide("paper-text", f"paper {text} {label}", fact))
        db.session.add(made)
        db.session.commit()

    def raise_flag(self, name: str, raiser: User, told: list[User], *, answered: bool) -> Flag:
        """Have a flag on a case, and requests to those who must know."""
        label = f"{self.label(name)} {'answered' if answered else 'open'}"
        case, fact = self.world.things["case"][self.label(name)], None
        fact = self.world.facts["case", self.label(name)]
        flag = self.town.flag(case, raiser, word(f"facts {label}"))
        self.world.hide("flag-text", f"facts {label}", fact)
        if answered:
            flag.answer = self.world.hide("flag-text", f"answer {label}", fact)
            flag.answered_by_id, flag.answered_at = told[0].id, clock.now()
        for user in told:
            request = Acknowledgement(
                municipality_id=self.town.id,
                flag_id=flag.id,
                user_id=user.id,
                asked_at=clock.now(),
            )
            db.session.add(request)
            own = Own(request.id, self.town.id, user.id)
            self.note("acknowledgement", f"{label} {user.name.split()[0]}", request, own)
        db.session.commit()
        self.note("flag", label, flag, Alarm(flag.id, self.town.id, fact, answered))
        return flag

    def move(self, name: str, decided_by: User) -> None:
        """Have moved a case up the ladder."""
        label = self.label(name)
        case, fact = self.world.things["case"][label], self.world.facts["case", label]
        change = PhaseChange(
            municipality_id=self.town.id,
            case=case,
            case_id=case.id,
            from_phase=max(case.phase - 1, 1) if case.phase > 1 else 2,
            to_phase=case.phase,
            triggers="stagnation",
            reason=self.world.hide("phase-text", f"reason {label}", fact),
            tried=self.world.hide("phase-text", f"tried {label}", fact),
            review_on=clock.today() + 30 * DAY,
            decided_by_id=decided_by.id,
            changed_at=clock.now(),
            is_from_before=case.phase == 1,
        )
        change.conditions = self.world.hide("phase-text", f"conditions {label}", fact)
        change.asks_evaluation = True
        db.session.add(change)
        db.session.flush()
        if case.phase == TOP:
            self.look_back(change, label, fact)
        db.session.commit()

    def look_back(self, change: PhaseChange, label: str, fact: Any) -> None:
        """Have written down what was learned of an escalation."""
        said = {
            name: self.world.hide("phase-text", f"{name} {label}", fact)
            for name in ("happened", "helped", "otherwise", "with_whom")
        }
        evaluation = Evaluation(
            municipality_id=self.town.id,
            case=change.case,
            case_id=change.case_id,
            change_id=change.id,
            made_at=clock.now(),
            made_by_id=change.decided_by_id,
            **said,
        )
        db.session.add(evaluation)

    def keep(self, name: str, path: str, field_name: str) -> None:
        """Let somebody have a draft and a search of their own."""
        label = self.label(name)
        user = self.world.people[label]
        own = Own(user.id, self.town.id, user.id)
        typed = self.world.hide("own-text", f"draft {label}", own)
        search = KeptSearch(
            municipality_id=self.town.id,
            user_id=user.id,
            key=DataKey.draw(self.town.id),
            terms=Question(self.world.hide("own-text", f"search {label}", own)).written(),
            at=clock.now(),
        )
        draft = Draft(
            municipality_id=self.town.id,
            user_id=user.id,
            path=path,
            key=DataKey.draw(self.town.id),
            fields=json.dumps({field_name: [typed]}),
            saved_at=clock.now(),
        )
        db.session.add_all([search, draft])
        db.session.commit()
        self.note("search", label, search, Own(search.id, self.town.id, user.id))

    def offer_list(self, name: str, known: Resident) -> None:
        """Let somebody have a list in hand, in which a person stands who is known already."""
        label = self.label(name)
        user = self.world.people[label]
        own = Own(user.id, self.town.id, user.id)
        surname = self.world.hide("own-text", f"list {label}", own)
        rows = f"Achternaam;BSN;Toelichting\n{surname};{known.bsn};Overlast\n"
        run = case_import.offer_list(
            actor_for(user), self.town.municipality, file_name="lijst.csv", data=rows.encode()
        )
        db.session.commit()
        self.note("list", label, run, Own(run.id, self.town.id, user.id))

    def answer(self, resident: Resident, about: Case, prepared_by: User) -> None:
        """Let an answer to a resident have been released, and something not be told yet."""
        content = answer_words.content_of(
            town=self.town.municipality.name,
            person=resident.name,
            first=clock.today() - 9 * DAY,
            last=clock.today() - DAY,
            made_on=clock.today(),
            rows=(),
        )
        answer = ResidentAnswer(
            municipality_id=self.town.id,
            resident=resident,
            asked_on=clock.today(),
            first_on=clock.today() - 9 * DAY,
            last_on=clock.today() - DAY,
            content=content,
            digest=hashlib.sha256(content.encode()).digest(),
            involves_safety=False,
            prepared_by_id=prepared_by.id,
            prepared_at=clock.now(),
        )
        answer.release = Release(
            municipality_id=self.town.id,
            digest=answer.digest,
            released_by_id=prepared_by.id,
            released_at=clock.now(),
        )
        held = Confidentiality(
            municipality_id=self.town.id,
            case_id=about.id,
            scope=ConfidentialScope.SAFETY,
            ground=ConfidentialGround.CRIME,
            decision="Z-2026-1",
            since=clock.today() - 9 * DAY,
            until=clock.today() + 9 * DAY,
            decided_by_id=prepared_by.id,
            decided_at=clock.now(),
        )
        db.session.add_all([answer, held])
        db.session.commit()
        self.note("answer", self.label("answer"), answer, self.place)
        self.note("confidentiality", self.label("held"), held, self.place)

    def write_letter(self, name: str, keeper: User, maker: User) -> None:
        """Have a template of letters, and a letter that was made of it to somebody of a case."""
        label = self.label(name)
        fact, case = self.world.facts["case", label], self.world.things["case"][label]
        template = LetterTemplate(
            id=new_id(),
            municipality_id=self.town.id,
            key=DataKey.draw(self.town.id),
            name="Uitnodiging",
            file_text=base64.b64encode(wordfiles.a_letter()).decode(),
            added_at=clock.now() - 3 * DAY,
            added_by_id=keeper.id,
        )
        db.session.add(template)
        db.session.flush()
        letter = Letter(
            municipality_id=self.town.id,
            case=case,
            case_id=case.id,
            number=1,
            template_id=template.id,
            recipient=self.world.hide("paper-text", f"letter recipient {label}", fact),
            made_at=clock.now() - 2 * DAY,
            made_by_id=maker.id,
        )
        db.session.add(letter)
        db.session.commit()
        self.note("letter_template", self.label("invitation"), template, self.place)

    def propose_ladder(self, keeper: User) -> None:
        """Have a version of the escalation ladder that nobody agreed to yet."""
        ladder = Ladder(
            id=new_id(),
            municipality_id=self.town.id,
            number=1,
            name=ladders.BY_PERSON.name,
            phases=shape.written(ladders.BY_PERSON),
            reason="Zo werkt de regio.",
            made_at=clock.now() - 3 * DAY,
            made_by_id=keeper.id,
        )
        db.session.add(ladder)
        db.session.commit()
        self.note("ladder", self.label("by-person"), ladder, self.place)

    def admit(self, owner: User) -> None:
        """Let another system have a token."""
        row, _text = tokens.new_token(
            self.town.id,
            name="Portaal",
            scope=ApiScope.READ_NORMAL,
            owner_id=owner.id,
            term=9 * DAY,
        )
        db.session.add(row)
        db.session.commit()
        self.note("token", self.label("portal"), row, self.place)

    def state_purposes(self, *users: User) -> None:
        """Let those who look by office have said why."""
        for user in users:
            for kind in ("case", "resident"):
                for row in self.world.things[kind].values():
                    if row.municipality_id == self.town.id:
                        statement = StatedPurpose(
                            municipality_id=self.town.id,
                            user_id=user.id,
                            subject_kind=row.__tablename__,
                            subject_id=row.id,
                            purpose="supervision",
                            stated_at=clock.now(),
                            until=clock.now() + DAY,
                        )
                        db.session.add(statement)
        db.session.commit()


ROLES = {
    "lead": Role.TEAM_LEAD,
    "intake": Role.INTAKE,
    "overseer": Role.PROCESS_DIRECTOR,
    "officer": Role.PRIVACY_OFFICER,
    "protector": Role.DATA_PROTECTION_OFFICER,
    "auditor": Role.CISO,
    "admin": Role.FUNCTIONAL_ADMINISTRATOR,
    "mayor": Role.MAYOR,
    "partner": Role.CHAIN_PARTNER,
    "otherpartner": Role.CHAIN_PARTNER,
    "carer": Role.SOCIAL_WORKER,
    "adviser": Role.SAFETY_ADVISER,
}
FAR = {
    "director": Role.SOCIAL_WORKER,
    "member": Role.SOCIAL_WORKER,
    "stranger": Role.SOCIAL_WORKER,
    "registrar": Role.SOCIAL_WORKER,
    "gone": Role.SAFETY_ADVISER,
    "hero": Role.SOCIAL_WORKER,
    "friend": Role.SOCIAL_WORKER,
}


def fill(world: World, name: str) -> Maker:
    """Make one town: a case of each kind of reach, and people of every role and relation."""
    maker = Maker(world, name)
    who = {one: maker.hire(one, role) for one, role in ROLES.items()}
    who |= {one: maker.hire(one, role, far=True) for one, role in FAR.items()}
    _open_main(maker, who)
    maker.agree("main", who["carer"])
    maker.keep_police_data("main", who["adviser"])
    _open_others(maker, who)
    open_doors(maker, who)
    plan_main(maker, who)
    meet_about_main(maker, who)
    for one in ("carer", "registrar", "mayor", "officer"):
        case = world.things["case"][maker.label("main")]
        maker.keep(one, f"/cases/{case.reference}/flags", "facts")
    for one in ("intake", "admin"):
        maker.offer_list(one, world.things["resident"][maker.label("hidden")])
    subject = world.things["resident"][maker.label("subject")]
    maker.answer(subject, world.things["case"][maker.label("main")], who["officer"])
    maker.admit(who["admin"])
    maker.state_purposes(who["lead"], who["overseer"])
    return maker


def _open_main(maker: Maker, who: dict[str, User]) -> None:
    subject, second = maker.settle("subject"), maker.settle("second")
    mate, left, stays = maker.settle("mate"), maker.settle("left"), maker.settle("stays")
    maker.house([subject, mate], [left])
    maker.house([stays], [second])
    maker.relate(subject, stays)
    main = maker.open(
        "main",
        subject,
        second,
        phase=2,
        care=who["carer"],
        safety=who["adviser"],
        director=who["director"],
        partner=who["partner"],
        members=[(who["member"], CARE), (who["gone"], SAFETY), (who["friend"], CARE)],
    )
    for held in main.involvements:
        if held.user_id == who["gone"].id:
            held.ended_at = clock.now()
    db.session.commit()
    label = maker.label("main")
    fact = maker.world.facts["case", label]
    parts = tuple(Part(p.person, p.part, p.track, p.person != who["gone"].id) for p in fact.parts)
    object.__setattr__(fact, "parts", parts)
    cared = maker.write("main", who["carer"], CARE)
    maker.share("main", cared, who["carer"], runs=True)
    maker.share("main", cared, who["carer"], runs=False)
    maker.paper("main", who["director"])
    maker.write_letter("main", who["admin"], who["director"])
    maker.propose_ladder(who["admin"])
    maker.write("main", who["adviser"], SAFETY)
    maker.write("main", who["partner"], None)
    told = [who["director"], who["adviser"], who["gone"]]
    maker.raise_flag("main", who["carer"], told, answered=False)
    maker.raise_flag("main", who["carer"], told, answered=True)
    maker.move("main", who["director"])


def _open_others(maker: Maker, who: dict[str, User]) -> None:
    waiting = maker.settle("waiting")
    maker.open("queue", waiting, safety=who["adviser"])
    maker.write("queue", who["adviser"], SAFETY)
    maker.write("queue", who["adviser"], None)
    maker.raise_flag("queue", who["adviser"], [who["lead"]], answered=False)
    maker.move("queue", who["adviser"])
    maker.open("intake", maker.settle("applicant"), far=True, state=CaseState.INTAKE)
    maker.write("intake", who["intake"], None)
    hidden = maker.settle("hidden")
    high = maker.open("high", hidden, far=True, phase=4, care=who["registrar"], said=who["lead"])
    maker.relate(hidden, maker.world.things["resident"][maker.label("second")])
    maker.write("high", who["registrar"], CARE)
    maker.write("high", who["registrar"], None)
    maker.raise_flag("high", who["registrar"], [who["overseer"]], answered=False)
    maker.move("high", who["registrar"])
    maker.world.things["case"][maker.label("main")].previous_case_id = high.id
    maker.open("closed", waiting, far=True, state=CaseState.CLOSED, care=who["carer"])
    db.session.commit()
    maker.write("closed", who["carer"], CARE)
    maker.settle("newcomer", registrar=who["registrar"])


class Unwatched(Logbook):
    """The page of the log while a world is made: nobody looks."""

    def write(self, session: Session) -> None:
        self.clear()


@contextmanager
def making(app: Flask) -> Iterator[None]:
    """Write rows without anybody looking at them."""
    with app.app_context():
        real = db.session
        maker = sessionmaker(bind=db.engine, expire_on_commit=False, info={"logbook": Unwatched()})
        db.session = scoped_session(maker)
        try:
            yield
        finally:
            db.session.remove()
            db.session = real


def quietly(connection: Connection, write: Callable[[], None]) -> None:
    """Write rows into the world of a running test without anybody looking at them."""
    real = db.session
    maker = sessionmaker(
        bind=connection,
        join_transaction_mode="create_savepoint",
        expire_on_commit=False,
        info={"logbook": Unwatched()},
    )
    db.session = scoped_session(maker)
    try:
        write()
        db.session.commit()
    finally:
        db.session.remove()
        db.session = real


def build(engine: str, name: str) -> World:
    """Make an application with both towns in its database."""
    app = applications.application(engine, name)
    world = World(app, ring=crypto.ring(), dialect=engine)
    with making(app):
        fill(world, "Dichtbij")
        fill(world, "Elders")
        find_cracks(world)
    seal(world)
    return world


def seal(world: World) -> None:
    """Let somebody in each town open their work, which is logged, and seal that."""
    for name in ("carer", "Elders/carer"):
        world.client(name).get("/")
    with world.app.app_context():
        Sealer(db.engine, Ed25519PrivateKey.generate()).run_until_idle()


__all__ = ["CARE", "SAFETY", "Lane", "Outsider", "World", "build", "undone", "word"]
