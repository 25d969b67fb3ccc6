"""More of the same, to measure with: residents and lines of the log up to the size of a large city.

The residents are those of a larger world of the same seed. The lines are looks at random cases by
random people over two years: they weigh what real lines weigh, and mean nothing.
"""

from datetime import UTC, datetime, time, timedelta
from itertools import islice
from random import Random
from uuid import UUID

from caseapp.accesslog import Event
from caseapp.demo.bulk import Bulk
from caseapp.demo.dice import roll
from caseapp.demo.filling import SEED
from caseapp.demo.households import BLOCK_HOUSEHOLDS, BLOCK_RESIDENTS
from caseapp.demo.log_rows import LogRows, View
from caseapp.demo.marks import Marks
from caseapp.demo.resident_rows import ResidentRows
from caseapp.demo.staff import MAIN
from caseapp.demo.world import World
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.model import lock
from caseapp.policy import Permission

MOST_PEOPLE = 4
SECONDS_OF_TWO_YEARS = 730 * 24 * 3600


def grow(
    *,
    scale: float = 1.0,
    seed: int = SEED,
    log_lines: int | None = None,
    residents: int | None = None,
) -> None:
    """Fill a world of this scale and seed up to so many residents, and so many lines of the log.

    Only after `fill` with the same scale and seed. A number that was reached already adds nothing.
    """
    world, marks = World.make(seed, today=clock.today(), scale=scale), Marks(seed)
    bulk = Bulk(db.session())
    with lock.aloud(db.session(), lock.Voice.BUILDER):
        if residents is not None:
            _add_residents(bulk, world, marks, residents)
        if log_lines is not None:
            _add_lines(bulk, world, marks, log_lines)
        bulk.finish()


def _add_residents(bulk: Bulk, world: World, marks: Marks, wanted: int) -> None:
    """Add the households of the main municipality that a larger world has more than this one.

    In whole blocks: within a block people are related across households.
    """
    known = world.sizes(MAIN.key)
    missing = wanted - sum(world.sizes(place.key).residents for place in world.municipalities)
    if missing <= 0:
        return
    larger_scale = world.scale * (known.residents + missing) / known.residents + 1
    larger = World.make(world.seed, today=world.today, scale=larger_scale)
    blocks = -(-missing // BLOCK_RESIDENTS)
    last = known.households + blocks * BLOCK_HOUSEHOLDS
    households = islice(larger.iter_households(), known.households, last)
    ResidentRows(bulk, world, marks).add_all(households)


def _add_lines(bulk: Bulk, world: World, marks: Marks, wanted: int) -> None:
    log, random = LogRows(bulk, world, marks), roll(world.seed, "lines", wanted)
    users = [marks.staff(one.key) for one in world.staff if one.municipality == MAIN.key]
    sizes = world.sizes(MAIN.key)
    begin = datetime.combine(world.today - timedelta(days=730), time(0, tzinfo=UTC))
    while log.line <= wanted:
        log.put(_look(random, marks, users, (sizes.cases, sizes.residents), begin))
    log.finish()


def _look(
    random: Random, marks: Marks, users: list[UUID], sizes: tuple[int, int], begin: datetime
) -> View:
    cases, residents = sizes
    people = random.randrange(1, MOST_PEOPLE)
    first = random.randrange(residents - people)
    return View(
        at=begin + timedelta(seconds=random.randrange(SECONDS_OF_TWO_YEARS)),
        municipality_id=marks.staff(MAIN.key),
        user_id=random.choice(users),
        event=Event.CASE_SHOWN,
        permission=Permission.CASE_VIEW,
        relation="worker",
        purpose=None,
        case_id=marks.of(f"{MAIN.key}-c{random.randrange(cases):06d}"),
        residents=tuple(marks.of(f"{MAIN.key}-r{first + i:06d}") for i in range(people)),
    )
