"""Given names that go together: the name in the register and what somebody is called."""

from functools import lru_cache

KNOWN_AS = (
    "jan johan johannes hans joannes", "kees cornelis cor cees", "wim willem wil willy",
    "henk hendrik hendrikus henkie rik", "piet pieter petrus peter", "klaas nicolaas nico",
    "gerrit gerard gerardus ger", "bert albert albertus bertus lambert", "toon antoon antonius ton",
    "sjaak jacques jacobus jaap jacob ko", "joop josephus jozef jos sjef", "frans franciscus",
    "theo theodorus", "harry harrie henricus", "dirk dick dirkje", "bep elisabeth els lies betsy",
    "annie anna ans anneke johanna jo", "ria maria marie mia rie", "greet margaretha greetje",
    "truus geertruida trui", "corrie cornelia cora", "wil wilhelmina willemien mien",
    "riet hendrika rika", "mohamed mohammed muhammed mohammad muhammad mehmet mo",
    "ahmed ahmet", "youssef yusuf yousef joesoef", "fatma fatima fatimah",
    "ali aly", "ibrahim abraham bram", "aleksander alexander alex sander", "lukasz lucas lukas",
)  # fmt: skip
"""Each line a circle: who bears one of these names may be called by any other of them."""

_CIRCLES = [frozenset(circle.split()) for circle in KNOWN_AS]


@lru_cache(maxsize=4096)
def known_as(given: str) -> frozenset[str]:
    """Give the names that somebody with this given name may also be known by."""
    return frozenset().union(*(circle for circle in _CIRCLES if given in circle)) - {given}
