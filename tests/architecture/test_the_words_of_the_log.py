"""6. Every event has words, a purpose and an activity; every permission a text and a rule."""

from enum import Enum

import pytest

from caseapp.accesslog import FACTS, Activity, Event, Purpose
from caseapp.cli import documents
from caseapp.policy import Permission, matrix
from caseapp.policy.rules import RULES
from caseapp.web import labels


@pytest.mark.parametrize("event", Event)
def test_an_event_has_a_purpose_and_an_activity(event):
    assert isinstance(FACTS[event].purpose, Purpose)
    assert isinstance(FACTS[event].activity, Activity)


@pytest.mark.parametrize("event", Event)
def test_an_event_has_words_for_people(app, event):
    with app.test_request_context():
        assert labels.of(event)


@pytest.mark.parametrize("permission", Permission)
def test_a_permission_has_a_rule_and_an_explanation(permission):
    assert permission in RULES
    assert len(matrix.explanation(permission)) > 20


def test_every_kind_that_people_read_has_a_word_for_each_member(app):
    kinds = {type(member) for _, member in labels.LABELS}
    with app.test_request_context():
        for kind in kinds:
            for member in kind:
                assert labels.of(member)


def test_a_member_without_a_word_is_found(app):
    class Unnamed(Enum):
        ONE = 1

    with app.test_request_context(), pytest.raises(KeyError):
        labels.of(Unnamed.ONE)


def test_the_permission_matrix_in_the_documents_is_current():
    assert documents.PERMISSIONS.read_text() == "\n".join(matrix.lines()).rstrip() + "\n"
