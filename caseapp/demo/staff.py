"""The fictitious staff of the two municipalities, their teams and the partner organisations."""

import math
from datetime import date, timedelta
from functools import cache

from caseapp.demo import people
from caseapp.demo.dice import roll
from caseapp.demo.entities import Municipality, Organisation, StaffMember, Team
from caseapp.demo.material import read

MAIN = Municipality("oij", "Oude IJsselrand", "OIJ", "oudeijsselrand.example", is_main=True)
NEIGHBOUR = Municipality("acv", "Achterveen", "ACV", "achterveen.example", is_main=False)
MUNICIPALITIES = (MAIN, NEIGHBOUR)


def organisations() -> tuple[Organisation, ...]:
    """List the municipalities as organisations, and the partners they work with."""
    return tuple(
        Organisation(
            f"{row['municipality']}-o-{row['key']}", row["municipality"], row["name"], row["kind"]
        )
        for row in read("staff")["organisation"]
    )


@cache
def teams(copies: int) -> tuple[Team, ...]:
    """List the teams; a world of more than one size has numbered copies of those at work."""
    return tuple(
        Team(
            key=f"{row['municipality']}-t-{row['key']}{f'-{copy}' if copy else ''}",
            municipality=row["municipality"],
            name=f"{row['name']}{f' {copy + 1}' if copy else ''}",
            kind=row["kind"],
            area=row["area"],
        )
        for copy in range(copies)
        for row in read("staff")["team"]
        if copy == 0 or row["municipality"] == MAIN.key
    )


def copies_for(scale: float) -> int:
    """Tell how many times forty people work in a world of a scale: its square root."""
    return max(1, math.ceil(math.sqrt(scale)))


@cache
def staff(seed: int, today: date, copies: int) -> tuple[StaffMember, ...]:
    """List everybody who can sign in; the first forty are the same at every scale."""
    found: list[StaffMember] = []
    for copy in range(copies):
        for municipality in MUNICIPALITIES if copy == 0 else (MAIN,):
            lines: list[str] = read("staff")["people"][municipality.key]
            found += [
                _member(seed, today, municipality, line, (copy, number))
                for number, line in enumerate(lines)
            ]
    return tuple(found)


def _member(
    seed: int, today: date, municipality: Municipality, line: str, place: tuple[int, int]
) -> StaffMember:
    fields = [field.strip() for field in line.split(";")] + ["", ""]
    written, role, team, job_title, organisation, star, remark = fields[:7]
    copy, number = place
    random = roll(seed, "staff", municipality.key, copy, number)
    given, prefix, surname = written.split("|")
    if copy:
        given = people.given_names(random, "regional", random.choice(("female", "male")), 40)
        prefix, surname = people.surname(random, "regional")
    team_key = f"{municipality.key}-t-{team}{f'-{copy}' if copy else ''}"
    apart = copy * 100 + number if copy else ""
    address = f"{people.plain(given)}.{people.plain(prefix + surname)}{apart}"
    return StaffMember(
        key=f"{municipality.key}-s{copy * 100 + number + 1:05d}",
        municipality=municipality.key,
        given_name=given,
        prefix=prefix,
        surname=surname,
        email=f"{address}@{municipality.email_domain}",
        phone=f"0315-0{random.randrange(10**5):05d}",
        role=role,
        team=team_key,
        leads=team_key if remark == "leads" else "",
        job_title=job_title,
        organisation=f"{municipality.key}-o-{organisation}",
        of_the_day=star == "*" and copy == 0,
        started_on=today - timedelta(days=random.randrange(800, 5000)),
        left_on=today - timedelta(days=40) if remark == "left" else None,
    )
