"""On which days police data goes a stage further, by the terms of a municipality."""

from datetime import date

from caseapp.kernel.deadlines import months_after
from caseapp.model.content import ContentClass
from caseapp.settings import catalogue as settings
from caseapp.settings.catalogue import Terms


def days_of(content: ContentClass, happened_on: date, terms: Terms) -> dict[str, date | None]:
    """Give the days of a step that happened on this day; none for what is no police data.

    A stage never ends before the one before it, whatever was chosen.
    """
    if content is not ContentClass.POLICE:
        return {"searched_from": None, "restricted_from": None, "destroy_from": None}
    searched = months_after(happened_on, terms(settings.POLICE_SEARCH_MONTHS))
    stored = months_after(happened_on, terms(settings.POLICE_STORE_MONTHS))
    destroyed = months_after(happened_on, terms(settings.POLICE_DESTROY_MONTHS))
    return {
        "searched_from": searched,
        "restricted_from": max(searched, stored),
        "destroy_from": max(searched, stored, destroyed),
    }
