"""The people, places and organisations of the fictitious municipality, as frozen values.

Every `key` is stable for a seed and unique in the whole world ("oij-r000123"), so that whoever
stores a world can turn keys into identifiers of its own.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Municipality:
    """One municipality in the installation."""

    key: str
    name: str
    reference_prefix: str
    email_domain: str
    is_main: bool


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation in the chain.

    `kind` is municipality, police, housing, care, justice, education or other.
    """

    key: str
    municipality: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Team:
    """A team of a municipality.

    `kind` is care, safety, intake or other; `area` is the town a neighbourhood team works for,
    or empty.
    """

    key: str
    municipality: str
    name: str
    kind: str
    area: str


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody who can sign in.

    `role` is the value of the kernel's Role; `leads` the key of the team a team lead leads, or
    empty; `of_the_day` marks the one sign-in shown for a role.
    """

    key: str
    municipality: str
    given_name: str
    prefix: str
    surname: str
    email: str
    phone: str
    role: str
    team: str
    leads: str
    job_title: str
    organisation: str
    of_the_day: bool
    started_on: date
    left_on: date | None

    @property
    def name(self) -> str:
        """Given name, tussenvoegsel and surname, as colleagues write it."""
        return " ".join(part for part in (self.given_name, self.prefix, self.surname) if part)


@dataclass(frozen=True, slots=True)
class Address:
    """A fictitious address: invented street and town, and a postcode that is not in use."""

    key: str
    street: str
    number: int
    addition: str
    postcode: str
    town: str

    @property
    def line(self) -> str:
        """Street, number and addition: `Kroezebos 14 a`."""
        return f"{self.street} {self.number}{' ' + self.addition if self.addition else ''}"


@dataclass(frozen=True, slots=True)
class Resident:
    """One fictitious resident. `bsn` is None when it is not known.

    `place` is the role in the household: adult, partner, child, grandparent or housemate.
    """

    key: str
    municipality: str
    given_names: str
    initials: str
    prefix: str
    surname: str
    gender: str
    born_on: date
    bsn: str | None
    phone: str
    email: str
    origin: str
    place: str
    is_shielded: bool

    @property
    def family_name(self) -> str:
        """Tussenvoegsel and surname: `te Brake`."""
        return f"{self.prefix} {self.surname}".strip()

    @property
    def call_name(self) -> str:
        """The first given name, or the initials when no given name is known."""
        return self.given_names.split(" ")[0] if self.given_names else self.initials

    def age_on(self, day: date) -> int:
        """Age in whole years on a day."""
        had_birthday = (day.month, day.day) >= (self.born_on.month, self.born_on.day)
        return day.year - self.born_on.year - (0 if had_birthday else 1)


@dataclass(frozen=True, slots=True)
class Relation:
    """How two residents are related: `from_key` is the <kind> of `to_key`.

    Kinds: parent, partner, ex-partner, sibling, grandparent, caregiver. Symmetric kinds are
    stored once. A relation may cross households.
    """

    from_key: str
    to_key: str
    kind: str
    since: date | None
    until: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Household:
    """People who live at one address, with the relations of those people."""

    key: str
    municipality: str
    composition: str
    address: Address
    residents: tuple[Resident, ...]
    relations: tuple[Relation, ...]

    @property
    def adults(self) -> tuple[Resident, ...]:
        """Everybody in the household who is not a child of it."""
        return tuple(person for person in self.residents if person.place != "child")

    @property
    def children(self) -> tuple[Resident, ...]:
        """The children of the household, the eldest first."""
        return tuple(person for person in self.residents if person.place == "child")
