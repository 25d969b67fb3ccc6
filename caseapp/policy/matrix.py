"""Prints the law as the table that privacy officers and auditors read: docs/permissions.md."""

from caseapp.kernel.actor import Role
from caseapp.policy.permissions import Permission
from caseapp.policy.rules import RULES

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


def explanation(permission: Permission) -> str:
    """Give the sentence that stands under a permission in the code."""
    return EXPLANATIONS[permission]


def _explanations() -> dict[Permission, str]:
    import ast  # noqa: PLC0415 - only when the documents are made
    import inspect  # noqa: PLC0415 - as above

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
    """Say in one mark whether a role can hold a permission: never, or under its condition."""
    rule = RULES.get(permission)
    if rule is None:
        return "-"
    roles = rule.predicate.roles
    return "•" if roles is None or role in roles else "-"


def lines() -> list[str]:
    """Give the whole page, in Markdown."""
    page = [
        "# Who may do what",
        "",
        "This page is made from the rules themselves (`caseapp/policy/rules.py`); a check fails",
        "when it is not current. Everything not listed is refused. Every rule holds only within",
        "one's own municipality, and what you may not see does not exist for you: the same answer",
        "as for what is not there, and no place in any list, count, search or suggestion.",
        "",
        "• = people in this role can hold it, *when the condition below the table is met*.",
        "- = never. *Case director* is not a role but what somebody is to one case.",
        "",
        "| may | " + " | ".join(HEADINGS[role] for role in Role) + " |",
        "| --- |" + " :-: |" * len(Role),
    ]
    page += [
        f"| [`{permission}`](#{str(permission).replace(':', '')}) | "
        + " | ".join(cell(permission, role) for role in Role)
        + " |"
        for permission in Permission
    ]
    page += ["", "## The conditions", ""]
    for permission in Permission:
        rule = RULES[permission]
        page += [
            f"### `{permission}`",
            "",
            explanation(permission),
            "",
            f"Asked of: a {rule.model.__name__.lower()}. When: {rule.predicate.name}.",
            "",
        ]
    return page
