"""Prints the law as the page that privacy officers and auditors read: docs/permissions.md."""

import ast
import inspect
from collections.abc import Iterator
from itertools import chain, product

from caseapp.kernel.actor import OVERSIGHT_ROLES, Role
from caseapp.policy import terms
from caseapp.policy.matrix_words import BUT, HEADINGS, INTRODUCTION, NEVER, SUBJECTS
from caseapp.policy.permissions import Permission
from caseapp.policy.predicates import Joins, Predicate
from caseapp.policy.rules import RULES

P = Permission

GROUPS: dict[str, tuple[Permission, ...]] = {
    "One's own work": (
        P.WORKLIST_READ, P.DRAFT_KEEP, P.MESSAGES_OWN, P.MESSAGE_READ, P.PROFILE_EDIT,
        P.PURPOSE_STATE,
    ),
    "Between the cracks": (P.COVER_BROWSE, P.NIGHT_READ, P.FINDING_VIEW,
        P.FINDING_AGREE, P.HANDOVER_OFFER,
        P.HANDOVER_VIEW, P.HANDOVER_ANSWER, P.HANDOVER_WITHDRAW, P.HANDOVER_SEE,
        P.WORK_REASSIGN,
        P.LEAVES_BROWSE, P.LEAVE_ASK, P.LEAVE_VIEW, P.LEAVE_ARRANGE, P.LEAVE_ANSWER),
    "Cases": (P.CASES_BROWSE, P.CASE_OPEN, P.CASE_VIEW, P.CASE_DIRECT,
        P.CASE_CLOSE, P.CASE_REOPEN, P.WATCH_DECIDE, P.WATCH_GIVE),
    "Tracks and steps": (
        P.TRACK_VIEW, P.TRACK_WRITE, P.TRACK_TAKE, P.TRACK_ARRANGE, P.TRACK_CONFIRM,
        P.SAFETY_LINE_SET, P.SAFETY_LINE_CONFIRM,
        P.STRIP_WRITE, P.RETURN_EXPECT, P.STEP_VIEW, P.STEP_CORRECT,
        P.POLICE_SEARCH, P.STEP_SEARCHED, P.POLICE_STORED, P.POLICE_DESTROY, P.STEP_STORED,
        P.STEP_SHARE, P.SHARES_READ, P.SHARE_VIEW, P.SHARE_WITHDRAW,
    ),
    "Papers": (P.PAPERS_READ, P.PAPER_MAKE, P.TRACK_PRINT,
        P.LETTER_TEMPLATES_KEEP, P.LETTER_TEMPLATE_CHANGE),
    "The plan": (P.PLAN_KEEP, P.GOAL_KEEP, P.ACTION_KEEP, P.MEASUREMENT_KEEP),
    "Meetings": (
        P.MEETINGS_BROWSE, P.MEETING_CALL, P.MEETING_KINDS_KEEP, P.MEETING_VIEW, P.MEETING_KEEP,
        P.CASE_TABLE, P.ITEM_VIEW, P.ITEM_PREPARE, P.ITEM_RUN,
    ),
    "Escalation": (
        P.PHASES_READ, P.CASE_CHANGE_PHASE, P.DESCENT_VIEW, P.DESCENT_AGREE, P.DESCENT_ACCEPT,
        P.DESCENT_ANSWER, P.DESCENT_WITHDRAW,
        P.FLAG_RAISE, P.FLAG_VIEW, P.FLAG_ANSWER, P.FLAG_ACKNOWLEDGE,
    ),
    "Measures and care, each on its own track": (
        P.MEASURES_READ, P.MEASURE_VIEW, P.MEASURE_PREPARE, P.MEASURE_ADVANCE,
        P.CARE_READ, P.CARE_OFFER_VIEW, P.CARE_OFFER, P.CARE_OFFER_ANSWER,
    ),
    "The administrative briefing": (P.BRIEFING_READ, P.CASE_BRIEF),
    "Signals": (P.SIGNALS_BROWSE, P.SIGNAL_RECORD, P.SIGNAL_VIEW, P.SIGNAL_HANDLE,
        P.SIGNAL_ACCEPT, P.SIGNAL_ANSWER),
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
        P.LOG_END,
        P.LOG_CERTIFICATE_READ,
        P.LOG_HOLD,
        P.LOG_HOLD_LIFT,
        P.SECURITY_LOG_READ,
    ),
    "The review of access": (
        P.REVIEWS_BROWSE, P.REVIEW_VIEW, P.REVIEW_JUDGE, P.REVIEW_REREAD,
        P.REVIEWS_OWN, P.REVIEW_ANSWER,
    ),
    "Teams and accounts": (
        P.TEAMS_ARRANGE, P.USERS_BROWSE, P.USER_INVITE, P.USER_ARRANGE,
        P.TOKENS_ARRANGE, P.TOKEN_END, P.SETTINGS_ARRANGE,
        P.LADDERS_KEEP, P.LADDER_VIEW, P.LADDER_ASK,
    ),
}  # fmt: skip
"""Every permission, under the heading where a reader looks for it."""

TERMS: tuple[tuple[Predicate, str], ...] = (
    (terms.casework, "does casework"),
    (terms.oversees, "has the case in their care"),
    (terms.sees_case, "may open the case"),
    (terms.works_near_case, "may open the case without an emergency"),
    (terms.steers_case, "steers the case"),
    (terms.works, "works on the case, or stands in"),
    (terms.directs, "directs the case, or stands in"),
    (terms.on_own_track, "works on the track, or stands in"),
    (terms.step_on_own_track, "works on the track of the step, or stands in"),
)
"""Conditions that come back in many rules, and what this page calls them."""


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
