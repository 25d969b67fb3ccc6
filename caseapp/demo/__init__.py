"""A fictitious municipality: seeded, reproducible and of any size.

Nothing in this package describes a living person. The makers of the world are pure: no database and
no web; `filling`, `volume` and the modules named `..._rows` store what they make.
Start at `world.World.make`.
"""
