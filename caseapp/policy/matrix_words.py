"""The words of the page about who may do what: roles, what is asked of, and what is told around."""

from typing import Any

from caseapp.kernel.actor import Role
from caseapp.model.accounts import User
from caseapp.model.acquaintances import Acquaintance, Departure
from caseapp.model.approvals import Approval
from caseapp.model.cases import Case, Track
from caseapp.model.closures import Watch
from caseapp.model.descents import Descent
from caseapp.model.emergencies import EmergencyAccess
from caseapp.model.endings import LogDestruction, LogHold
from caseapp.model.escalation import Acknowledgement, Flag
from caseapp.model.handovers import Handover
from caseapp.model.imports import ImportRun
from caseapp.model.journal import Step
from caseapp.model.ladders import Ladder
from caseapp.model.leaves import Leave
from caseapp.model.letters import LetterTemplate
from caseapp.model.measurements import Measurement
from caseapp.model.measures import CareOffer, Measure
from caseapp.model.meetings import AgendaItem, Meeting
from caseapp.model.messages import Message
from caseapp.model.organisations import Municipality
from caseapp.model.plans import PlanAction, PlanGoal
from caseapp.model.privacy import Confidentiality, ResidentAnswer
from caseapp.model.residents import Resident
from caseapp.model.reviews import Review
from caseapp.model.seals import LogTree
from caseapp.model.searches import Search
from caseapp.model.shares import Share
from caseapp.model.signals import Signal
from caseapp.model.tokens import ApiToken
from caseapp.model.watchdog import CoverStatement, Finding

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

SUBJECTS: dict[Any, str] = {
    Municipality: "the work as a whole, not of one case or person",
    Case: "one case",
    Track: "one track of a case",
    Step: "one step",
    Share: "one thing that was shared",
    Descent: "one proposal to come down",
    Measure: "one measure",
    CareOffer: "one offer of care",
    LetterTemplate: "one template of letters",
    Ladder: "one version of the escalation ladder",
    PlanGoal: "one goal of a plan",
    PlanAction: "one action of a plan",
    Measurement: "one measurement in an area of life",
    Meeting: "one meeting",
    AgendaItem: "one case on an agenda",
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
    Signal: "one signal",
    CoverStatement: "the statement of one night",
    Finding: "one finding",
    Watch: "one watch over a closed case",
    Handover: "one offer to hand over",
    Leave: "one leave",
    Message: "one message",
    LogDestruction: "one month of the log that goes or is gone",
    LogTree: "one month of the log",
    LogHold: "one hold on months of the log",
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
