"""Prints the law as the page that privacy officers and auditors read: docs/permissions.md."""

import ast
import inspect
from collections.abc import Iterator
from itertools import chain, product
from typing import Any

from caseapp.kernel.actor import OVERSIGHT_ROLES, Role
from caseapp.model.accounts import User
from caseapp.model.acquaintances import Acquaintance, Departure
from caseapp.model.approvals import Approval
from caseapp.model.cases import Case, Track
from caseapp.model.emergencies import EmergencyAccess
from caseapp.model.escalation import Acknowledgement, Flag
from caseapp.model.imports import ImportRun
from caseapp.model.journal import Step
from caseapp.model.organisations import Municipality
from caseapp.model.privacy import Confidentiality, ResidentAnswer
from caseapp.model.residents import Resident, Search
from caseapp.model.reviews import Review
from caseapp.model.tokens import ApiToken
from caseapp.policy import rules
from caseapp.policy.permissions import Permission
from caseapp.policy.predicates import Joins, Predicate
from caseapp.policy.rules import RULES

P = Permission

HEADINGS = {
    Role.SOCIAL_WORKER: "social worker",
    Role.SAFETY_ADVISER: "safety adviser",
    Role.INTAKE: "intake",
    Role.PROCESS_DIRECTOR: "process director",
    Role.TEAM_LEAD: "team lead",
    Role.PRIVACY_OFFICER: "privacy officer",
    Role.DATA_PROTECTION_OFFICER: "data protection officer",
    Role.CISO: "CISO / auditor",
    Role.FUNCTIONAL_ADMINISTRATOR: "functional administrator",
    Role.MAYOR: "mayor / alderman",
    Role.CHAIN_PARTNER: "chain partner",
}

GROUPS: dict[str, tuple[Permission, ...]] = {
    "One's own work": (P.WORKLIST_READ, P.DRAFT_KEEP, P.PROFILE_EDIT, P.PURPOSE_STATE),
    "Cases": (P.CASES_BROWSE, P.CASE_OPEN, P.CASE_VIEW, P.CASE_DIRECT),
    "Tracks and steps": (
        P.TRACK_VIEW, P.TRACK_WRITE, P.TRACK_TAKE, P.TRACK_ARRANGE,
        P.STRIP_WRITE, P.STEP_VIEW, P.STEP_CORRECT,
    ),
    "Escalation": (
        P.CASE_CHANGE_PHASE, P.FLAG_RAISE, P.FLAG_VIEW, P.FLAG_ANSWER, P.FLAG_ACKNOWLEDGE,
    ),
    "The administrative briefing": (P.BRIEFING_READ, P.CASE_BRIEF),
    "Residents": (
        P.RESIDENTS_SEARCH, P.SEARCH_READ, P.RESIDENT_REGISTER,
        P.RESIDENT_VIEW, P.RESIDENT_EDIT, P.BSN_REVEAL,
    ),
    "Doors that open or close by themselves": (
        P.CASE_SHIELD, P.READERS_SEE, P.RESIDENT_READERS_SEE,
        P.MARKS_SET, P.ACQUAINTANCE_LIFT, P.DEPARTURE_SEE,
        P.EMERGENCY_OPEN, P.EMERGENCY_VIEW, P.EMERGENCY_EXPLAIN, P.EMERGENCY_USE,
        P.APPROVALS_BROWSE, P.APPROVAL_VIEW, P.APPROVAL_DECIDE,
    ),
    "A list that comes in": (P.CASES_IMPORT, P.LIST_HANDLE),
    "The access log": (
        P.LOG_READ,
        P.LOG_SUBJECT_FIND,
        P.LOG_EXPORT,
        P.ANSWER_PREPARE,
        P.ANSWER_READ,
        P.ANSWER_RELEASE,
        P.CONFIDENTIALITY_KEEP,
        P.CONFIDENTIALITY_END,
        P.SEAL_READ,
        P.SEAL_CHECK,
        P.SEAL_KEEP,
        P.LOG_HAND_OUT,
        P.SECURITY_LOG_READ,
    ),
    "The review of access": (
        P.REVIEWS_BROWSE, P.REVIEW_VIEW, P.REVIEW_JUDGE, P.REVIEW_REREAD,
        P.REVIEWS_OWN, P.REVIEW_ANSWER,
    ),
    "Teams and accounts": (
        P.TEAMS_ARRANGE, P.USERS_BROWSE, P.USER_INVITE, P.USER_ARRANGE,
        P.TOKENS_ARRANGE, P.TOKEN_END,
    ),
}  # fmt: skip
"""Every permission, under the heading where a reader looks for it."""

TERMS: tuple[tuple[Predicate, str], ...] = (
    (rules.casework, "does casework"),
    (rules.oversees, "has the case in their care"),
    (rules.sees_case, "may open the case"),
    (rules.works_near_case, "may open the case without an emergency"),
    (rules.steers_case, "steers the case"),
)
"""Conditions that come back in many rules, and what this page calls them."""

SUBJECTS: dict[Any, str] = {
    Municipality: "the work as a whole, not of one case or person",
    Case: "one case",
    Track: "one track of a case",
    Step: "one step",
    Flag: "one flag",
    Acknowledgement: "one notice of a flag",
    Resident: "one resident",
    ImportRun: "one list that was offered",
    Search: "one search",
    ResidentAnswer: "one answer to a resident",
    Confidentiality: "one row of the register of what is kept back",
    ApiToken: "one token",
    User: "one colleague",
    Acquaintance: 'one "I know this person"',
    Departure: "one notice that a colleague left a case",
    Approval: "one request to a second person",
    EmergencyAccess: "one emergency access",
    Review: "one review",
}

INTRODUCTION = """\
# Who may do what

This page tells, for each thing that can be done in Samenhang, who may do it and when. It is made
from the rules themselves (`caseapp/policy/rules.py`), and a check fails when it is not current:
what stands here is what the system does.

## How to read this page

- **Not listed is refused.** There are no other ways in.
- **A role alone is seldom enough.** A mark in a table says that people in this role *can* hold the
  permission. Below the table stands what must be true at that moment, of that one case or person.
- **Never one's own file.** Nobody opens the file of themselves, of their household, or of somebody
  they said to know, nor any case about them: not by role, not by part, not in an emergency.
- **One's own municipality only.** Every rule holds within it; no other municipality exists.
- **What you may not see does not exist for you**: the same answer as for what is not there, and no
  place in any list, count, search or suggestion. The attempt is written in the access log.
- **Roles and relations.** A role is what somebody is hired to do. *Director*, *owner*, *member* and
  *asked partner* are no roles but what somebody is to one case, and they can end at any moment.
- **Whoever may look by office only**, such as a team lead, is asked what for, once a day for each
  case or resident. The answer stands in the access log.

In the tables, ● means: this role can hold it, when the condition is met. ○ means: it depends on no
role, only on the condition. An empty place means: never.\
"""

NEVER = """\
## What the oversight roles can never see

These roles keep the work and its people honest. No rule gives them a case, a track, a step, a flag
or a resident's page, and an account that has one of these roles can have no other kind of role.
This is all that they can do:
"""

BUT = """\

Two things to know. The desk of the access log shows *whom* a line is about (name and year of
birth), never what was written about them. And a functional administrator who brings in the
municipality's own list reads that list.\
"""


def explanation(permission: Permission) -> str:
    """Give the sentence that stands under a permission in the code."""
    return EXPLANATIONS[permission]


def _explanations() -> dict[Permission, str]:
    body = ast.parse(inspect.getsource(Permission)).body[0]
    assert isinstance(body, ast.ClassDef)  # noqa: S101 - the source of a class is a class
    found: dict[Permission, str] = {}
    for line, text in zip(body.body, body.body[1:], strict=False):
        if isinstance(line, ast.Assign) and isinstance(text, ast.Expr):
            name = ast.unparse(line.targets[0])
            found[Permission[name]] = str(ast.literal_eval(text.value))
    return found


EXPLANATIONS = _explanations()


def cell(permission: Permission, role: Role) -> str:
    """Say in one mark whether a role can hold a permission: by its role, by relation, or never."""
    rule = RULES.get(permission)
    if rule is None:
        return ""
    roles = rule.predicate.roles
    if roles is None:
        return "○"
    return "●" if role in roles else ""


def held(role: Role) -> list[Permission]:
    """Give all that people in a role can ever hold by that role."""
    return [permission for permission in Permission if cell(permission, role) == "●"]


def lines() -> list[str]:
    """Give the whole page, in Markdown."""
    page = [INTRODUCTION, "", NEVER, *_watching(), BUT, "", *_terms()]
    for heading, permissions in GROUPS.items():
        page += ["", f"## {heading}", "", *_table(permissions)]
        for permission in permissions:
            page += ["", *_section(permission)]
    return page


def _watching() -> Iterator[str]:
    for role in Role:
        if role in OVERSIGHT_ROLES:
            yield f"- **{HEADINGS[role]}**: " + ", ".join(f"`{one}`" for one in held(role))


def _terms() -> Iterator[str]:
    yield "## Words that come back"
    for predicate, words in TERMS:
        yield ""
        yield from _told(f"Somebody **{words}**", _conditions(predicate))


def _table(permissions: tuple[Permission, ...]) -> Iterator[str]:
    yield "| may | " + " | ".join(HEADINGS[role] for role in Role) + " |"
    yield "| --- |" + " :-: |" * len(Role)
    for permission in permissions:
        anchor = str(permission).replace(":", "")
        marks = " | ".join(cell(permission, role) for role in Role)
        yield f"| [`{permission}`](#{anchor}) | {marks} |"


def _section(permission: Permission) -> Iterator[str]:
    rule = RULES[permission]
    yield f"### `{permission}`"
    yield ""
    yield explanation(permission)
    yield ""
    conditions = [w for (w,) in _named(rule.predicate)] or _conditions(rule.predicate)
    yield from _told(f"Asked of {SUBJECTS[rule.model]}. Allowed", conditions)


def _told(beginning: str, conditions: list[str]) -> Iterator[str]:
    if len(conditions) == 1:
        yield f"{beginning} when the person {conditions[0]}."
        return
    yield f"{beginning} when any of these holds:"
    yield ""
    yield from (f"- {condition}" for condition in conditions)


def _conditions(predicate: Predicate) -> list[str]:
    """Give the alternatives of a condition, each as one line of what must hold together."""
    return [" **and** ".join(dict.fromkeys(words)) for words in _alternatives(predicate)]


def _alternatives(predicate: Predicate) -> list[list[str]]:
    """Take a condition apart down to the words this page knows it by."""
    parts = [_named(part) or _alternatives(part) for part in predicate.parts]
    if predicate.joins is Joins.ANY:
        return [words for part in parts for words in part]
    if predicate.joins is Joins.ALL:
        return [list(chain.from_iterable(words)) for words in product(*parts)]
    if predicate.joins is Joins.ELSEWHERE:
        return [
            [f"{predicate.name}: {' **and** '.join(words)}"] for part in parts for words in part
        ]
    return [[_leaf(predicate)]]


def _named(predicate: Predicate) -> list[list[str]]:
    return [[words] for known, words in TERMS if known is predicate]


def _leaf(predicate: Predicate) -> str:
    if predicate.roles is None:
        return predicate.name
    if predicate.roles == frozenset(Role):
        return "is signed in"
    *others, last = (HEADINGS[role] for role in Role if role in predicate.roles)
    return f"is {', '.join(others)} or {last}" if others else f"is {last}"
