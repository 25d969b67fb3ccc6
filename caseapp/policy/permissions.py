"""Everything a person may be allowed to do. Name: <subject>:<verb>."""

from enum import StrEnum


class Permission(StrEnum):
    """What can be asked of the policy. A permission without a rule is refused."""

    WORKLIST_READ = "worklist:read"
    """See your own work list: what waits for you, why, since when and until when."""

    CASES_BROWSE = "cases:browse"
    """Open the list of cases; it holds only the cases you may open."""

    CASE_OPEN = "case:open"
    """Open a new case, with its care track and its safety track."""

    CASES_IMPORT = "cases:import"
    """Bring in the municipality's own list of running cases."""

    LIST_HANDLE = "import:handle"
    """Look at, bring in or throw away a list that you offered yourself."""

    CASE_VIEW = "case:view"
    """Open a case: its head, the people it is about and the shared strip. Not the tracks."""
    BRIEFING_READ = "briefing:read"
    """Open the administrative briefing: cases in the highest phase, and counts per phase."""
    CASE_BRIEF = "case:brief"
    """Read the administrative briefing of a case in the highest phase: no names, no texts."""

    CASE_DIRECT = "case:direct"
    """Say who directs a case, who owns its tracks and who works on them."""

    CASE_SHIELD = "case:shield"
    """Ask that a case is open to the people named on it only, or to everybody again."""

    READERS_SEE = "case:see-readers"
    """See who can open a case today, and why."""

    RESIDENT_READERS_SEE = "resident:see-readers"
    """See who can open a resident's page today, and why."""

    CASE_CLOSE = "case:close"
    """Close a case, once both tracks say they are done and nothing is open any more."""
    CASE_REOPEN = "case:reopen"
    """Work on a closed case again, on a new ground."""
    WATCH_DECIDE = "watch:decide"
    """Decide on the watch over a closed case: end it, extend it once, or give it to a colleague."""
    CASE_CHANGE_PHASE = "case:change-phase"
    """Move a case up or down the escalation ladder, with a reason."""

    STRIP_WRITE = "strip:write"
    """Write a step on the shared strip, which both tracks read."""

    TRACK_VIEW = "track:view"
    """Read the steps of one track, care or safety. The other track is another permission."""
    TRACK_WRITE = "track:write"
    """Write a step on one track."""
    TRACK_TAKE = "track:take"
    """Take a track that waits in the queue of your own team, and become its owner."""

    HANDOVER_OFFER = "handover:offer"
    """Offer a track that you own, or the direction of a case you direct, to somebody else."""
    HANDOVER_VIEW = "handover:view"
    """Read an offer that you made or that was made to you, and what came of it."""
    HANDOVER_ANSWER = "handover:answer"
    """Accept what was offered to you or your team, or refuse it with a reason and a proposal."""
    HANDOVER_WITHDRAW = "handover:withdraw"
    """Take back an offer of your own that nobody answered yet."""
    HANDOVER_SEE = "handover:see"
    """Say that you read what came of an offer of your own."""

    WORK_REASSIGN = "work:reassign"
    """See what is open with you or a colleague you lead, and hand all of it over at once."""

    LEAVES_BROWSE = "leaves:browse"
    """See your own leave, for whom you stand in, and the leave of the teams you lead."""
    LEAVE_ASK = "leave:ask"
    """Say that you, or a colleague you lead, are away, and ask somebody to stand in."""
    LEAVE_VIEW = "leave:view"
    """Read from when until when somebody is away, and who stands in."""
    LEAVE_ARRANGE = "leave:arrange"
    """Change the days or the substitute of a leave, or take it back."""
    LEAVE_ANSWER = "leave:answer"
    """Say that you stand in for a colleague on leave, or that you do not."""

    TRACK_ARRANGE = "track:arrange"
    """Set the next date of a track and say whether it is needed."""

    STEP_VIEW = "step:view"
    """Read one step: on a track you work on, or on the shared strip of a case you may open."""
    STEP_CORRECT = "step:correct"
    """Correct a step by writing another; the first stays readable."""

    FLAG_RAISE = "flag:raise"
    """Raise a flag: this case threatens to escalate."""
    FLAG_VIEW = "flag:view"
    """Read a flag, who was told of it and who answered."""
    FLAG_ANSWER = "flag:answer"
    """Answer a flag: say what is going to happen."""
    FLAG_ACKNOWLEDGE = "flag:acknowledge"
    """Confirm that you know of a flag you were told of."""

    SIGNALS_BROWSE = "signals:browse"
    """Open the list of signals; it holds only those with you or your teams."""
    SIGNAL_RECORD = "signal:record"
    """Write down a signal: what somebody reported about a person or an address."""
    SIGNAL_VIEW = "signal:view"
    """Read a signal: who has it, their team, the team it comes to, and who works on its case."""
    SIGNAL_HANDLE = "signal:handle"
    """Say who has a signal and until when, forward it, or decide on it."""
    SIGNAL_ACCEPT = "signal:accept"
    """Accept or refuse, for your own team, a signal that was forwarded to it."""
    SIGNAL_ANSWER = "signal:answer-reporter"
    """Read who reported it, and say that they heard what came of it."""

    RESIDENTS_SEARCH = "residents:search"
    """Search people; only those you may see can be found."""
    SEARCH_READ = "search:read"
    """Read the results of a search of your own."""

    RESIDENT_REGISTER = "resident:register"
    """Register a person who is not known yet."""

    RESIDENT_VIEW = "resident:view"
    """See who a person is: name, birth date, address, contact, household and relations."""
    RESIDENT_EDIT = "resident:edit"
    """Change a person's registered data."""
    BSN_REVEAL = "resident:reveal-bsn"
    """See a person's whole citizen service number; every look is a log line of its own."""

    COVER_BROWSE = "cover:browse"
    """Open "Wal en schip": who and what threatens to fall between the cracks, and the statements
    of the nights."""

    FINDING_VIEW = "finding:view"
    """See that something is without an owner, a date or an answer: on which case or track, since
    when, and nothing of what was written."""
    FINDING_AGREE = "finding:agree"
    """Agree that something on the list may stand for a while, with the reason and a day; and read
    what was agreed before. Never for what leaves somebody without cover."""
    NIGHT_READ = "cover:read-night"
    """Read the statement of a night whole: what was open, what of it was not covered, by kind, and
    the list to check against the log. Cases that one may not see are counted and not named."""

    SETTINGS_ARRANGE = "settings:arrange"
    """See and change the numbers the municipality works by, with the reason."""

    DRAFT_KEEP = "draft:keep"
    """Keep and find back what you are still writing. It is yours alone."""

    PURPOSE_STATE = "purpose:state"
    """Say why you look at a case or person with which you have no relation."""
    PROFILE_EDIT = "profile:edit"
    """Choose your own language, and end your own session."""
    MESSAGES_OWN = "messages:own"
    """See what you were told, choose how, and arrange the secret address of your own calendar."""
    MESSAGE_READ = "message:read"
    """Follow a message of your own to what it is about."""

    ACQUAINTANCE_LIFT = "acquaintance:lift"
    """Ask that one's own "I know this person" be lifted; a second person decides."""

    DEPARTURE_SEE = "departure:see"
    """See that a colleague left a case, and that their place must be seen to."""

    APPROVALS_BROWSE = "approvals:browse"
    """See what waits for a second person: what one asked, and what one may decide."""
    APPROVAL_VIEW = "approval:view"
    """Read what a colleague asks a second person to agree with."""
    APPROVAL_DECIDE = "approval:decide"
    """Agree or refuse, as a second person; never on what one asked for oneself."""

    EMERGENCY_OPEN = "emergency:open"
    """Open one known case in an emergency: an hour, read only, and always reviewed."""
    EMERGENCY_VIEW = "emergency:view"
    """Read why a case was opened in an emergency, and what came of it."""
    EMERGENCY_EXPLAIN = "emergency:explain"
    """Say, for the case, what the emergency was, so that it can be judged."""
    EMERGENCY_USE = "emergency:use"
    """Open the notes as well, or give the emergency access back before its time."""

    MARKS_SET = "profile:set-marks"
    """Say by what one is recognised among the residents, to be kept from one's own file."""

    REVIEWS_OWN = "reviews:answer-own"
    """See what one was asked about one's own looks."""
    REVIEWS_BROWSE = "reviews:browse"
    """Work through the queue of looks to review, and see the figures."""
    REVIEW_VIEW = "review:view"
    """Read a review: whose look, at whom, which rules fired and on which facts. Never one's own."""
    REVIEW_JUDGE = "review:judge"
    """Ask the colleague, and give a verdict. Never on oneself."""
    REVIEW_REREAD = "review:reread"
    """Judge a review a second time, without seeing the first verdict."""
    REVIEW_ANSWER = "review:answer"
    """Explain a look of one's own that one was asked about."""

    LOG_READ = "log:read"
    """Read the access log: who saw which resident, when, by which right and why. No content."""
    LOG_SUBJECT_FIND = "log:find-subject"
    """See whom an own question to the log may be about, in the whole municipality."""
    LOG_EXPORT = "log:export"
    """Take a selection of the access log out as a file."""

    ANSWER_PREPARE = "answer:prepare"
    """Make the answer for a resident who asks who looked at their data."""
    ANSWER_READ = "answer:read"
    """Read an answer that was made for a resident, as a page and as a PDF."""
    ANSWER_RELEASE = "answer:release"
    """Say that an answer may go to the resident."""

    CONFIDENTIALITY_KEEP = "confidentiality:keep"
    """Keep looks at a resident or in a case from being told until a day, and see what is kept."""
    CONFIDENTIALITY_END = "confidentiality:end"
    """Let what was kept from being told be told from now on."""
    SEAL_READ = "seal:read"
    """See how far the access log is sealed, and when it was last checked. No line of it."""
    SEAL_CHECK = "seal:check"
    """Check that the log is unchanged, and keep what came of it (BIO2 8.15.06)."""
    SEAL_KEEP = "seal:keep"
    """Print a signed head and say that it is kept on paper."""
    LOG_HAND_OUT = "log:hand-out"
    """Take the sealed log out for an outsider who verifies it: ids of colleagues, no resident."""
    LOG_END = "log:end"
    """Ask a second person that a month of the log is destroyed, when its term is over."""
    LOG_CERTIFICATE_READ = "log:read-certificate"
    """See how a month of the log ended: who asked, who agreed, when, and its root."""
    LOG_HOLD = "log:hold"
    """Keep months of the log for an incident or inquiry, whatever their term (BIO2 5.28.01)."""
    LOG_HOLD_LIFT = "log:lift-hold"
    """Let months of the log go by their own term again."""

    SECURITY_LOG_READ = "security-log:read"
    """See refusals and sessions, without any resident in view."""

    TOKENS_ARRANGE = "tokens:arrange"
    """See and make the tokens with which other systems call this one."""
    TOKEN_END = "token:end"  # noqa: S105 - a permission
    """Let a token open nothing any more."""

    TEAMS_ARRANGE = "teams:arrange"
    """Make and change the teams, and the organisations whose people may be asked to take part."""
    USERS_BROWSE = "users:browse"
    """See who has an account, with roles and teams."""
    USER_INVITE = "user:invite"
    """Give a new colleague an account."""
    USER_ARRANGE = "user:arrange"
    """Change a colleague's roles and teams, or end their access."""
