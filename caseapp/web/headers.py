"""Headers that every answer carries, errors and files included."""

import secrets

from flask import Flask, Response, current_app, g, request

TWO_YEARS = 63_072_000

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # with no-referrer, browsers send `Origin: null` with our own forms
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=(), clipboard-read=(), usb=(), "
    "payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Robots-Tag": "noindex",
}

POLICY = (
    "default-src 'none'; script-src 'self'{nonce}; style-src 'self'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; object-src 'none'; require-trusted-types-for 'script'; "
    "trusted-types{types}"
)


def nonce() -> str:
    """Give this page's nonce; htmx takes no element without it."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    value: str = g.csp_nonce
    return value


def register(app: Flask) -> None:
    """Add the headers to whatever is sent."""
    app.after_request(_add)


def _add(response: Response) -> Response:
    for name, value in FIXED.items():
        response.headers[name] = value
    used = g.get("csp_nonce")
    response.headers["Content-Security-Policy"] = POLICY.format(
        nonce=f" 'nonce-{used}'" if used else "", types=" htmx" if used else " 'none'"
    )
    if current_app.config["SAMENHANG"].https:
        response.headers["Strict-Transport-Security"] = f"max-age={TWO_YEARS}; includeSubDomains"
    if request.endpoint == "static" and response.status_code < 400:  # noqa: PLR2004 - first error
        response.headers["Cache-Control"] = "public, max-age=3600"
    else:
        response.headers["Cache-Control"] = "no-store"
    return response
