"""What becomes what: cases, people, remarks, and rows that cannot be used."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.flows.case_import.columns import ColumnChoice
from caseapp.flows.case_import.contacts import Colleague
from caseapp.flows.case_import.headings import Field
from caseapp.flows.case_import.messages import TEXTS, masked, say
from caseapp.flows.case_import.planning import parse_rows, plan
from caseapp.flows.case_import.tables import Row, Sheet

TODAY = date(2026, 11, 23)
PLACE = "Kerkstraat 12, 7061 AB Terborg"
F = Field


def planned(fields, *rows, **options):
    """Plan a list with these columns; the first row has number 2, an empty one leaves a gap."""
    columns = tuple(field.value if field else "" for field in fields)
    cells = [(*row, *[""] * len(fields))[: len(fields)] for row in rows]
    lines = [Row(number, row) for number, row in enumerate(cells, start=2) if any(row)]
    return plan(Sheet("", 1, columns, lines), ColumnChoice(tuple(fields)), today=TODAY, **options)


def codes(case):
    return [remark.message.code for remark in case.remarks]


def test_a_row_becomes_a_case_with_everything_in_it():
    fields = [field for field in F if field is not F.FULL_NAME and field is not F.ADDRESS]
    cells = {
        F.REFERENCE: "2026-1", F.PREVIOUS_REFERENCE: "2019-8", F.SURNAME: "Berg",
        F.PREFIX: "van den",
        F.FIRST_NAMES: "Jan", F.INITIALS: "J.", F.BIRTH_DATE: "3-4-1980", F.BSN: "999990019",
        F.STREET: "Kerkstraat", F.HOUSE_NUMBER: "12", F.ADDITION: "a", F.POSTCODE: "7061ab",
        F.CITY: "Terborg", F.PHONE: "0315-123456", F.SECOND_PHONE: "06-12345678", F.EMAIL: "j@b.nl",
        F.PHENOMENON: "schulden", F.TITLE: "Dreigende ontruiming", F.CARE_OWNER: "Noor Bakker",
        F.SAFETY_OWNER: "s@g.nl", F.DIRECTOR: "Noor", F.TEAM: "Wijkteam", F.PHASE: "AVE 3",
        F.STATE: "lopend", F.STARTED_ON: "1-2-2025", F.LAST_CONTACT_ON: "1-11-2026",
        F.NEXT_ON: "1-12-2026", F.CARE_NOTES: "zorg", F.SAFETY_NOTES: "veilig",
        F.SHARED_NOTES: "samen",
    }  # fmt: skip
    (case,) = planned(fields, [cells[field] for field in fields]).cases
    (person,) = case.subjects
    values = case.values
    assert (person.name.written, person.name.initials) == ("Jan van den Berg", "J.")
    assert (person.birth_date, person.bsn) == (date(1980, 4, 3), "999990019")
    assert (person.phone, person.second_phone, person.email) == (
        "+31315123456",
        "+31612345678",
        "j@b.nl",
    )
    assert person.address.written == case.address.written == "Kerkstraat 12a, 7061 AB Terborg"
    assert (values.reference, values.previous_reference) == ("2026-1", "2019-8")
    assert (values.phenomenon, values.phase, values.state) == ("debt-problems", 3, "active")
    assert (values.care_owner, values.safety_owner) == (
        Colleague("Noor Bakker"),
        Colleague("", "s@g.nl"),
    )
    assert (values.director, values.team) == (Colleague("Noor"), "Wijkteam")
    assert (values.started_on, values.last_contact_on, values.next_on) == (
        date(2025, 2, 1), date(2026, 11, 1), date(2026, 12, 1),
    )  # fmt: skip
    assert (values.care_notes, values.safety_notes, values.shared_notes) == (
        "zorg",
        "veilig",
        "samen",
    )
    assert (case.subject_kind, case.row_numbers, case.remarks) == ("person", (2,), ())


def test_a_cell_that_cannot_be_used_is_lost_with_a_remark_but_the_row_comes_in():
    (case,) = planned([F.FULL_NAME, F.BSN], ["J. Jansen", "123456789"]).cases
    (remark,) = case.remarks
    assert (remark.row_number, remark.column, remark.is_loss) == (2, "bsn", True)
    assert (remark.message.code, remark.shown) == ("bsn-check", "1••••••••")


def test_a_row_that_names_nobody_and_no_place_is_a_problem_with_its_line_and_reason():
    fields = [F.FULL_NAME, F.ADDRESS, F.BSN, F.POSTCODE]
    made = planned(fields, ["", "", "999990019"], ["1234"], ["", "", "", "7061 AB"])
    assert [(p.row_number, p.column, p.code, p.shown) for p in made.problems] == [
        (2, "", "row-without-subject", ""),
        (3, "full-name", "name-without-letters", "1•••"),
        (4, "", "row-without-subject", ""),
    ]
    assert made.cases == []


def test_a_first_name_alone_is_not_enough():
    made = planned([F.SURNAME, F.FIRST_NAMES], ["", "Jan"])
    assert [problem.code for problem in made.problems] == ["name-without-surname"]


def test_a_case_may_be_about_an_address_or_a_household():
    fields = [F.FULL_NAME, F.ADDRESS]
    first, second = planned(fields, ["", PLACE], ["Fam. De Vries", "Molenweg 2, Ulft"]).cases
    assert (first.subject_kind, first.subjects) == ("address", ())
    assert (second.subject_kind, second.subjects, second.household_name) == (
        "household",
        (),
        "de Vries",
    )


def test_two_people_in_a_cell_are_two_subjects_and_the_bsn_is_of_the_first():
    (case,) = planned([F.FULL_NAME, F.BSN], ["J. Jansen en M. de Boer", "999990019"]).cases
    assert [(p.name.written, p.bsn) for p in case.subjects] == [
        ("J. Jansen", "999990019"), ("M. de Boer", None),
    ]  # fmt: skip
    assert case.subject_kind == "household"


def test_rows_with_one_number_are_one_case_and_it_is_said_where_they_differ():
    fields = [F.REFERENCE, F.FULL_NAME, F.PHASE, F.STATE, F.CARE_NOTES]
    made = planned(
        fields,
        ["2026-1", "J. Jansen", "AVE 1", "", "een"],
        ["2026-2", "P. Wissink", "", "", ""],
        ["2026-1", "M. Jansen", "AVE 2", "lopend", "twee"],
        ["2026-1", "M. Jansen", "AVE 1", "lopend", "een"],
    )
    first, second = made.cases
    assert (first.row_numbers, second.row_numbers) == ((2, 4, 5), (3,))
    assert [person.name.written for person in first.subjects] == ["J. Jansen", "M. Jansen"]
    assert (first.values.phase, first.values.state) == (1, "active")
    assert first.values.care_notes == "een\ntwee"
    assert codes(first) == ["row-joined", "row-joined", "value-differs"]


def test_strangers_on_one_number_at_different_addresses_are_pointed_out():
    fields = [F.REFERENCE, F.FULL_NAME, F.ADDRESS]
    (case,) = planned(fields, ["1", "J. Jansen", PLACE], ["1", "P. Kaya", "Molenweg 2, Ulft"]).cases
    assert (case.subject_kind, codes(case)) == ("group", ["row-joined", "group-unlike"])
    (case,) = planned(fields, ["1", "J. Jansen", PLACE], ["1", "P. Kaya", ""]).cases
    assert codes(case) == ["row-joined"]


def test_a_row_beneath_with_only_a_person_belongs_to_the_case_above():
    fields = [F.REFERENCE, F.FULL_NAME, F.ADDRESS]
    made = planned(
        fields, ["1", "J. Jansen", PLACE], ["", "M. Jansen"], ["", "P. Jansen"], ["", ""],
        ["", "K. Kaya"], ["2", "J. Kaya", "Molenweg 2, Ulft"], ["", "M. Jansen"],
    )  # fmt: skip
    assert [case.row_numbers for case in made.cases] == [(2, 3, 4), (6,), (7, 8)]
    assert made.problems == []


def test_without_numbers_of_their_own_rows_do_not_cling_to_the_row_above():
    made = planned([F.FULL_NAME, F.ADDRESS], ["J. Jansen", PLACE], ["M. Jansen", ""])
    assert [case.row_numbers for case in made.cases] == [(2,), (3,)]


def test_rows_at_one_address_are_one_case_unless_they_contradict_each_other():
    fields = [F.FULL_NAME, F.ADDRESS, F.PHENOMENON]
    made = planned(
        fields,
        ["J. Jansen", PLACE, "schulden"],
        ["M. Jansen", "kerkstraat 12 7061ab TERBORG", ""],
        ["P. Wissink", PLACE, "stalking"],
    )
    assert [case.row_numbers for case in made.cases] == [(2, 3), (4,)]
    assert codes(made.cases[0]) == ["row-joined"]
    assert codes(made.cases[1]) == ["address-elsewhere"]
    assert made.cases[0].subject_kind == "household"


def test_rows_at_one_address_with_numbers_of_their_own_stay_apart():
    fields = [F.REFERENCE, F.FULL_NAME, F.ADDRESS]
    made = planned(
        fields, ["1", "J. Jansen", PLACE], ["2", "M. Kaya", PLACE], ["", "P. Evers", PLACE]
    )
    assert [codes(case) for case in made.cases] == [
        [],
        ["address-elsewhere"],
        ["address-elsewhere"],
    ]


def test_a_row_that_says_the_same_again_is_a_problem_that_names_the_first():
    made = planned([F.FULL_NAME, F.ADDRESS], ["J. Jansen", PLACE], ["j. jansen", PLACE])
    (problem,) = made.problems
    assert (problem.row_number, problem.code, problem.message.values) == (
        3,
        "row-repeated",
        {"row": 2},
    )
    assert made.rows_used == 1


def test_the_same_person_in_two_cases_is_told_with_the_row():
    fields = [F.REFERENCE, F.FULL_NAME, F.BIRTH_DATE, F.BSN]
    made = planned(
        fields,
        ["1", "Jan Jansen", "3-4-1980", ""],
        ["2", "J. Jansen", "3 april 1980", "999990019"],
        ["3", "K. Anders", "", "999990019"],
        ["4", "J. Jansen", "", ""],
    )
    assert [case.subjects[0].same_as_row for case in made.cases] == [None, 2, 3, None]
    assert [codes(case) for case in made.cases][1:3] == [["person-elsewhere"]] * 2


def test_rows_about_one_person_in_one_case_complete_each_other():
    fields = [F.REFERENCE, F.FULL_NAME, F.BIRTH_DATE, F.PHONE, F.EMAIL]
    (case,) = planned(
        fields,
        ["1", "J. Jansen", "3-4-1980", "", ""],
        ["1", "J. Jansen", "", "0612345678", "j@b.nl"],
    ).cases
    (person,) = case.subjects
    assert (person.birth_date, person.phone, person.email) == (
        date(1980, 4, 3),
        "+31612345678",
        "j@b.nl",
    )


def test_namesakes_with_different_birth_dates_are_two_people():
    fields = [F.REFERENCE, F.FULL_NAME, F.BIRTH_DATE]
    (case,) = planned(fields, ["1", "J. Jansen", "3-4-1980"], ["1", "J. Jansen", "3-4-2005"]).cases
    assert len(case.subjects) == 2


def test_a_long_title_is_cut_and_nothing_of_it_is_lost():
    long = "Een zeer lange omschrijving " * 20
    (case,) = planned([F.FULL_NAME, F.TITLE, F.SHARED_NOTES], ["J. Jansen", long, "meer"]).cases
    assert len(case.values.title) <= 200
    assert case.values.shared_notes == f"{long}\nmeer"
    assert codes(case) == ["title-shortened"]
    (case,) = planned([F.FULL_NAME, F.TITLE], ["J. Jansen", "een\ntwee"]).cases
    assert (case.values.title, case.values.shared_notes) == ("een twee", "een\ntwee")


def test_a_text_that_is_too_long_is_refused_and_nothing_is_nothing():
    (case,) = planned([F.FULL_NAME, F.TEAM, F.REFERENCE], ["J. Jansen", "a" * 121, "n.v.t."]).cases
    assert (case.values.team, case.values.reference, codes(case)) == (None, None, ["text-too-long"])


def test_an_address_in_one_cell_may_be_completed_by_others():
    fields = [F.FULL_NAME, F.ADDRESS, F.POSTCODE, F.CITY]
    (case,) = planned(fields, ["J. Jansen", "Kerkstraat 12", "7061ab", "Terborg"]).cases
    assert case.address.written == PLACE


def test_a_date_of_excel_in_a_house_number_is_told_at_the_right_column():
    fields = [F.FULL_NAME, F.STREET, F.HOUSE_NUMBER]
    (case,) = planned(fields, ["J. Jansen", "Kerkstraat", "2026-03-12"]).cases
    assert case.address.number_written == "12-3"
    assert [(remark.column, remark.message.code) for remark in case.remarks] == [
        ("house-number", "house-number-was-date")
    ]


def test_the_same_row_has_the_same_fingerprint_in_any_order_of_columns():
    one = planned([F.FULL_NAME, F.ADDRESS], ["J. Jansen", PLACE]).cases[0]
    other = planned([None, F.ADDRESS, F.FULL_NAME], ["1"], ["x", PLACE.upper(), "J. JANSEN"]).cases[
        0
    ]
    assert one.fingerprints == other.fingerprints
    changed = planned(
        [F.FULL_NAME, F.ADDRESS], ["J. Jansen", "Kerkstraat 13, 7061 AB Terborg"]
    ).cases[0]
    assert changed.fingerprints != one.fingerprints


def test_two_children_with_one_name_under_two_cases_are_two_rows():
    fields = [F.REFERENCE, F.FULL_NAME]
    rows = (["1", "J. Jansen"], ["", "Kind Jansen"], ["2", "K. Kaya"], ["", "Kind Jansen"])
    made = planned(fields, *rows)
    assert made.problems == []
    prints = [mark for case in made.cases for mark in case.fingerprints]
    assert len(set(prints)) == 4
    assert prints == [mark for case in planned(fields, *rows).cases for mark in case.fingerprints]


def test_progress_is_told_after_every_row():
    told = []
    planned([F.FULL_NAME], ["J. Jansen"], ["??"], ["P. Kaya"], progress=told.append)
    assert told == [1, 2, 3]


def test_a_choice_of_columns_that_cannot_work_is_our_mistake():
    with pytest.raises(ValueError, match="mapping-needs-name"):
        parse_rows(Sheet("", 1, ("a",), []), ColumnChoice((None,)), today=TODAY)


CELLS = st.one_of(
    st.sampled_from(
        ["", "J. Jansen", "Fam. Kaya", PLACE, "3-4-1980", "999990019", "AVE 2", "1", "ja"]
    ),
    st.text(max_size=20),
)


@settings(deadline=None)  # a busy machine is no mistake
@given(st.lists(st.dictionaries(st.sampled_from(list(F)), CELLS, max_size=6), max_size=6))
def test_every_row_is_in_exactly_one_place_whatever_the_cells_say(rows):
    made = planned(list(F), *([row.get(field, "") for field in F] for row in rows))
    numbers = [number for case in made.cases for number in case.row_numbers]
    numbers += [problem.row_number for problem in made.problems]
    assert sorted(numbers) == sorted(set(numbers))
    assert made.rows_read == len(numbers) == made.rows_used + len(made.problems)
    assert all(len(case.fingerprints) == len(case.row_numbers) for case in made.cases)


def test_a_masked_value_shows_its_shape_and_nothing_else():
    assert masked("Berg, J. 12-3") == "B•••, J. 1•-3"
    assert masked("a b " * 20) == "a b " * 10 + "…"


def test_every_message_can_be_filled_in_and_says_something():
    for code, text in TEXTS.items():
        values = dict.fromkeys(re.findall(r"%\((\w+)\)s", text), "x")
        assert "%" not in str(say(code, **values)), code
    with pytest.raises(KeyError):
        say("no-such-message")
