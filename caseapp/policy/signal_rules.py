"""The part of the law about one signal: who may read it, decide on it, accept it and answer."""

from caseapp.policy.permissions import Permission as P  # noqa: N817 - the law is read often
from caseapp.policy.predicates import Predicate
from caseapp.policy.signals import (
    directs_shielded_case_of_signal,
    has_signal,
    recorded_signal,
    signal_for_own_team,
    signal_is_for_own_side,
    signal_is_not_shielded,
    signal_is_open,
    signal_of_own_team,
    stands_in_for_signal,
    works_on_case_of_signal,
)
from caseapp.policy.terms import casework

_FOR_THEM = signal_is_for_own_side & signal_is_not_shielded
_BY_TEAM_OF_SIGNAL = (signal_of_own_team | stands_in_for_signal) & _FOR_THEM
_HAS = has_signal | _BY_TEAM_OF_SIGNAL | directs_shielded_case_of_signal
_COMES_TO_TEAM = signal_for_own_team & _FOR_THEM & signal_is_open

OF_SIGNAL: dict[P, Predicate] = {
    P.SIGNAL_VIEW: casework
    & (
        _HAS
        | _COMES_TO_TEAM
        | recorded_signal & signal_is_open & signal_is_not_shielded
        | works_on_case_of_signal
    ),
    P.SIGNAL_HANDLE: casework & _HAS & signal_is_open,
    P.SIGNAL_ACCEPT: casework & _COMES_TO_TEAM,
    P.SIGNAL_ANSWER: casework & _HAS,
}
