"""What a thief of the database learns without the keys: python bench/search/thief.py PEOPLE.

The thief knows how common every name is in the country (here: another million people drawn the
same way) and lays the most frequent hash on the most frequent name, and so on down.
"""

import hashlib
import sys
from collections import Counter
from collections.abc import Callable, Iterable

from people import Person, Population

from caseapp.residents.names import initial_of, name_of, sound_of

KNOWN_PEOPLE = 1_000_000
CHUNK = 25_000


def tokens(person: Person) -> set[str]:
    """Design A: trigrams and sounds."""
    name = name_of(person.given, person.surname)
    found = set()
    for word in (*name.given, *name.surname, *name.joined):
        padded = f"^{word}$"
        found |= {padded[n : n + 3] for n in range(len(padded) - 2)} | {f"s:{sound_of(word)}"}
    return found


def surnames(person: Person) -> set[str]:
    """Design B: a surname by itself."""
    return set(name_of("", person.surname).surname)


def initials(person: Person) -> set[str]:
    """Design C, the coarser keys: a surname with an initial."""
    name = name_of(person.given, person.surname)
    return {f"{word}|{initial_of(given)}" for word in name.surname for given in name.given}


def pairs(person: Person) -> set[str]:
    """Design C, the finer keys: a surname with a given name."""
    name = name_of(person.given, person.surname)
    return {f"{word}|{given}" for word in name.surname for given in name.given}


def mixed(person: Person) -> set[str]:
    """Design C as it is stored: finer and coarser keys look alike."""
    return initials(person) | pairs(person)


def counted(people: Iterable[Person], labels: Callable[[Person], set[str]]) -> Counter[str]:
    """Count how many people have each label."""
    found: Counter[str] = Counter()
    for person in people:
        found.update(labels(person))
    return found


def ranking(counts: Counter[str]) -> list[str]:
    """Rank labels by count; of equal ones the order tells nothing."""
    return sorted(
        counts, key=lambda label: (-counts[label], hashlib.sha256(label.encode()).digest())
    )


def drawn(start: int, people: int) -> list[Person]:
    """Draw people in the order of the benchmark."""
    population = Population()
    chunks = range(start, start + people, CHUNK)
    return [person for first in chunks for person in population.people(first, CHUNK)][:people]


def main(people: int) -> None:
    """Print, per design, how much of what is stored the thief names rightly."""
    victims, known = drawn(0, people), drawn(100_000_000, KNOWN_PEOPLE)
    for labels in (tokens, surnames, initials, pairs, mixed):
        stored, common = counted(victims, labels), ranking(counted(known, labels))
        guesses = zip(ranking(stored), common, strict=False)
        right = sum(stored[real] for real, guess in guesses if real == guess)
        first = next(
            (rank for rank, (real, guess) in enumerate(zip(ranking(stored), common, strict=False))
             if real != guess), 0,
        )  # fmt: skip
        print(f"{labels.__name__:9} {right / stored.total():7.2%} of rows right, "
              f"the first {first} ranks without a mistake")  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]))
