"""Sealed texts open in their own place, with their own key, and nowhere else."""

import json

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from caseapp.kernel import crypto
from caseapp.kernel.errors import KeyDestroyed, Unreadable
from caseapp.kernel.identifiers import new_id

CIPHER = AESGCM(b"k" * 32)
PLACE = b"steps|body_sealed|1"


@pytest.fixture
def ring(tmp_path):
    return crypto.KeyRing.load(tmp_path / "keys" / "ring.json")


@given(st.text())
def test_what_is_sealed_opens_in_its_own_place(text):
    assert crypto.unseal(CIPHER, crypto.seal(CIPHER, text, PLACE), PLACE) == text


@given(st.text(min_size=4))
def test_sealing_twice_looks_different_and_tells_nothing(text):
    one, other = crypto.seal(CIPHER, text, PLACE), crypto.seal(CIPHER, text, PLACE)
    assert one != other
    assert text.encode() not in one


@pytest.mark.parametrize("place", [b"steps|body_sealed|2", b"flags|facts_sealed|1", b""])
def test_a_sealed_text_that_was_moved_does_not_open(place):
    with pytest.raises(Unreadable):
        crypto.unseal(CIPHER, crypto.seal(CIPHER, "geheim", PLACE), place)


def test_a_sealed_text_that_was_altered_does_not_open():
    sealed = bytearray(crypto.seal(CIPHER, "geheim", PLACE))
    sealed[-1] ^= 1
    with pytest.raises(Unreadable):
        crypto.unseal(CIPHER, bytes(sealed), PLACE)


def test_a_text_of_an_unknown_version_does_not_open():
    with pytest.raises(Unreadable):
        crypto.unseal(CIPHER, b"\x09" + b"0" * 40, PLACE)


def test_the_ring_is_kept_in_a_file_only_its_owner_reads(ring):
    town = new_id()
    keys = ring.add(town)
    assert ring.path.stat().st_mode & 0o077 == 0
    assert crypto.KeyRing.load(ring.path).of(town) == keys


def test_a_ring_without_a_file_lives_in_memory_only():
    ring = crypto.KeyRing()
    town = new_id()
    ring.add(town)
    ring.reload()
    assert ring.of(town).current == 1


def test_a_key_that_another_process_added_is_found(ring):
    town = new_id()
    crypto.KeyRing.load(ring.path).add(town)
    assert ring.of(town).current == 1


def test_a_municipality_the_ring_does_not_know_has_no_keys(ring):
    with pytest.raises(KeyDestroyed):
        ring.of(new_id())


def test_after_rotation_old_keys_open_and_new_ones_wrap_differently(ring):
    town, key_id = new_id(), new_id()
    ring.add(town)
    version, wrapped = ring.wrap(town, key_id, b"d" * 32)
    assert ring.of(town).rotate() == 2
    ring.save()
    assert ring.unwrap(town, key_id, version, wrapped) == b"d" * 32
    assert ring.wrap(town, key_id, b"d" * 32)[0] == 2


def test_a_rotation_by_another_process_is_seen(ring):
    town, key_id = new_id(), new_id()
    ring.add(town)
    other = crypto.KeyRing.load(ring.path)
    other.of(town).rotate()
    other.save()
    version, wrapped = other.wrap(town, key_id, b"d" * 32)
    assert ring.unwrap(town, key_id, version, wrapped) == b"d" * 32


def test_a_wrapped_key_opens_only_under_its_own_name(ring):
    town = new_id()
    ring.add(town)
    version, wrapped = ring.wrap(town, new_id(), b"d" * 32)
    with pytest.raises(Unreadable):
        ring.unwrap(town, new_id(), version, wrapped)


def test_a_wrapping_key_that_was_taken_from_the_ring_opens_nothing(ring):
    town, key_id = new_id(), new_id()
    ring.add(town)
    version, wrapped = ring.wrap(town, key_id, b"d" * 32)
    content = json.loads(ring.path.read_text())
    content[str(town)]["wrapping"] = {}
    ring.path.write_text(json.dumps(content))
    with pytest.raises(KeyDestroyed):
        crypto.KeyRing.load(ring.path).unwrap(town, key_id, version, wrapped)


def test_equal_texts_meet_only_within_one_town_and_one_kind(session):
    here, there = new_id(), new_id()
    for town in (here, there):
        crypto.ring().add(town)
    once = crypto.keyed_hash(here, "bsn", "999990019")
    assert once == crypto.keyed_hash(here, "bsn", "999990019")
    assert once != crypto.keyed_hash(here, "phone", "999990019")
    assert once != crypto.keyed_hash(there, "bsn", "999990019")


def test_the_dictionary_and_the_installation_have_keys_of_their_own(session):
    town = new_id()
    before = crypto.installation_key()
    crypto.ring().add(town)
    assert crypto.installation_key() != before
    sealed = crypto.seal(crypto.dictionary_cipher(town), "wissink", b"")
    assert crypto.unseal(crypto.dictionary_cipher(town), sealed, b"") == "wissink"
