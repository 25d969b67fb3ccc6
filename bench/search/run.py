"""Ask the same of each design in turn: python bench/search/run.py URL PEOPLE EACH ABC."""

import gc
import json
import statistics
import sys
import time
from collections import Counter
from itertools import product
from pathlib import Path

import sqlalchemy as sa
from designs import SHOWN, Dictionaries, Found, Search, by_tokens
from people import Person, Population
from questions import KINDS, Question, core_of, questions, same_name

from caseapp.residents.names import normalise

Bearers = Counter[tuple[str, ...]]
Spent = tuple[float, float]


def identity(kind: str, person: Person) -> tuple[str, ...]:
    """Give what a question of this kind, typed without error, says about a person."""
    given = normalise(person.given).split()[0]
    if kind.startswith("surname alone"):
        return ("surname", core_of(person.surname))
    if kind.startswith("initial"):
        return ("initial", given[0], core_of(person.surname))
    return ("name", given, core_of(person.surname))


def bearers(people: int) -> Bearers:
    """Count people by name, by initial with surname, and by surname."""
    counted: Bearers = Counter()
    population = Population()
    for start in range(0, people, 25_000):
        for person in population.people(start, 25_000):
            for kind in ("name", "initial", "surname alone"):
                counted[identity(kind, person)] += 1
    return counted


def is_found(question: Question, answer: list[Found], counted: Bearers) -> tuple[bool, bool]:
    """Tell whether the very person is in the answer, and whether a person could do better.

    When more than twenty people bear what was typed, no order can show all of them: then it
    is right when the answer is of people with that name.
    """
    very = any(found.id == question.person.id for found in answer)
    many = counted[identity(question.kind, question.person)] > SHOWN
    alike = many and any(
        core_of(question.person.surname) in normalise(found.surname).split()
        if not question.kind.startswith(("surname with", "given", "error", "as"))
        else same_name(found.given, found.surname, question.person)
        for found in answer
    )
    return very, very or alike


def memory() -> float:
    """Give the proportional memory of this process, in MB."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return round(next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1e3, 1)


def percentile(times: list[float], part: float) -> float:
    """Give a percentile in ms."""
    return round(sorted(times)[min(len(times) - 1, int(len(times) * part))] * 1e3, 1)


class Tally:
    """What the designs answered: times, finds and misses."""

    def __init__(self, each: int) -> None:
        self.each = each
        self.times: list[tuple[str, float, float]] = []
        self.hits: Counter[tuple[str, str]] = Counter()
        self.missed: list[str] = []

    def add(self, question: Question, spent: Spent, very: bool, right: bool) -> None:  # noqa: FBT001
        """Count one answer."""
        self.times.append((question.kind, *spent))
        self.hits[question.kind, "very"] += very
        self.hits[question.kind, "right"] += right
        if not right:
            meant = f"{question.person.given} {question.person.surname}"
            self.missed.append(f"{question.kind}: {question.text} <- {meant}")

    def table(self) -> dict[str, object]:
        """Sum up by kind of question."""
        kinds = {
            kind: {
                "found_%": round(100 * self.hits[kind, "right"] / self.each, 1),
                "very_person_%": round(100 * self.hits[kind, "very"] / self.each, 1),
                **shape([(wall, cpu) for of, wall, cpu in self.times if of == kind]),
            }
            for kind in KINDS
        }
        return {**kinds, "all": shape([(wall, cpu) for _, wall, cpu in self.times]),
                "missed": self.missed[:12]}  # fmt: skip


def main(url: str, people: int, each: int, wanted: str) -> None:
    """Measure and print; the outcome goes to results-<database>-<designs>.json here."""
    engine = sa.create_engine(url)
    connection = engine.connect()
    before, begun = memory(), time.monotonic()
    books = Dictionaries.read(connection)
    gc.collect()
    out: dict[str, object] = {
        "people": people,
        "database": engine.dialect.name,
        "surnames": len(books.surnames),
        "given_names": len(books.given),
        "dictionary_load_s": round(time.monotonic() - begun, 2),
        "dictionary_memory_MB": round(memory() - before, 1),
    }
    designs: dict[str, Search] = {"A": by_tokens, "B": books.by_surname, "C": books.by_pairs}
    tallies = {name: Tally(each) for name in designs if name in wanted}
    asked, counted = questions(people, each), bearers(people)
    for question, name in product(asked[:10], tallies):
        designs[name](connection, question.text)
    for number, question in enumerate(asked):
        turn = number % len(tallies)
        for name in [*tallies][turn:] + [*tallies][:turn]:
            begun, cpu = time.perf_counter(), time.process_time()
            answer = designs[name](connection, question.text)
            spent = (time.perf_counter() - begun, time.process_time() - cpu)
            tallies[name].add(question, spent, *is_found(question, answer, counted))
    out |= {name: tally.table() for name, tally in tallies.items()}
    written = json.dumps(out, indent=1, ensure_ascii=False) + "\n"
    Path(__file__).with_name(f"results-{engine.dialect.name}-{wanted}.json").write_text(written)
    print(written)


def shape(spent: list[Spent]) -> dict[str, float]:
    """Give median, 95th percentile and the worst, and the median of our own CPU, in ms."""
    times = [wall for wall, _ in spent]
    return {
        "p50": round(statistics.median(times) * 1e3, 1),
        "p95": percentile(times, 0.95),
        "max": percentile(times, 1.0),
        "cpu_p50": round(statistics.median(cpu for _, cpu in spent) * 1e3, 1),
    }


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
