"""The screens. Thin: read the form, call one context, render or redirect."""

import flask
from flask import Flask, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

from caseapp.web import (
    acknowledgements,
    agenda_items,
    agreements,
    answers,
    approvals,
    briefing,
    briefing_papers,
    bsn,
    calendar_feeds,
    calendars,
    care_offers,
    cases,
    closing_days,
    closures,
    context,
    converters,
    descents,
    domain_sets,
    doorstep,
    drafts,
    emergencies,
    errors,
    flags,
    handovers,
    headers,
    imports,
    invitations,
    joinings,
    leaves,
    letter_templates,
    letters,
    log,
    measure_steps,
    measurements,
    measures,
    meeting_kinds,
    meetings,
    nights,
    notice_choices,
    notices,
    on_call,
    organisations,
    papers,
    phase_changes,
    plan_actions,
    plan_goals,
    plan_papers,
    plans,
    profile,
    purposes,
    readers,
    reassignments,
    referral_papers,
    relations,
    reopenings,
    resident_signals,
    residents,
    returns,
    reviews,
    seal,
    sealing,
    searches,
    security,
    settings,
    shares,
    shields,
    sign_in,
    signal_decisions,
    staff,
    stays,
    stepping_aside,
    steps,
    table_forms,
    team_closures,
    teams,
    technical_log,
    tokens,
    tracks,
    transaction,
    users,
    watchdog,
    watches,
    work,
)
from caseapp.web.guard import public, refuse_unguarded
from caseapp.web.session import recognise_strays, signed_in

BLUEPRINTS = (
    sign_in.bp,
    cases.bp,
    tracks.bp,
    staff.bp,
    closures.bp,
    reopenings.bp,
    watches.bp,
    steps.bp,
    shares.bp,
    papers.bp,
    briefing_papers.bp,
    referral_papers.bp,
    plan_papers.bp,
    letters.bp,
    letter_templates.bp,
    flags.bp,
    answers.bp,
    handovers.bp,
    signal_decisions.bp,
    joinings.bp,
    leaves.bp,
    notices.bp,
    notice_choices.bp,
    calendar_feeds.bp,
    calendars.bp,
    reassignments.bp,
    acknowledgements.bp,
    phase_changes.bp,
    stays.bp,
    descents.bp,
    measures.bp,
    measure_steps.bp,
    care_offers.bp,
    meetings.bp,
    meetings.closings,
    meeting_kinds.bp,
    agenda_items.bp,
    invitations.bp,
    invitations.papers,
    table_forms.presence,
    table_forms.decisions,
    table_forms.conclusions,
    plans.bp,
    plans.confirmations,
    plan_goals.bp,
    measurements.bp,
    measurements.withdrawals,
    plan_actions.bp,
    plan_actions.ends,
    work.bp,
    watchdog.bp,
    nights.bp,
    agreements.bp,
    settings.bp,
    closing_days.bp,
    domain_sets.bp,
    on_call.bp,
    briefing.bp,
    residents.bp,
    relations.bp,
    bsn.bp,
    searches.bp,
    drafts.bp,
    log.bp,
    seal.bp,
    security.bp,
    returns.bp,
    resident_signals.bp,
    teams.bp,
    team_closures.bp,
    organisations.bp,
    tokens.bp,
    users.bp,
    imports.bp,
    imports.confirmations,
    imports.reports,
    purposes.of_cases,
    purposes.of_residents,
    approvals.bp,
    emergencies.bp,
    reviews.bp,
    shields.bp,
    profile.bp,
    profile.lifts,
    readers.of_cases,
    readers.of_residents,
    stepping_aside.of_cases,
    stepping_aside.of_residents,
    stepping_aside.departures,
)
LANGUAGES = ("nl", "en")


def register(app: Flask) -> None:
    """Put the screens and everything around them in their order."""
    config = app.config["SAMENHANG"]
    if config.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=config.proxies, x_proto=config.proxies)  # type: ignore[method-assign] # Flask's own recipe
    converters.register(app)
    technical_log.register(app)
    doorstep.register(app)
    sealing.register(app)
    refuse_unguarded(app)
    app.before_request(recognise_strays)
    headers.register(app)
    transaction.register(app)
    errors.register(app)
    context.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    public(app.view_functions["static"])


def chosen_language() -> str:
    """Give the language of the person who is signed in, or the one a visitor chose."""
    found = signed_in() if request.endpoint != "static" and "signed_in" in g else None
    language = found.actor.language if found is not None else flask.session.get("language", "nl")
    g.language = language if language in LANGUAGES else "nl"
    return str(g.language)
