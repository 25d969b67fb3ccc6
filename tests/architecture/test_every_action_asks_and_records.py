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


def contexts():
    for found in pkgutil.iter_modules(caseapp.__path__):
        name = f"caseapp.{found.name}"
        if found.ispkg and importlib.util.find_spec(f"{name}.actions") is not None:
            yield importlib.import_module(name)


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
    return "accesslog.record" in calls(function)


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


def test_a_careless_action_is_found():
    def careless(actor, case):
        from caseapp.extensions import db

        db.session.add(case)

    assert not asks_first(careless)
    assert not records(careless)
    assert writes(careless) == {"db.session.add"}
