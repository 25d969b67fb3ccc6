"""What is asked: people drawn from the population, as somebody would type their names."""

import random
from dataclasses import dataclass
from functools import lru_cache

from people import Person, Population, mistyped

from caseapp.residents.names import normalise, words_of


@dataclass(frozen=True)
class Question:
    """Something typed, and who was meant."""

    kind: str
    text: str
    person: Person


def core_of(surname: str) -> str:
    """Give the last word of a surname, or of the first half of a double one."""
    marked = words_of(surname.partition("-")[0])
    return [word for word, particle in marked if not particle][-1]


def ask(kind: str, person: Person, dice: random.Random) -> str:
    """Type a person's name in one of the ways that are measured."""
    given, core = normalise(person.given).split()[0], core_of(person.surname)
    return {
        "surname with an error": lambda: f"{given} {mistyped(core, dice)}",
        "given name with an error": lambda: f"{mistyped(given, dice)} {core}",
        "error, surname first": lambda: f"{mistyped(core, dice)} {given}",
        "initial, surname with an error": lambda: f"{given[0]}. {mistyped(core, dice)}",
        "as registered": lambda: f"{person.given.split()[0]} {person.surname}",
        "surname alone, with an error": lambda: mistyped(core, dice),
    }[kind]()


KINDS = (
    "surname with an error", "given name with an error", "error, surname first",
    "initial, surname with an error", "as registered", "surname alone, with an error",
)  # fmt: skip


@lru_cache
def questions(people: int, each: int, seed: int = 15) -> tuple[Question, ...]:
    """Draw the same number of questions of each kind, about people drawn evenly, and mix them."""
    dice = random.Random(seed)
    population, drawn = Population(), []
    for kind in KINDS:
        for _ in range(each):
            chunk = dice.randrange(people // 25_000) * 25_000
            person = dice.choice(_chunk(population, chunk))
            drawn.append(Question(kind, ask(kind, person, dice), person))
    dice.shuffle(drawn)
    return tuple(drawn)


@lru_cache(maxsize=48)
def _chunk(population: Population, start: int) -> list[Person]:
    return population.people(start, 25_000)


def same_name(given: str, surname: str, person: Person) -> bool:
    """Tell whether somebody's name can't be told from the name of the person meant."""
    return (
        normalise(person.given).split()[0] in normalise(given).split()
        and core_of(person.surname) in normalise(surname).split()
    )
