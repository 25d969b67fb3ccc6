"""The guards on the escalation of a case, each with a short history in which it is needed.

A history goes by the rules of the course, which hold it to the model after each of them. A number
that is one more than a multiple of three chooses somebody who may; another anybody who is here.
`test_mutants_of_a_case` takes each guard out.
"""

from sqlalchemy import true

from caseapp.model.escalation import Rung
from caseapp.model.watchdog import FindingKind as K
from caseapp.policy import Permission
from caseapp.web import phase_words
from tests.escalation.crew import EVERYBODY

FIT, MONTH, HALF_A_YEAR = 1, 24 * 29, 24 * 184
SECOND_FIT = 4
ABOVE = 4
"""From this number on it goes to a phase above; below it, to phase one to four."""


def nothing(*_given, **_named):
    """Forbid nothing."""


def no_list(*_given, **_named):
    """Find nothing, or object to nothing."""
    return []


def to_the_lowest(_phase, _ladder=()):
    return 1


def straight_to_who_is_on_call(_rung):
    return [Rung.ON_CALL]


def whoever_it_is(_proposer_id, _case, receiver):
    return receiver


def as_it_is_called_today(phase, _moment):
    return phase_words.full(phase)


def anybody(name):
    """Give the number that chooses a person, whether they may or not."""
    return 3 * EVERYBODY.index(name)


def comes_down(course):
    course.come_down(1, FIT, 90, FIT, 2)


def comes_down_by_a_ladder_that_came_later(course):
    course.propose(1, FIT, FIT, 90, None)
    course.adopt(3, "gert")
    course.agree(0, FIT)


def comes_down_to_who_left(course):
    course.propose(1, FIT, FIT, 90, None)
    course.receive(0, FIT)
    course.leave(course.cases[1].waiting.receiver)
    course.agree(0, FIT)


def rises_without_a_word(course):
    course.go_up(0, FIT, ABOVE, 90, "phase-without-tried")


def stays_without_a_word(course):
    course.stay(1, FIT, 90, "phase-without-reason")


def comes_down_without_a_word(course):
    course.propose(1, FIT, FIT, 90, "descent-without-reason")


def rises_over_a_proposal(course):
    course.propose(1, FIT, FIT, 90, None)
    course.go_up(1, FIT, ABOVE, 90, None)


def nobody_answers_a_flag(course):
    course.put_on_call(["olga", "otto"])
    course.raise_flag(0, FIT)
    for _rung in range(6):
        course.pass_by(24 * 4, looks=True)


def a_flag_is_answered(course):
    course.raise_flag(0, FIT)
    course.answer(0, FIT)
    course.pass_by(MONTH, looks=True)


def loses_its_phase(course):
    course.adopt(3, "gert")
    course.pass_by(1, looks=True)


def its_phases_are_called_otherwise(course):
    course.go_up(0, FIT, ABOVE, 90, None)
    course.adopt(2, "gert")


def looks_back(course):
    course.go_up(1, FIT, ABOVE, 90, None)
    course.come_down(1, FIT, 90, FIT, 2)
    course.look_back(1, FIT, None)


def time_passes(course):
    course.go_up(1, FIT, ABOVE, 90, None)
    course.come_down(1, FIT, 90, FIT, 2)
    course.propose(1, FIT, FIT, 90, None)
    course.raise_flag(1, FIT)
    course.pass_by(HALF_A_YEAR, looks=True)


def the_proposer_agrees(course):
    course.propose(1, FIT, FIT, 90, None)
    course.agree(0, anybody(course.cases[1].waiting.by))


def another_receives(course):
    course.propose(1, FIT, FIT, 90, None)
    course.receive(0, anybody("fay"))


def another_refuses(course):
    course.propose(1, FIT, FIT, 90, None)
    course.refuse(0, anybody("noor"), "Te vroeg.")


def another_withdraws(course):
    course.propose(1, FIT, FIT, 90, None)
    course.withdraw(0, anybody("noor"))


def who_only_works_on_it_raises_the_phase(course):
    course.go_up(0, anybody("noor"), ABOVE, 90, None)


def an_outsider_raises_a_flag(course):
    course.raise_flag(0, anybody("otto"))


def who_raised_it_answers(course):
    course.raise_flag(0, SECOND_FIT)
    course.answer(0, anybody(course.cases[0].flags[0].by))


def one_person_changes_the_ladder(course):
    course.adopt(1, "fay")


OF_ACTIONS = {
    "caseapp.escalation.ladder.below": (to_the_lowest, comes_down),
    "caseapp.escalation.descents.actions._refuse_another_ladder": (
        nothing, comes_down_by_a_ladder_that_came_later,
    ),
    "caseapp.escalation.descents.actions._fit": (whoever_it_is, comes_down_to_who_left),
    "caseapp.escalation.ladder.objections": (no_list, rises_without_a_word),
    "caseapp.escalation.ladder.objections_to_staying": (no_list, stays_without_a_word),
    "caseapp.escalation.ladder.objections_to_descent": (no_list, comes_down_without_a_word),
    "caseapp.escalation.deciding.overtake": (nothing, rises_over_a_proposal),
    "caseapp.escalation.climbing._due": (no_list, nobody_answers_a_flag),
    "caseapp.escalation.climbing._is_due": (true, a_flag_is_answered),
    "caseapp.escalation.ladder.rungs_from": (straight_to_who_is_on_call, nobody_answers_a_flag),
    "caseapp.escalation.evaluations.actions.asked_of": (nothing, looks_back),
    "caseapp.watchdog.weighings.off_ladder": (lambda _office: {}, loses_its_phase),
    "caseapp.web.phase_words.full_then": (as_it_is_called_today, its_phases_are_called_otherwise),
}  # fmt: skip
"""By the name of a guard: what takes its place, and the history it is needed in."""
OF_THE_LAW = {
    Permission.DESCENT_AGREE: the_proposer_agrees,
    Permission.DESCENT_ACCEPT: another_receives,
    Permission.DESCENT_ANSWER: another_refuses,
    Permission.DESCENT_WITHDRAW: another_withdraws,
    Permission.CASE_CHANGE_PHASE: who_only_works_on_it_raises_the_phase,
    Permission.FLAG_RAISE: an_outsider_raises_a_flag,
    Permission.FLAG_ANSWER: who_raised_it_answers,
    Permission.APPROVAL_DECIDE: one_person_changes_the_ladder,
}
"""By permission: a history in which whoever does not hold it tries."""
OF_THE_WATCHDOG = dict.fromkeys(
    (
        K.PHASE_OVERSTAYED,
        K.REVIEW_PASSED,
        K.EVALUATION_DUE,
        K.DESCENT_UNANSWERED,
        K.FLAG_UNANSWERED,
    ),
    time_passes,
)
"""By the kind of a finding: a history in which there is one."""
