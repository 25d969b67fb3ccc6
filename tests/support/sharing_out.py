"""Who of the workers of a run does which tests: those of one file on one database stay together.

What a file builds, it builds once for each database then, and not once more for each worker.
"""

import re

from xdist.scheduler import LoadScopeScheduling

from tests.support.databases import POSTGRESQL, SQLITE


def group(nodeid: str) -> str:
    """Give what stays together with a test: its file, and the database it runs on."""
    path, _, name = nodeid.partition("::")
    _, _, parameters = name.partition("[")
    words = set(re.split(r"[\[\]-]", parameters))
    return "-".join([path, *sorted(words & {SQLITE, POSTGRESQL})])


class ByFileAndDatabase(LoadScopeScheduling):  # type: ignore[misc] # xdist's own types are loose
    """Hands out the tests of a file on a database as one."""

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)
