"""Procedures in which several contexts move together."""
