"""The tools that guard the project can fail."""

import tomllib
from pathlib import Path

import grimp
from importlinter import ContractCheck

from tools import check_locks, complete_coverage
from tools.import_contracts import FrontDoorContract, ReservedLibrariesContract

ROOT = Path(__file__).parents[2]


def graph_of(importer: str, imported: str) -> grimp.ImportGraph:
    graph = grimp.ImportGraph()
    for module in {importer, imported}:
        graph.add_module(module)
    graph.add_import(importer=importer, imported=imported)
    return graph


def front_door(importer: str, imported: str) -> ContractCheck:
    options = {"rooms": ["actions", "queries"]}
    contract = FrontDoorContract("doors", session_options={}, contract_options=options)
    return contract.check(graph_of(importer, imported), verbose=False)


def reserved(importer: str) -> ContractCheck:
    options = {
        "libraries": ["flask", "a_library_that_nobody_imports"],
        "packages": ["caseapp.web"],
        "modules": ["caseapp"],
    }
    contract = ReservedLibrariesContract("http", session_options={}, contract_options=options)
    return contract.check(graph_of(importer, "flask"), verbose=False)


def test_a_library_of_the_screens_is_not_imported_below_them():
    assert not reserved("caseapp.journal.actions").kept
    assert not reserved("caseapp.webhooks").kept
    assert reserved("caseapp.web.journal").kept
    assert reserved("caseapp").kept


def test_another_package_may_not_pass_the_front_door():
    assert not front_door("caseapp.web.journal", "caseapp.journal.actions").kept
    assert not front_door("caseapp.journalism", "caseapp.journal.queries").kept


def test_the_package_itself_walks_through_its_own_rooms():
    assert front_door("caseapp.journal", "caseapp.journal.actions").kept
    assert front_door("caseapp.journal.actions", "caseapp.journal.queries").kept


def test_the_lock_files_hold_what_is_asked():
    assert check_locks.problems(ROOT) == []


def test_a_lock_file_that_lags_behind_is_found(tmp_path):
    for name in ("requirements", "requirements-dev"):
        (tmp_path / f"{name}.in").write_text("flask>=3\nnh3\n", "utf-8")
    (tmp_path / "requirements.txt").write_text("flask==2.0 \\\n  --hash=sha256:0\n", "utf-8")
    (tmp_path / "requirements-dev.txt").write_text("flask==3.1 # https://index\n", "utf-8")
    assert check_locks.problems(tmp_path) == [
        "requirements.txt does not hold flask>=3: run bin/lock.",
        "requirements.txt does not hold nh3: run bin/lock.",
        "requirements-dev.txt does not hold nh3: run bin/lock.",
        "requirements-dev.txt: no hash for flask==3.1",
        "requirements-dev.txt holds the address of a package index.",
        "flask 2.0 runs but 3.1 is tested.",
    ]


def measured(**gaps: list[object]) -> dict[str, object]:
    return {"files": {"caseapp/policy/rules.py": {"missing_lines": [], **gaps}}}


def test_a_line_of_the_law_that_no_test_reaches_is_found():
    law = ["caseapp/policy/*.py"]
    assert complete_coverage.gaps(measured(), law) == []
    assert complete_coverage.gaps(measured(missing_lines=[7]), law)
    assert complete_coverage.gaps(measured(missing_branches=[[3, 5]]), law)


def test_a_part_that_was_not_measured_is_not_called_complete():
    assert complete_coverage.gaps(measured(), ["caseapp/accesslog/*.py"])


def test_every_command_explains_itself():
    for command in ("run", "test", "check", "lock"):
        assert (ROOT / "bin" / command).read_text("utf-8").startswith("#!/usr/bin/env bash\n# ")


def test_only_ruff_rules_with_a_reason_are_switched_off():
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    block = text.partition("\nignore = [\n")[2].partition("\n]\n")[0]
    ignored = tomllib.loads(text)["tool"]["ruff"]["lint"]["ignore"]
    assert ignored
    for line in block.splitlines():
        assert "#" in line or previous_line_is_a_reason(block, line), line


def previous_line_is_a_reason(block: str, line: str) -> bool:
    lines = block.splitlines()
    return lines[max(lines.index(line) - 1, 0)].lstrip().startswith("#")


def test_no_package_lies_beside_the_source():
    """What is installed stands in the lock files, with its hash; a wheel left behind is neither."""
    assert not list(ROOT.glob("*.whl"))
    assert "*.whl" in (ROOT / ".gitignore").read_text("utf-8").splitlines()


def test_the_page_about_the_house_names_every_package():
    told = (ROOT / "docs" / "house.md").read_text("utf-8")
    packages = {one.parent.name for one in (ROOT / "caseapp").glob("*/__init__.py")}
    assert {name for name in packages if f"`{name}`" not in told} == set()
