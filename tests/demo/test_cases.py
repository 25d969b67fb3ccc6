from collections import Counter
from datetime import UTC, datetime, timedelta

from caseapp.demo.material import storyline_names
from caseapp.demo.storylines import storylines
from caseapp.kernel.clock import local
from tests.demo.worlds import MAIN, TODAY, cases, residents, world

MAIN_CASES = [case for case in cases() if case.municipality == MAIN]
END = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)
SAME_TEXT_AT_MOST = 4


def test_there_are_120_cases() -> None:
    assert len(MAIN_CASES) == world().sizes(MAIN).cases == 120


def test_every_state_phase_phenomenon_subject_and_storyline_is_there() -> None:
    assert {case.state for case in MAIN_CASES} == {"intake", "active", "watch", "closed"}
    assert {case.phase for case in MAIN_CASES} == {1, 2, 3, 4}
    assert {case.phenomenon for case in MAIN_CASES} == {s.phenomenon for s in storylines()}
    assert {case.subject.kind for case in MAIN_CASES} == {
        "person", "household", "group", "address"
    }  # fmt: skip
    assert {case.storyline for case in MAIN_CASES} == set(storyline_names())


def test_every_kind_outcome_source_and_nature_of_step_is_there() -> None:
    steps = [step for case in cases() for step in case.steps]
    assert {s.kind for s in steps} == {"contact", "attempt", "consultation", "agreement",
                                       "observation", "report", "decision", "other"}  # fmt: skip
    assert {s.outcome for s in steps} == {"reached", "not-reached", "agreed", "refused",
                                          "no-result", "forwarded"}  # fmt: skip
    assert {s.nature for s in steps} == {"fact", "opinion", "statement"}
    assert {s.strip for s in steps} == {"care", "safety", "shared"}
    assert {s.source for s in steps} == {
        "own-observation", "resident", "household-member", "neighbour", "police",
        "housing-association", "school", "gp", "mental-health-care", "other",
    }  # fmt: skip


def test_steps_are_in_order_and_inside_the_case() -> None:
    for case in cases():
        moments = [step.happened_at for step in case.steps]
        assert moments == sorted(moments)
        assert all(case.opened_at < moment <= END for moment in moments)
        assert all(step.happened_at <= step.logged_at <= END for step in case.steps)
        if case.closed_at:
            assert max(moments) < case.closed_at <= END


def test_nothing_is_done_between_a_closing_and_the_reopening() -> None:
    reopened = [case for case in cases() if case.reopened_at and case.first_closed_at]
    assert reopened
    for case in reopened:
        assert case.first_closed_at < case.reopened_at  # type: ignore[operator]
        assert not any(
            case.first_closed_at < step.happened_at < case.reopened_at  # type: ignore[operator]
            for step in case.steps
        )
        assert case.reopening_reason


def test_all_of_it_lies_within_two_years() -> None:
    begin = END - timedelta(days=740)
    assert all(case.opened_at > begin for case in cases())
    assert min(case.opened_at for case in cases()) < END - timedelta(days=400)


def test_a_closed_case_has_an_end_with_a_reason_and_no_open_dates() -> None:
    for case in cases():
        assert (case.state == "closed") == bool(case.closed_at and case.closing_note)
        if case.state == "closed":
            assert case.closing_reason
            assert all(one.done_at for one in case.next_dates)
            assert {track.state for track in case.tracks} == {"closed"}


def test_a_running_case_has_a_next_date() -> None:
    for case in cases():
        if case.state in {"active", "watch"}:
            assert any(one.done_at is None for one in case.next_dates)


def test_a_follow_up_is_about_the_same_household_and_comes_later() -> None:
    by_key = {case.key: case for case in cases()}
    followers = [case for case in cases() if case.previous_case]
    assert len(followers) >= 10
    for case in followers:
        before = by_key[case.previous_case or ""]
        assert before.closed_at
        assert before.closed_at < case.opened_at
        assert before.subject.residents[0] == case.subject.residents[0]


def test_phases_form_a_chain_that_ends_in_the_present_phase() -> None:
    for case in cases():
        assert case.phases[0].from_phase == 0
        assert case.phases[-1].to_phase == case.phase
        for earlier, later in zip(case.phases, case.phases[1:], strict=False):
            assert earlier.to_phase == later.from_phase != later.to_phase
            assert earlier.decided_at < later.decided_at
            assert later.reason
            assert later.triggers
            up = later.to_phase > later.from_phase
            assert bool(later.tried) == up
            assert bool(later.accepted_by) != up
            assert len(later.responsible) == (4 if later.to_phase >= 3 else 0)


def test_flags_are_answered_after_they_were_raised_and_some_still_wait() -> None:
    flags = [flag for case in cases() for flag in case.flags]
    assert sum(flag.answered_at is None for flag in flags) >= 2
    for flag in flags:
        assert bool(flag.answered_at) == bool(flag.answered_by) == bool(flag.answer)
        assert flag.answered_at is None or flag.raised_at < flag.answered_at <= END


def test_owners_of_a_track_wrote_on_it_and_a_track_without_owner_waits() -> None:
    roles = {one.key: one.role for one in world().staff}
    for case in cases():
        care, safety = case.tracks
        assert all((track.owner is None) == (track.state == "waiting") for track in case.tracks)
        assert care.owner is None or roles[care.owner] == "social-worker"
        assert safety.owner is None or roles[safety.owner] == "safety-adviser"
        for step in case.steps:
            safety_only = step.strip == "safety" and roles[step.author] == "social-worker"
            care_only = step.strip == "care" and roles[step.author] == "safety-adviser"
            assert not safety_only
            assert not care_only


def test_corrections_follow_their_step() -> None:
    corrections = [(case, one) for case in cases() for one in case.corrections]
    assert len(corrections) > 10
    for case, one in corrections:
        step = next(step for step in case.steps if step.key == one.step)
        assert step.logged_at < one.corrected_at


def test_work_is_done_by_day_and_rarely_in_the_weekend() -> None:
    steps = [local(step.happened_at) for case in cases() for step in case.steps]
    weekend = [moment for moment in steps if moment.weekday() > 4]
    assert len(weekend) < len(steps) / 20
    assert all(7 <= moment.hour < 23 for moment in steps)


def test_a_text_is_not_copied_from_case_to_case() -> None:
    texts = Counter(step.text for case in MAIN_CASES for step in case.steps)
    assert max(texts.values()) <= SAME_TEXT_AT_MOST
    assert sum(texts.values()) > 700
    assert len(texts) > 0.9 * sum(texts.values())


def test_no_slot_or_bracket_is_left_in_a_text() -> None:
    for case in cases():
        written = [step.text for step in case.steps]
        written += [f"{one.reason} {one.tried} {one.end_condition}" for one in case.phases]
        written += [f"{one.reason} {one.answer}" for one in case.flags]
        written += [one.text for one in case.next_dates]
        written += [case.question, case.closing_note, *(track.goal for track in case.tracks)]
        assert not any(mark in text for text in written for mark in "{}[]|")
        assert all(step.text for step in case.steps)


def test_steps_are_about_people_of_the_case() -> None:
    known = {one.key for one in residents()}
    for case in cases():
        assert set(case.subject.residents) <= known
        assert case.subject.residents
        for step in case.steps:
            assert step.about
            assert set(step.about) <= set(case.subject.residents)
