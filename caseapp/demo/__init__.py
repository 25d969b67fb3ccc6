"""A fictitious municipality: seeded, reproducible and of any size.

Nothing in this package describes a living person. Pure: no database and no web.
Start at `world.World.make`.
"""
