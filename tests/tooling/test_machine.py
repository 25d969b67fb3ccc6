"""What is not tested is said aloud, and fails where the machine is ours to complete."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
BROWSER_TEST = """
import pytest

@pytest.mark.browser
def test_something_in_a_browser():
    pass
"""


def run(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one browser test on a machine whose CHROMIUM points nowhere."""
    (folder / "test_probe.py").write_text(BROWSER_TEST, "utf-8")
    (folder / "conftest.py").write_text(
        "from tests.support import machine\n"
        "def pytest_runtest_setup(item):\n    machine.require(item)\n"
        "def pytest_terminal_summary(terminalreporter):\n"
        "    machine.summarise(terminalreporter)\n",
        "utf-8",
    )
    return subprocess.run(  # noqa: S603 our own arguments
        [sys.executable, "-m", "pytest", "-q", "-c", str(ROOT / "pyproject.toml"),
         "--rootdir", str(folder), str(folder)],
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "CHROMIUM": "/nowhere"}
        | environment,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip


def test_what_is_not_tested_is_said_at_the_end_of_the_run(tmp_path):
    result = run(tmp_path)
    assert result.returncode == 0
    assert "NOT TESTED: 1 tests that need browser: no Chromium found" in result.stdout


def test_in_ci_it_is_a_failure(tmp_path):
    result = run(tmp_path, CI="true")
    assert result.returncode == 1
    assert "with CI=true that is a failure" in result.stdout
