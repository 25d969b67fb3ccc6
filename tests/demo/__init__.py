"""The fictitious municipality keeps its promises."""
