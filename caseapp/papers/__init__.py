"""Papers of a case: that one is made, for whom, on which ground, and as which copy."""

from caseapp.papers.actions import make_paper
from caseapp.papers.queries import next_number, papers_of, sent_outside, unfit_recipient

__all__ = ["make_paper", "next_number", "papers_of", "sent_outside", "unfit_recipient"]
