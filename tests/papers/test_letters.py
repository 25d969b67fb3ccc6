"""Templates of letters are kept by who administers; that a letter was made is not undone."""

import pytest
from sqlalchemy import select, text

from caseapp import accesslog
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.accesslog import AccessEntry
from caseapp.model.letters import Letter, LetterTemplate
from caseapp.papers import letters
from caseapp.papers.wordfile import UnfitTemplate
from tests.support.cast import Town, actor_for
from tests.support.wordfiles import a_letter, word

FILE = a_letter()


@pytest.fixture
def admin(town):
    return town.person(Role.FUNCTIONAL_ADMINISTRATOR)


@pytest.fixture
def template(town, admin):
    return kept(town, admin)


@pytest.fixture
def case(town, noor, sem):
    return town.case(town.resident("Yılmaz"), care=noor, safety=sem)


def kept(town, user, name="Uitnodiging", file=None):
    file = FILE if file is None else file
    made = letters.add_template(actor_for(user), town.municipality, name=name, file=file)
    db.session.commit()
    return made


def written(user, case, template, number=1, resident=None):
    resident = resident or case.subjects[0].resident
    return letters.write_letter(
        actor_for(user), case, template=template, resident=resident, number=number
    )


def test_a_template_is_sealed_and_opens_again_byte_for_byte(session, town, template):
    db.session.expire_all()
    assert letters.template(template.id).file == FILE
    stored = session.scalars(select(LetterTemplate.file_sealed)).one()
    assert b"PK\x03\x04" not in stored
    assert b"UEsDB" not in stored


def test_an_unfit_file_is_never_kept_by_whatever_way_it_comes(session, town, admin, template):
    bad = word("{{ naam.__class__ }}")
    with pytest.raises(UnfitTemplate):
        kept(town, admin, name="Anders", file=bad)
    with pytest.raises(UnfitTemplate):
        letters.replace_template(actor_for(admin), template, file=bad)
    assert [one.id for one in letters.templates_in_use(town.id)] == [template.id]


def test_one_name_is_in_use_once_and_free_again_when_it_is_retired(session, town, admin, template):
    with pytest.raises(RuleBroken, match="letter-template-known"):
        kept(town, admin)
    letters.retire_template(actor_for(admin), template)
    again = kept(town, admin)
    assert [one.id for one in letters.templates_in_use(town.id)] == [again.id]
    with pytest.raises(RuleBroken, match="letter-template-retired-before"):
        letters.retire_template(actor_for(admin), template)


def test_another_file_takes_over_the_name_and_letters_keep_the_one_they_were_made_of(
    session, town, admin, template, case, noor
):
    written(noor, case, template)
    other = letters.replace_template(actor_for(admin), template, file=word("{{ tekst }}"))
    session.commit()
    assert [one.id for one in letters.templates_in_use(town.id)] == [other.id]
    assert other.name == template.name
    assert [one.template_id for one in letters.letters_of(case)] == [template.id]
    with pytest.raises(RuleBroken, match="letter-template-retired-before"):
        written(noor, case, template, number=2)
    accesslog.logbook(session()).clear()


def test_only_who_administers_keeps_templates(session, town, noor, lida, template):
    for user in (noor, lida):
        with pytest.raises(NotPermitted):
            kept(town, user, name="Anders")
        with pytest.raises(NotPermitted):
            letters.replace_template(actor_for(user), template, file=a_letter())
        with pytest.raises(NotPermitted):
            letters.retire_template(actor_for(user), template)
    accesslog.logbook(session()).clear()


def test_who_keeps_templates_makes_no_letter(session, admin, case, template):
    with pytest.raises(NotPermitted):
        written(admin, case, template)
    accesslog.logbook(session()).clear()


def test_a_letter_goes_to_somebody_of_the_case_and_to_nobody_else(
    session, town, noor, case, template
):
    stranger = town.resident("Vreemd")
    town.case(stranger, care=noor)
    with pytest.raises(RuleBroken, match="letter-to-another"):
        written(noor, case, template, resident=stranger)
    with pytest.raises(NotPermitted):
        written(noor, case, template, resident=town.resident("Onbekend"))
    accesslog.logbook(session()).clear()


def test_two_letters_never_have_one_number(session, noor, sem, case, template):
    written(noor, case, template)
    with pytest.raises(RuleBroken, match="paper-number-taken"):
        written(sem, case, template)
    written(sem, case, template, number=2)
    session.commit()
    entries = session.scalars(select(AccessEntry).where(AccessEntry.event == Event.LETTER_MADE))
    assert len(entries.all()) == 2
    accesslog.logbook(session()).clear()


def test_a_template_of_another_municipality_makes_no_letter(session, noor, case):
    elsewhere = Town("Elders")
    far = kept(elsewhere, elsewhere.person(Role.FUNCTIONAL_ADMINISTRATOR))
    with pytest.raises(RuleBroken, match="letter-template-retired-before"):
        written(noor, case, far)
    accesslog.logbook(session()).clear()


@pytest.mark.parametrize("change", ["UPDATE letters SET number = 9", "DELETE FROM letters"])
def test_the_database_refuses_to_forget_a_letter(session, noor, case, template, change):
    written(noor, case, template)
    session.commit()
    with pytest.raises(Exception, match="that a letter was made does not change"):
        session.execute(text(change))


def test_to_whom_it_was_is_not_readable_in_the_database(session, noor, case, template):
    written(noor, case, template)
    session.commit()
    stored = select(Letter.recipient_sealed).execution_options(unseen="position")
    assert "Yılmaz".encode() not in session.scalars(stored).one()
