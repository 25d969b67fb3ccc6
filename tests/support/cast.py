"""The cast: a fictitious town with people of every trade, residents and cases.

Noor works in care, Sem in safety, Thea at intake, Piet directs processes, Lida leads the care team;
tests are sentences about them.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count
from typing import Any

from caseapp import cases
from caseapp.accounts import passwords
from caseapp.extensions import db
from caseapp.journal.police import days_of
from caseapp.kernel import clock, crypto
from caseapp.kernel.actor import Actor, Role
from caseapp.kernel.identifiers import new_reference
from caseapp.model.accounts import RoleGrant, TeamMembership, User
from caseapp.model.case_words import CaseState, Part, Phenomenon, SubjectKind, TrackKind
from caseapp.model.cases import Case, CaseSubject
from caseapp.model.content import USUAL
from caseapp.model.escalation import Flag
from caseapp.model.journal import Step, StepKind
from caseapp.model.organisations import Municipality, Organisation, OrganisationKind, Team, TeamKind
from caseapp.model.residents import Resident
from caseapp.model.sealed import DataKey
from caseapp.settings import Terms

PASSWORD = "een heel lang wachtwoord"
_numbers = count(1)
_hash: list[str] = []


def password_hash() -> str:
    """Hash the one password once: it is slow, as it should be."""
    if not _hash:
        _hash.append(passwords.hashed(PASSWORD))
    return _hash[0]


class Town:
    """A municipality with a team for each track and one for intake."""

    def __init__(self, name: str = "Testdam", prefix: str | None = None) -> None:
        number = next(_numbers)
        letters = "ABCDEFGHJKMNPQRSTVWXYZ"
        unique = "".join(letters[number // 22**i % 22] for i in range(3))
        self.municipality = Municipality(
            name=f"{name} {number}", prefix=prefix or unique, theme="meadow"
        )
        crypto.ring().add(self.municipality.id)
        self.id = self.municipality.id
        self.care_team = self._team("Wijkteam", TeamKind.CARE)
        self.safety_team = self._team("Team veiligheid", TeamKind.SAFETY)
        self.intake_team = self._team("Toegang", TeamKind.INTAKE)
        db.session.add(self.municipality)
        db.session.flush()
        db.session.add_all([self.care_team, self.safety_team, self.intake_team])
        db.session.commit()

    def _team(self, name: str, kind: TeamKind) -> Team:
        return Team(municipality_id=self.id, name=name, kind=kind)

    def person(
        self,
        role: Role,
        *,
        name: str | None = None,
        team: Team | None = None,
        leads: bool = False,
        email: str | None = None,
    ) -> User:
        """Hire somebody; social workers and advisers land in the team of their trade."""
        number = next(_numbers)
        user = User(
            municipality_id=self.id,
            name=name or f"{role.value} {number}",
            email=email or f"{role.value}.{number}@testdam.example",
            function=role.value,
            password_hash=password_hash(),
        )
        db.session.add(user)
        db.session.flush()
        db.session.add(
            RoleGrant(municipality_id=self.id, user_id=user.id, role=role, granted_at=clock.now())
        )
        team = team or self._usual_team(role)
        if team is not None:
            db.session.add(
                TeamMembership(
                    municipality_id=self.id,
                    user_id=user.id,
                    team_id=team.id,
                    is_lead=leads or role is Role.TEAM_LEAD,
                )
            )
        if role is Role.CHAIN_PARTNER:
            partner = Organisation(
                municipality_id=self.id, name=f"Partner {number}", kind=OrganisationKind.HOUSING
            )
            db.session.add(partner)
            db.session.flush()
            user.organisation_id = partner.id
        db.session.commit()
        db.session.refresh(user)
        return user

    def _usual_team(self, role: Role) -> Team | None:
        return {
            Role.SOCIAL_WORKER: self.care_team,
            Role.TEAM_LEAD: self.care_team,
            Role.SAFETY_ADVISER: self.safety_team,
            Role.INTAKE: self.intake_team,
        }.get(role)

    def resident(self, surname: str = "Jansen", **facts: Any) -> Resident:
        """Let somebody live here."""
        resident = Resident(
            municipality_id=self.id,
            key=DataKey.draw(self.id),
            surname=surname,
            first_names=facts.pop("first_names", "Jan"),
            **facts,
        )
        db.session.add(resident)
        db.session.commit()
        return resident

    def case(
        self,
        *residents: Resident,
        care: User | None = None,
        safety: User | None = None,
        director: User | None = None,
        members: Sequence[tuple[User, TrackKind]] = (),
        partner: User | None = None,
        next_on: date | None = None,
        **facts: Any,
    ) -> Case:
        """Have a case about these residents, with these people on it."""
        next_on = next_on or clock.today() + timedelta(days=7)
        opener = care or safety or director or self.person(Role.INTAKE)
        facts.setdefault("phenomenon", Phenomenon.RESIDENTIAL_NUISANCE)
        facts.setdefault("subject_kind", SubjectKind.PERSON)
        facts.setdefault("state", CaseState.ACTIVE)
        if facts["state"] is CaseState.CLOSED:
            facts.setdefault("closed_at", clock.now())
        case = cases.new_case(
            municipality_id=self.id,
            reference=new_reference(self.municipality.prefix),
            opened_by_id=opener.id,
            next_on=next_on,
            **facts,
        )
        for track, team in zip(case.tracks, (self.care_team, self.safety_team), strict=True):
            track.team_id, track.next_on = team.id, next_on
        for resident in residents:
            case.subjects.append(CaseSubject(municipality_id=self.id, resident=resident))
        db.session.add(case)
        parts = [
            (care, Part.OWNER, TrackKind.CARE),
            (safety, Part.OWNER, TrackKind.SAFETY),
            (director, Part.DIRECTOR, None),
            (partner, Part.PARTNER, None),
        ]
        parts += [(user, Part.MEMBER, kind) for user, kind in members]
        for user, part, kind in parts:
            if user is not None:
                cases.involve(case, user.id, part, kind)
        db.session.commit()
        return case

    def step(
        self, case: Case, author: User, track: TrackKind | None, body: str, **facts: Any
    ) -> Step:
        """Have a step on a track, or on the shared strip."""
        facts.setdefault("kind", StepKind.PHONE_CALL)
        facts.setdefault("happened_on", clock.today())
        content = facts.get("content", USUAL)
        facts = days_of(content, facts["happened_on"], Terms()) | facts
        step = Step(
            municipality_id=self.id,
            case=case,
            track=track,
            author_id=author.id,
            body=body,
            **facts,
        )
        db.session.add(step)
        db.session.commit()
        return step

    def flag(self, case: Case, raiser: User, facts: str = "Het dreigt mis te gaan.") -> Flag:
        """Have a flag on a case that waits for an answer."""
        now = clock.now()
        flag = Flag(
            municipality_id=self.id,
            case=case,
            raised_by_id=raiser.id,
            raised_at=now,
            answer_by=now + timedelta(days=1),
            facts=facts,
        )
        db.session.add(flag)
        db.session.commit()
        return flag


def actor_for(user: User) -> Actor:
    """Give somebody as they act after signing in."""
    return Actor(
        user_id=user.id,
        municipality_id=user.municipality_id,
        name=user.name,
        roles=user.roles,
        team_ids=frozenset(m.team_id for m in user.memberships),
        led_team_ids=frozenset(m.team_id for m in user.memberships if m.is_lead),
        organisation_id=user.organisation_id,
    )
