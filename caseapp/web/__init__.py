"""The screens. Thin: read the form, call one context, render or redirect."""

import flask
from flask import Flask, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

from caseapp.web import (
    acknowledgements,
    answers,
    approvals,
    briefing,
    bsn,
    cases,
    context,
    converters,
    doorstep,
    drafts,
    emergencies,
    errors,
    flags,
    headers,
    imports,
    log,
    organisations,
    phase_changes,
    profile,
    purposes,
    readers,
    relations,
    residents,
    reviews,
    seal,
    sealing,
    searches,
    security,
    shields,
    sign_in,
    staff,
    stepping_aside,
    steps,
    teams,
    technical_log,
    tokens,
    tracks,
    transaction,
    users,
    work,
)
from caseapp.web.guard import public, refuse_unguarded
from caseapp.web.session import recognise_strays, signed_in

BLUEPRINTS = (
    sign_in.bp,
    cases.bp,
    tracks.bp,
    staff.bp,
    steps.bp,
    flags.bp,
    answers.bp,
    acknowledgements.bp,
    phase_changes.bp,
    work.bp,
    briefing.bp,
    residents.bp,
    relations.bp,
    bsn.bp,
    searches.bp,
    drafts.bp,
    log.bp,
    seal.bp,
    security.bp,
    teams.bp,
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
