"""2. Whatever a context offers is an action or a query.

An action takes the actor first, asks the policy before anything else and writes the access log.
A query takes no actor, or uses it only to narrow what it gives, and changes nothing.
"""

import ast
import importlib
import inspect
import pkgutil
import textwrap

import pytest

import caseapp

WRITES = {
    "db.session.add",
    "db.session.add_all",
    "db.session.delete",
    "db.session.flush",
    "db.session.commit",
    "accesslog.record",
}


RECORDING = {"accesslog.record", "approvals.request", "deciding.write"}
"""What writes an entry: by itself, or as the action of another context that does."""

NEITHER = {
    "journal.police.days_of": "works out days from terms, for an action that asked",
    **dict.fromkeys(
        ["journal.police.fingerprint", "journal.police.destruction.fingerprint"],
        "says by what a set of ids is known, and asks no database",
    ),
    "leaves.open_without": "weighs what would be left, and shows nobody",
    "leaves.unfit_for": "weighs whether somebody can stand in, and shows nobody",
    "accounts.first_administrator": "by command, for nobody can sign in yet; refuses a second time",
    "accounts.hold": "waits for its turn in an action that asked",
    "accounts.hold_teams": "waits for its turn in an action that asked",
    "calendars.dates_of": "gives somebody their own days, as far as the policy shows them",
    "calendars.meetings_of": "gives somebody their own meetings, as far as the policy shows them",
    "cases.at_work": "tells who can work among those on a case, for a page or an action that asked",
    "cases.can_work": "asks whether somebody can work, and shows nobody",
    "cases.open_actions": "counts what is still to be done, in an action that asked",
    "cases.open_items": "asks what is still to be concluded, in an action that asked",
    "cases.people_on": "asks who works on a track, in an action that asked",
    "cases.staffed": "asks in which teams somebody works, in an action that asked or for a form",
    "cases.is_staffed": "asks whether somebody works in a team, in an action that asked",
    "cases.involve": "makes a row for an action that asked",
    "cases.left_waiting": "weighs where nobody works that a case waits, and shows nobody",
    "cases.lock": "waits for its turn in an action that asked",
    "cases.make_room": "lets the one who held a place step back, in an action that asked",
    "cases.refuse_unfit": "asks whether a colleague can take a place, in an action that asked",
    "watchdog.tell_of_findings": "by the clock; writes in the outbox, and shows nobody",
    **dict.fromkeys(
        [f"measures.{name}" for name in ("following", "objections_to", "objections_to_preparing")],
        "weighs a step against the law, for an action or a form that asked",
    ),
    "notifications.tell": "writes in the outbox for an action that asked",
    "notifications.forget_old_messages": "sweeps away what has had its time, for everybody alike",
    "notifications.stands": "asks the policy what somebody may be told of, and shows nobody",
    "escalation.ladders.dropped": "holds two ladders beside each other",
    "escalation.ladders.objections": "weighs what somebody typed",
    "journal.police.objections_to_search": "weighs what somebody typed",
    "plans.own_sets.listed": "takes names apart that somebody typed",
    **dict.fromkeys(
        [f"notifications.{name}" for name in ("claim", "drop", "mark_sent", "put_off")],
        "by a worker; says what became of a message, and shows nobody",
    ),
    **dict.fromkeys(
        [
            f"notifications.{name}"
            for name in (
                "directors_of",
                "holders_of",
                "leads_of_case",
                "leads_of_teams",
                "members_of",
                "offered",
                "ways_of",
            )
        ],
        "asks who is to be told and how, in an action that asked",
    ),
    "escalation.climb_unanswered": "by the clock; tells whom it reaches, and writes that it did",
    "handovers.lapse": "for what ends a watch or gives it, which asked before",
    "handovers.refuse_watcher": "a rule of the work, for actions that asked",
    "handovers.return_unanswered": "by command; the sender was responsible all the time",
    "cases.new_case": "makes a case for an action that asked, an import or a fictitious town",
    "journal.attempts_of": "counts attempts for a rule or a page, and shows no step",
    "journal.draft": "gives somebody their own",
    "journal.keep_typed": "keeps what somebody typed whose session ended",
    "journal.let_go": "forgets one's own concept, in an action that asked",
    "settings.keep_number": "keeps a number for an action that asked, or for a command",
    "tokens.new_token": "makes a token for an action that asked, or for a command",
    "reviews.draw": "by command at night; puts looks to reviewers, and shows nobody",
    "retention.destroy_due": "by command at night, what two people agreed on; records itself",
    "reviews.set_number": "by command; logged by itself",
    "watchdog.examine": "by command; looks for cracks everywhere, and shows nobody",
    "watchdog.examine_cases": "looks for cracks in what an action changed, and shows nobody",
    "watchdog.examine_signals": "looks for cracks in what an action changed, and shows nobody",
    "watchdog.state": "by command at night; states how it is, and records itself",
    "watchdog.unaltered": "compares statements with the log, and shows nobody",
    "residents.new_resident": "makes a resident for an action that asked or a fictitious town",
    "residents.recognise": "compares a list with who is registered, and shows nobody",
    **dict.fromkeys(
        [
            "accounts.forget_ended_sessions",
            "accounts.forget_old_attempts",
            "flows.case_import.forget_lists_left_lying",
            "journal.forget_expired_drafts",
            "residents.forget_expired_searches",
        ],
        "sweeps away what has had its time, for everybody alike",
    ),
    **dict.fromkeys(
        [
            "approvals.hashed",
            "approvals.read",
            "approvals.written",
            "flows.case_import.about",
            "flows.case_import.check_choice",
            "residents.address_key",
            "residents.born_keys",
            "residents.bsn_hash",
            "residents.compact_postcode",
            "residents.is_bsn",
            "residents.number_of",
            "residents.read",
            "residents.registered_name",
            "residents.search_rows_for",
            "reviews.is_within",
            "settings.of_phase",
            "settings.of_phenomenon",
            "watchdog.content",
            "watchdog.lines",
        ],
        "decides or writes something out, and asks no database",
    ),
}
"""What a context offers beside actions and queries, and why it asks nothing and records nothing."""


def contexts():
    for found in pkgutil.walk_packages(caseapp.__path__, "caseapp."):
        if found.ispkg and importlib.util.find_spec(f"{found.name}.actions") is not None:
            yield importlib.import_module(found.name)


def neither():
    """Give what contexts offer that is no action and no query."""
    for context in contexts():
        for name in context.__all__:
            function = getattr(context, name)
            if inspect.isfunction(function) and not function.__module__.endswith(ROOMS):
                yield f"{context.__name__.removeprefix('caseapp.')}.{name}"


ROOMS = (".actions", ".queries")


def offered(kind):
    found = []
    for context in contexts():
        for name in context.__all__:
            function = getattr(context, name)
            if not inspect.isfunction(function):
                continue
            if function.__module__.endswith(f".{kind}"):
                found.append(pytest.param(function, id=f"{context.__name__}.{name}"))
    return found


ACTIONS, QUERIES = offered("actions"), offered("queries")


def calls(function):
    tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    found.sort(key=lambda node: (node.lineno, node.col_offset))
    return [ast.unparse(node.func) for node in found]


def asks_first(function):
    return next(iter(calls(function)), None) == "policy.require"


def records(function):
    return bool(RECORDING.intersection(calls(function)))


def writes(function):
    return WRITES.intersection(calls(function))


def test_there_are_contexts_to_look_at():
    assert len(ACTIONS) > 10
    assert len(QUERIES) > 10


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_asks_the_policy_first(action):
    assert asks_first(action)


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_writes_the_access_log(action):
    assert records(action)


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_takes_actor_and_subject_and_the_rest_by_keyword(action):
    taken = inspect.signature(action).parameters.values()
    positional = [p.name for p in taken if p.kind is p.POSITIONAL_OR_KEYWORD]
    assert positional[0] == "actor"
    assert len(positional) <= 2


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_changes_nothing(query):
    assert writes(query) == set()


def test_whatever_else_a_context_offers_is_known_with_its_reason():
    assert sorted(neither()) == sorted(NEITHER)


def test_a_function_that_hides_beside_the_actions_is_found(monkeypatch):
    from caseapp import cases

    def hidden(case):
        return case

    hidden.__module__ = "caseapp.cases.elsewhere"
    monkeypatch.setattr(cases, "__all__", [*cases.__all__, "hidden"])
    monkeypatch.setattr(cases, "hidden", hidden, raising=False)
    assert set(neither()) - set(NEITHER) == {"cases.hidden"}


def test_a_careless_action_is_found():
    def careless(actor, case):
        from caseapp.extensions import db

        db.session.add(case)

    assert not asks_first(careless)
    assert not records(careless)
    assert writes(careless) == {"db.session.add"}
