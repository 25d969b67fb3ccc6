"""Who and what the slots of a story are in one case, in the manner of writing of its owner."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import NamedTuple

from caseapp.demo import people
from caseapp.demo.entities import Address, Resident
from caseapp.demo.material import read
from caseapp.kernel.clock import local

ADULT = 18
DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag")
MONTHS = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus",
          "september", "oktober", "november", "december")  # fmt: skip
FEW = ("twee", "drie", "vier", "vijf", "zes")
ORDINALS = ("tweede", "derde", "vierde", "vijfde")
TIMES = ("half tien", "tien uur", "kwart over elf", "half twee", "twee uur", "kwart voor drie",
         "half vier", "vier uur")  # fmt: skip
HOURS = ("twaalf", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien",
         "elf")  # fmt: skip
EVENINGS = ("half tien", "tien uur", "elf uur", "half twaalf", "kwart over tien")
WEEKS = ("vijf weken", "twee maanden", "drie maanden", "een half jaar")
PRONOUNS = {
    "female": ("zij", "haar", "haar"),
    "male": ("hij", "hem", "zijn"),
}
TITLES = (("mevrouw", "meneer"), ("mevrouw", "de heer"), ("mw.", "dhr."))

Slot = str | Callable[[Random], str]


class Cast(NamedTuple):
    """The people of a story: residents, the place, and the names of colleagues."""

    main: Resident
    partner: Resident | None
    children: tuple[Resident, ...]
    former: Resident | None
    others: tuple[Resident, ...]
    address: Address
    colleagues: dict[str, str]
    neighbour_municipality: str


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def called(person: Resident, style: int, today: date) -> str:
    """Name a resident as a professional writes it: `mw. Te Brake`, or `Sem` for a child."""
    if person.age_on(today) < ADULT:
        return person.call_name
    if person.gender not in PRONOUNS:
        return f"{person.call_name} {person.family_name}"
    title = TITLES[style][0 if person.gender == "female" else 1]
    return f"{title} {_capital(person.family_name)}"


def _pronouns(person: Resident) -> tuple[str, str, str]:
    """Give subject, object and possessive; the name itself where the gender asks for neither."""
    return PRONOUNS.get(person.gender, (person.call_name, person.call_name, "diens"))


def _listed(names: list[str]) -> str:
    return " en ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else "de kinderen"


def _on_day(day: date) -> str:
    working = day - timedelta(days=max(0, day.weekday() - 4))
    return f"{DAYS[working.weekday()]} {working.day} {MONTHS[working.month - 1]}"


def _euros(amount: int) -> str:
    return f"€ {amount:,}".replace(",", ".")


def slots(random: Random, cast: Cast, today: date) -> dict[str, Slot]:
    """Give the slots that stay the same through a case, and those that are drawn every time."""
    style = random.randrange(len(TITLES))
    main = cast.main
    he, him, his = _pronouns(main)
    partner = cast.partner or main
    child = cast.children[0].call_name if cast.children else "het jongste kind"
    former = cast.former
    found: dict[str, Slot] = {
        name: random.choice(options) for name, options in read("places")["slots"].items()
    }
    found |= {
        "inw": called(main, style, today),
        "voornaam": main.call_name,
        "leeftijd": str(main.age_on(today)),
        "hij": he,
        "hem": him,
        "zijn": his,
        "partner": called(partner, style, today) if cast.partner else "een vriendin",
        "kind": child,
        "een_kind": child if cast.children else "een zus",
        "kinderen": _listed([one.call_name for one in cast.children]),
        "familie": f"de familie {_capital(main.family_name)}",
        "expartner": called(former, style, today) if former else "de ex-partner",
        "hij_ex": _pronouns(former)[0] if former else "hij",
        "ander": cast.others[0].call_name if cast.others else "de jongste van de groep",
        "straat": cast.address.street,
        "adres": cast.address.line,
        "plaats": cast.address.town,
        "buurgemeente": cast.neighbour_municipality,
        "bedrag": _euros(random.randrange(18, 420) * 100 + random.choice((0, 40, 75))),
        "leeftijd_ronselaar": str(random.randrange(19, 27)),
    }
    return found | _reporter(random, style) | cast.colleagues


def _reporter(random: Random, style: int) -> dict[str, Slot]:
    is_female = random.randrange(2) == 0
    prefix, name = people.surname(random, "regional")
    title = TITLES[style][0 if is_female else 1]
    police = f"wijkagent {_capital(' '.join(people.surname(random, 'regional')).strip())}"
    return {
        "melder": f"{title} {_capital(f'{prefix} {name}'.strip())}",
        "hij_melder": "zij" if is_female else "hij",
        "zijn_melder": "haar" if is_female else "zijn",
        "wijkagent": police,
    }


def spoken_time(moment: datetime) -> str:
    """Say a time of day as people do, to a quarter: `kwart voor elf`."""
    wall = local(moment) + timedelta(minutes=7)
    hour, quarter = HOURS[wall.hour % 12], wall.minute // 15
    following = HOURS[(wall.hour + 1) % 12]
    return (f"{hour} uur", f"kwart over {hour}", f"half {following}", f"kwart voor {following}")[
        quarter
    ]


def drawn(day: date) -> dict[str, Slot]:
    """Give the slots that depend on the day of writing and differ every time."""
    return {
        "weekdag": lambda random: random.choice(DAYS),
        "tijd": lambda random: random.choice(TIMES),
        "uur": lambda random: random.choice(TIMES),
        "avond": lambda random: random.choice(EVENINGS),
        "aantal": lambda random: random.choice(FEW),
        "zoveelste": lambda random: random.choice(ORDINALS),
        "weken": lambda random: random.choice(WEEKS),
        "klein": lambda random: _euros(random.randrange(4, 19) * 10),
        "straks": lambda random: _on_day(day + timedelta(days=random.randrange(4, 17))),
        "laatst": lambda random: f"afgelopen {random.choice(DAYS)}",
    }
