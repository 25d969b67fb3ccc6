"""The worker: sends what people are told, and does what comes back by the clock. As many as wanted.

It is a process of its own, like the sealer. Two at once share the work by leases on rows.
"""

from flask import Flask

from caseapp.worker.command import worker


def register(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(worker)
