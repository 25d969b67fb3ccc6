"""What is brought in for the browser: packages with their version, parts, icons and licences."""

from typing import Final

# Parts of the NL Design System with their version. Where a part exists as a candidate, the
# candidate is used: it is what the community agreed on.
UTRECHT: Final = {
    "document": "2.0.1",
    "alert": "3.0.1",
    "table": "2.0.2",
    "form-label": "2.0.1",
    "textbox": "3.1.0",
    "textarea": "3.0.1",
    "select": "2.0.1",
}
CANDIDATE: Final = {
    "button": "1.1.0",
    "heading": "1.1.3",
    "link": "2.0.3",
    "skip-link": "1.0.5",
}
TOKENS: Final = "@nl-design-system-unstable/voorbeeld-design-tokens"
THEME: Final = f"{TOKENS}/dist/theme.css"
FONT: Final = "@fontsource-variable/source-sans-3"

PACKAGES: Final = {
    **{f"@utrecht/{part}-css": version for part, version in UTRECHT.items()},
    **{f"@nl-design-system-candidate/{part}-css": v for part, v in CANDIDATE.items()},
    TOKENS: "7.4.1",
    FONT: "5.3.0",
    "@tabler/icons": "3.51.0",
    "htmx.org": "4.0.1",
    "axe-core": "4.14.1",
}

# File in a package -> place in this repository.
FILES: Final = {
    "htmx.org/dist/htmx.min.js": "caseapp/static/vendor/htmx.min.js",
    "htmx.org/dist/ext/hx-csp.min.js": "caseapp/static/vendor/hx-csp.min.js",
    "axe-core/axe.min.js": "tests/browser/vendor/axe.min.js",
    "axe-core/LICENSE": "tests/browser/vendor/LICENSE-axe-core.txt",
    **{
        f"{FONT}/files/source-sans-3-{part}-wght-normal.woff2": (
            f"caseapp/static/vendor/fonts/source-sans-3-{part}-wght-normal.woff2"
        )
        for part in ("latin", "latin-ext")
    },
}
LICENCES: Final = {
    "EUPL-1.2.md": f"{TOKENS}/LICENSE.md",
    "MIT-tabler-icons.txt": "@tabler/icons/LICENSE",
    "OFL-1.1-source-sans-3.txt": f"{FONT}/LICENSE",
    "0BSD-htmx.txt": "htmx.org/LICENSE",
}

# Drawings that templates may name; an unknown name shows nothing, so a test compares the two.
ICONS: Final = (
    "adjustments-horizontal",
    "alert-octagon",
    "alert-triangle",
    "archive",
    "arrow-back-up",
    "arrow-down-right",
    "arrow-left",
    "arrow-right",
    "arrow-up-right",
    "arrows-sort",
    "bell",
    "building-community",
    "calendar-event",
    "certificate",
    "check",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "circle-check",
    "clipboard-list",
    "clock",
    "clock-exclamation",
    "columns-2",
    "database-import",
    "download",
    "eye",
    "eye-off",
    "file-text",
    "flag",
    "gavel",
    "hand-stop",
    "heart-handshake",
    "history",
    "home",
    "hourglass",
    "info-circle",
    "key",
    "language",
    "lifebuoy",
    "link",
    "list",
    "list-check",
    "lock",
    "login",
    "logout",
    "mail",
    "map-pin",
    "masks-theater",
    "menu-2",
    "message-2",
    "note",
    "pencil",
    "phone",
    "plus",
    "printer",
    "scale",
    "search",
    "send",
    "settings",
    "shield-check",
    "shield-half",
    "shield-lock",
    "sort-ascending",
    "sort-descending",
    "stairs-up",
    "table-import",
    "trash",
    "upload",
    "urgent",
    "user",
    "user-check",
    "user-plus",
    "user-question",
    "user-search",
    "users",
    "users-group",
    "x",
)
