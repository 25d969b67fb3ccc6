"""Measures what looking at one case again costs: it is done in every transaction that changes one.

    python -m bench.look [--cases 110]

Runs in the environment of one filled, fictitious instance; `flask demo --scale 8` is enough. Cases
are looked at one by one, after some that do not count, and all teams of their municipality; nothing
is kept. Told are the milliseconds of CPU of this process, and how many statements each takes.
"""

import argparse
import time
from collections.abc import Callable

from sqlalchemy import event, select

from bench.visitor import app
from caseapp.extensions import db
from caseapp.model import lock
from caseapp.model.cases import Case
from caseapp.watchdog import keeping

WARM = 40


def told(name: str, looks: list[Callable[[], object]]) -> None:
    """Print what one look costs, over all of these."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, sql: str, *_rest: object) -> None:
        asked.append(sql)

    event.listen(db.engine, "before_cursor_execute", note)
    began = time.process_time()
    for look in looks:
        look()
    took = 1000 * (time.process_time() - began) / len(looks)
    event.remove(db.engine, "before_cursor_execute", note)
    print(f"{name}: {took:.1f} ms of CPU, {len(asked) / len(looks):.1f} statements")


def main() -> None:
    """Look, and print what it costs."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--cases", type=int, default=110)
    number = wanted.parse_args().cases
    builder = lock.Speaker(voice=lock.Voice.BUILDER)
    with app.app_context(), lock.speaking(db.session(), builder):
        query = select(Case.id, Case.municipality_id).order_by(Case.id).limit(WARM + number)
        found = db.session.execute(query, execution_options={"unseen": "count"}).all()
        looks: list[Callable[[], object]] = [
            lambda one=one: keeping.examine_cases(one.municipality_id, [one.id])  # type: ignore[misc]
            for one in found
        ]
        for look in looks[:WARM]:
            look()
        told("one case", looks[WARM:])
        told("all teams", [lambda: keeping.examine_teams(found[0].municipality_id)] * 30)
        db.session.rollback()


if __name__ == "__main__":
    main()
