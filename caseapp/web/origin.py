"""From where on the network somebody looked, without keeping the address itself (BIO2 8.15.01).

A class says how far away it was; a keyed hash tells whether two looks came from one place. Only
who holds the installation's key can test an address against it, after an incident.
"""

import hashlib
import hmac
import ipaddress

from flask import current_app, g

from caseapp import accesslog
from caseapp.accesslog import Origin
from caseapp.kernel import crypto
from caseapp.kernel.actor import Actor
from caseapp.web.session import client_address

HASH_LENGTH = 8
"""Hexadecimal digits: enough to compare with, too few to be a number of its own."""


def open_page(actor: Actor | None) -> None:
    """Open the page of the log of this request: who, under which number and from where."""
    accesslog.book_of(actor, g.request_id, of(client_address()))


def of(address: str) -> str:
    """Give the class and the hash of a network address, as `own:1a2b3c4d`."""
    digest = hmac.new(crypto.installation_key(), f"origin:{address}".encode(), hashlib.sha256)
    return f"{network_of(address)}:{digest.hexdigest()[:HASH_LENGTH]}"


def network_of(address: str) -> Origin:
    """Give how far away an address is: this machine, the municipality's own networks or outside."""
    try:
        place = ipaddress.ip_address(address)
    except ValueError:
        return Origin.OUTSIDE
    mapped = getattr(place, "ipv4_mapped", None)
    place = mapped or place
    if place.is_loopback:
        return Origin.MACHINE
    own = current_app.config["SAMENHANG"].own_networks
    known = any(place in network for network in own) if own else place.is_private
    return Origin.OWN if known else Origin.OUTSIDE
