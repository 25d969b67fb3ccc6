"""Rules about what a colleague is, or is not, to whom they looked at."""

from collections.abc import Iterator
from datetime import timedelta

from caseapp.reviews.history import History
from caseapp.reviews.parameters import Parameters
from caseapp.reviews.rules.habits import BY_OFFICE
from caseapp.reviews.rules.hit import Hit, hit


def no_relation(history: History, _parameters: Parameters) -> Iterator[Hit]:
    """Opened somebody without any part in a case about them, and not by office either."""
    if history.colleague.roles & BY_OFFICE:
        return
    for subject, looks in history.by_subject():
        bare = [look for look in looks if not look.relation]
        if bare:
            yield hit(subject, times=len(bare), purpose=bare[0].purpose or "")


def by_office_only(history: History, _parameters: Parameters) -> Iterator[Hit]:
    """Opened somebody by office, with a stated purpose."""
    if not history.colleague.roles & BY_OFFICE:
        return
    for subject, looks in history.by_subject():
        bare = [look for look in looks if not look.relation]
        if bare:
            yield hit(subject, times=len(bare), purpose=bare[0].purpose or "")


def same_surname(history: History, _parameters: Parameters) -> Iterator[Hit]:
    """Opened somebody with one's own, not common, surname."""
    yield from (
        hit(one) for one, _ in history.by_subject() if one in history.colleague.same_surname
    )


def same_address(history: History, _parameters: Parameters) -> Iterator[Hit]:
    """Opened somebody who lives at one's own address."""
    yield from (
        hit(one) for one, _ in history.by_subject() if one in history.colleague.same_address
    )


def own_file(history: History, _parameters: Parameters) -> Iterator[Hit]:
    """Asked for one's own file or that of one's household, and was refused."""
    mine = history.colleague.kept_from
    tried = [look for look in history.today if look.refused and look.about in mine]
    for subject in sorted({look.about for look in tried if look.about}, key=str):
        yield hit(subject, times=sum(look.about == subject for look in tried))


def log_about_oneself(history: History, _parameters: Parameters) -> Iterator[Hit]:
    """Asked the log who looked at oneself, or at one's own household."""
    mine = history.colleague.kept_from
    asked = {look.about for look in history.today if look.is_oversight and look.about in mine}
    yield from (hit(subject) for subject in sorted(filter(None, asked), key=str))


def colleague_as_resident(history: History, _parameters: Parameters) -> Iterator[Hit]:
    """Opened somebody who works here, too."""
    others = history.known.colleagues - history.colleague.own
    yield from (hit(one) for one, _ in history.by_subject() if one in others)


def shielded_case(history: History, _parameters: Parameters) -> Iterator[Hit]:
    """Opened a shielded case, or somebody a shielded case is about: each look is reviewed."""
    for subject, looks in history.by_subject():
        if {subject, *(look.case_id for look in looks)} & history.known.shielded:
            yield hit(subject, times=len(looks))


def crowd(history: History, parameters: Parameters) -> Iterator[Hit]:
    """Opened somebody at whom many colleagues without any part looked within two days."""
    for subject, looks in history.by_subject():
        number = history.known.crowds.get(subject, 0)
        if number >= parameters.crowd and not any(look.relation for look in looks):
            yield hit(subject, colleagues=number)


def after_leaving_case(history: History, parameters: Parameters) -> Iterator[Hit]:
    """Opened a case again, without a part in it, some time after one stopped working on it."""
    grace = timedelta(days=parameters.days_after_leaving_case)
    for subject, looks in history.by_subject():
        for look in looks:
            ended = history.colleague.ended.get(look.case_id) if look.case_id else None
            if ended is not None and not look.relation and look.at > ended + grace:
                yield hit(subject, days=(look.at - ended).days)
                break
