"""Closing a case, keeping an eye on it for a while after, and working on it again."""

from caseapp.closures.actions import close, extend_watch, pass_on_watch, reopen, stop_watch
from caseapp.closures.obstacles import Obstacle, ObstacleKind
from caseapp.closures.queries import (
    closures_of,
    last_watch_of,
    obstacles_of,
    queues_for,
    running_watch_of,
    watch,
    watchers_for,
)

__all__ = [
    "Obstacle",
    "ObstacleKind",
    "close",
    "closures_of",
    "extend_watch",
    "last_watch_of",
    "obstacles_of",
    "pass_on_watch",
    "queues_for",
    "reopen",
    "running_watch_of",
    "stop_watch",
    "watch",
    "watchers_for",
]
