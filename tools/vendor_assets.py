"""Bring in what others made for the browser: styles, icons, fonts and htmx, with licence and hash.

For maintainers. `python -m tools.vendor_assets` needs npm and writes `caseapp/static/vendor/`,
`tests/browser/vendor/` and `vendor.lock.json`. `--check` needs neither npm nor network: it compares
every file with the hash in the lock, so CI sees at once when a vendored file was touched.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from tools.vendor_list import CANDIDATE, FILES, ICONS, LICENCES, PACKAGES, THEME, UTRECHT

ROOT: Final = Path(__file__).resolve().parent.parent
VENDOR: Final = ROOT / "caseapp" / "static" / "vendor"
LOCK: Final = ROOT / "vendor.lock.json"
DECLARED: Final = re.compile(r"^\s*(--[a-z0-9-]+):\s*(.+);$", re.MULTILINE)
REFERRED: Final = re.compile(r"var\((--[a-z0-9-]+)")
EUPL_BANNER: Final = """/* MODIFIED: cut down from NL Design System parts by tools/vendor_assets.py.
   Parts of @utrecht/*-css and @nl-design-system-candidate/*-css, put in cascade layers; of
   @nl-design-system-unstable/voorbeeld-design-tokens only the tokens these parts use.
   Licence EUPL-1.2, see LICENSES/EUPL-1.2.md; versions in vendor.lock.json. */
"""


def _fetch(folder: Path) -> Path:
    names = [f"{package}@{version}" for package, version in PACKAGES.items()]
    (folder / "package.json").write_text('{"private": true}', encoding="utf-8")
    npm = shutil.which("npm") or sys.exit(
        "npm is needed to fetch packages; --check works without it"
    )
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--silent", "--legacy-peer-deps"]
    subprocess.run([npm, "install", *quiet, *names], cwd=folder, check=True)  # noqa: S603
    return folder / "node_modules"


def _used_tokens(theme: str, styles: str) -> list[str]:
    declared = dict(DECLARED.findall(theme))
    waiting, used = set(REFERRED.findall(styles)), set()
    while waiting:
        name = waiting.pop()
        if name in declared and name not in used:
            used.add(name)
            waiting |= set(REFERRED.findall(declared[name]))
    return [f"  {name}: {declared[name]};" for name in sorted(used)]


def _clean(css: str) -> str:
    return re.sub(r"/\*.*?\*/\n?|\n?/\*# sourceMappingURL.*?\*/", "", css, flags=re.DOTALL).strip()


def nlds(modules: Path) -> str:
    """One stylesheet: the parts that screens use and the tokens that these parts and ours use."""
    files = [modules / f"@utrecht/{part}-css/dist/index.css" for part in UTRECHT]
    files += [
        modules / f"@nl-design-system-candidate/{part}-css/dist/{part}.css" for part in CANDIDATE
    ]
    parts = "\n".join(_clean(file.read_text(encoding="utf-8")) for file in files)
    own_files = (ROOT / "caseapp" / "static" / "css").rglob("*.css")
    own = "".join(file.read_text(encoding="utf-8") for file in own_files)
    tokens = "\n".join(_used_tokens((modules / THEME).read_text(encoding="utf-8"), parts + own))
    layers = "@layer tokens, nlds, theme, app;\n"
    values = f"@layer tokens {{\n:root {{\n{tokens}\n}}\n}}\n"
    return f"{EUPL_BANNER}{layers}{values}@layer nlds {{\n{parts}\n}}\n"


def sprite(modules: Path) -> str:
    """The drawings that templates name, as symbols of one file (Tabler icons, MIT)."""
    symbols = []
    for name in sorted(ICONS):
        drawing = (modules / f"@tabler/icons/icons/outline/{name}.svg").read_text(encoding="utf-8")
        inside = re.sub(r"<!--.*?-->|<svg[^>]*>|</svg>", "", drawing, flags=re.DOTALL)
        shapes = re.sub(r'\s*<path stroke="none"[^>]*/>', "", inside).split("\n")
        paths = "".join(line.strip() for line in shapes)
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{paths}</symbol>')
    licence = "<!-- Tabler Icons, MIT: LICENSES/MIT-tabler-icons.txt -->\n"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg">\n' + licence + "\n".join(symbols) + "\n</svg>\n"
    )


def _write(modules: Path) -> list[Path]:
    shutil.rmtree(VENDOR, ignore_errors=True)
    texts = {VENDOR / "nlds.css": nlds(modules), VENDOR / "icons.svg": sprite(modules)}
    for file, text in texts.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    copies = {ROOT / target: modules / source for source, target in FILES.items()}
    copies |= {VENDOR / "LICENSES" / name: modules / source for name, source in LICENCES.items()}
    for target, source in copies.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
    return sorted([*texts, *copies])


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _lock(modules: Path, files: list[Path]) -> None:
    packages = []
    for name, version in sorted(PACKAGES.items()):
        about = json.loads((modules / name / "package.json").read_text(encoding="utf-8"))
        packages.append({"package": name, "version": version, "licence": about["license"]})
    hashes = {file.relative_to(ROOT).as_posix(): _digest(file) for file in files}
    LOCK.write_text(json.dumps({"packages": packages, "files": hashes}, indent=2) + "\n", "utf-8")


def check() -> list[str]:
    """Files that differ from the lock, are missing, or lie in the folder without being in it."""
    locked: dict[str, str] = json.loads(LOCK.read_text(encoding="utf-8"))["files"]
    here = {f.relative_to(ROOT).as_posix() for f in VENDOR.rglob("*") if f.is_file()}
    unknown = [f"not in vendor.lock.json: {name}" for name in sorted(here - set(locked))]
    missing = [f"missing: {name}" for name in locked if not (ROOT / name).is_file()]
    touched = [
        f"touched: {name}"
        for name, digest in locked.items()
        if (ROOT / name).is_file() and _digest(ROOT / name) != digest
    ]
    return unknown + missing + touched


def main() -> int:
    """Fetch and write, or check; returns the exit code."""
    if "--check" in sys.argv:
        problems = check()
        sys.stdout.write("\n".join(problems or ["vendored files are as locked"]) + "\n")
        return 1 if problems else 0
    with tempfile.TemporaryDirectory() as folder:
        modules = _fetch(Path(folder))
        files = _write(modules)
        _lock(modules, files)
    for file in files:
        size = file.stat().st_size / 1024
        sys.stdout.write(f"{file.relative_to(ROOT)}: {size:.1f} KB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
