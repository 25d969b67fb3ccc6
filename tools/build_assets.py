"""Join the small style and behaviour files into the few that a page loads; compute the themes.

`python -m tools.build_assets` writes the files; `--check` only says which are not current (exit 1).
Needs nothing but Python: no network, no node. The order of the styles is that of `CSS_ORDER`.
"""

import re
import sys
from pathlib import Path
from typing import Final

from tools import theme

STATIC: Final = Path(__file__).resolve().parent.parent / "caseapp" / "static"
CSS_ORDER: Final = (
    "tokens.css",
    "base.css",
    "layout.css",
    "components/*.css",
    "screens/*.css",
    "print.css",
)
COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
DEFINED: Final = re.compile(r"(--[a-z0-9-]+)\s*:")
USED: Final = re.compile(r"var\((--[a-z0-9-]+)\s*\)")
BANNER: Final = "/* Joined by tools/build_assets.py from the files beside it; edit those. */\n"


def stylesheet() -> str:
    """Every style of ours in one cascade layer, without comments and indentation."""
    files = [file for part in CSS_ORDER for file in sorted((STATIC / "css").glob(part))]
    text = COMMENT.sub("", "\n".join(file.read_text(encoding="utf-8") for file in files))
    lines = (line.strip() for line in text.splitlines())
    return BANNER + "@layer app {\n" + "\n".join(line for line in lines if line) + "\n}\n"


def behaviours() -> str:
    """Every behaviour in one deferred script; each file keeps to itself inside a function."""
    files = sorted((STATIC / "js" / "behaviours").glob("*.js"))
    parts = [
        f"// {f.name}\n(() => {{\n{f.read_text(encoding='utf-8').strip()}\n}})();\n" for f in files
    ]
    return BANNER + '"use strict";\n' + "".join(parts)


def wanted() -> dict[Path, str]:
    """What each built file should hold now."""
    themes = {STATIC / "themes" / f"{one.name}.css": theme.css(one) for one in theme.THEMES}
    return {
        STATIC / "css" / "app.built.css": stylesheet(),
        STATIC / "js" / "app.built.js": behaviours(),
        **themes,
    }


def undefined_tokens() -> list[str]:
    """Tokens our styles use that no loaded file defines: mistyped, or of a part not vendored."""
    ours = stylesheet()
    known = "".join(
        [ours, theme.css(theme.THEMES[0]), (STATIC / "vendor" / "nlds.css").read_text("utf-8")]
    )
    return sorted(set(USED.findall(ours)) - set(DEFINED.findall(known)))


def stale() -> list[str]:
    """The built files that do not hold what their sources say."""
    return [
        file.relative_to(STATIC).as_posix()
        for file, text in wanted().items()
        if not file.exists() or file.read_text(encoding="utf-8") != text
    ]


def main() -> int:
    """Write or check; says on stdout what was found."""
    if "--check" in sys.argv:
        problems = [f"not current: {name}" for name in stale()]
        problems += [f"token without a value: {name}" for name in undefined_tokens()]
        sys.stdout.write("\n".join(problems) + "\n" if problems else "static files are current\n")
        return 1 if problems else 0
    for file, text in wanted().items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{file.relative_to(STATIC)}: {len(text) / 1024:.1f} KB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
