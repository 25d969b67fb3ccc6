"""A museum of broken logs: ways in which somebody may change an export, each of which must show.

Each piece takes the lines of a good export, and the forger's own key, and gives them broken.
"""

import base64
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from caseapp.accesslog.seal import checkpoint, merkle

Lines = list[str]
Piece = Callable[[Lines], Lines]
FORGER = Ed25519PrivateKey.from_private_bytes(b"\x66" * 32)
MUSEUM: dict[str, Piece] = {}


def piece(make: Piece) -> Piece:
    """Hang up a piece under its own name."""
    MUSEUM[make.__name__.replace("_", " ")] = make
    return make


def places(lines: Lines, kind: str) -> list[int]:
    return [at for at, line in enumerate(lines) if line.startswith(f"{kind}\t")]


def without(lines: Lines, *gone: int) -> Lines:
    return [line for at, line in enumerate(lines) if at not in gone]


def counted(lines: Lines) -> Lines:
    """Write the last line anew, as a careful forger would."""
    kept = [line for line in lines if not line.startswith("end\t")]
    return [*kept, f"end\t{len(kept)}"]


def with_field(line: str, number: int, value: str) -> str:
    fields = line.split("\t")
    fields[1 + number] = value
    return "\t".join(fields)


def head_of(line: str) -> checkpoint.Head:
    return checkpoint.read(base64.b64decode(line.split("\t")[1]).decode())


def written(note: str) -> str:
    return "head\t" + base64.b64encode(note.encode()).decode()


def signed_anew(lines: Lines, key: Ed25519PrivateKey) -> Lines:
    """Build every tree over the leaves as they are, and sign each head that is there with a key."""
    made: Lines = []
    frontier, roots = merkle.Frontier(), {}
    for line in lines:
        kind, _, said = line.partition("\t")
        if kind == "tree":
            frontier = merkle.Frontier()
        elif kind == "leaf":
            parts = said.split("\t")
            if parts[1] in roots:
                said = "\t".join([*parts[:3], *roots[parts[1]]])
            frontier.append(merkle.leaf_hash(said.encode()))
        elif kind == "head":
            old = head_of(line)
            head = checkpoint.Head(old.origin, frontier.size, frontier.root(), old.also)
            roots[old.origin] = (str(frontier.size), frontier.root().hex())
            said = written(checkpoint.signed(head, old.origin, key)).removeprefix("head\t")
        made.append(f"{kind}\t{said}")
    return made


def changed_leaf(number: int, field: int, value: str) -> Piece:
    def change(lines: Lines) -> Lines:
        at = places(lines, "leaf")[number]
        return [with_field(line, field, value) if i == at else line for i, line in enumerate(lines)]

    return change


for field, (name, value) in enumerate(
    [
        ("format", "2"), ("number", "999"), ("moment", "2026-09-12T10:00:00.000001Z"),
        ("trace", "0" * 32), ("municipality", "1" * 32), ("user", "0" * 32), ("session", "2" * 32),
        ("request", "another"), ("event", "step:shown"), ("result", "refused"),
        ("permission", "step:view"), ("relation", "director"), ("purpose", "triage"),
        ("kind of subject", "residents"), ("origin", "outside:00000000"), ("emergency", "3" * 32),
        ("commitment", "0" * 64), ("lines", "0" * 64),
    ]
):  # fmt: skip
    MUSEUM[f"the {name} of an entry was changed"] = changed_leaf(1, field, value)


@piece
def one_byte_of_a_commitment_was_changed(lines: Lines) -> Lines:
    at = places(lines, "leaf")[2]
    last = lines[at][-1]
    return [*lines[:at], lines[at][:-1] + ("0" if last != "0" else "1"), *lines[at + 1 :]]


@piece
def an_entry_was_removed(lines: Lines) -> Lines:
    return counted(without(lines, places(lines, "leaf")[1]))


@piece
def an_entry_was_added(lines: Lines) -> Lines:
    at = places(lines, "leaf")[1]
    return counted([*lines[:at], with_field(lines[at], 1, "12345"), *lines[at:]])


@piece
def an_entry_stands_there_twice(lines: Lines) -> Lines:
    at = places(lines, "leaf")[1]
    return counted([*lines[:at], lines[at], *lines[at:]])


@piece
def two_entries_were_swapped(lines: Lines) -> Lines:
    first, second = places(lines, "leaf")[1:3]
    made = list(lines)
    made[first], made[second] = lines[second], lines[first]
    return made


@piece
def the_last_entry_was_cut_off(lines: Lines) -> Lines:
    """The tail, with its head still there."""
    head = max(places(lines, "head")[:3])
    return counted(without(lines, head - 1))


@piece
def the_file_was_cut_off(lines: Lines) -> Lines:
    return lines[: len(lines) // 2]


@piece
def the_last_line_is_missing(lines: Lines) -> Lines:
    return lines[:-1]


@piece
def the_last_line_counts_otherwise(lines: Lines) -> Lines:
    return [*lines[:-1], "end\t5"]


@piece
def something_stands_behind_the_end(lines: Lines) -> Lines:
    return [*lines, lines[1]]


@piece
def a_head_is_missing(lines: Lines) -> Lines:
    return counted(without(lines, places(lines, "head")[-1]))


@piece
def a_head_stands_too_early(lines: Lines) -> Lines:
    at = places(lines, "head")[0]
    made = list(lines)
    made[at - 1], made[at] = lines[at], lines[at - 1]
    return made


@piece
def a_head_was_played_again(lines: Lines) -> Lines:
    at = places(lines, "head")[0]
    return counted([*lines[: at + 1], lines[at], *lines[at + 1 :]])


@piece
def a_head_of_another_month_stands_here(lines: Lines) -> Lines:
    first, second = places(lines, "head")[:2]
    made = list(lines)
    made[second] = lines[first]
    return made


@piece
def a_head_was_signed_by_another_key(lines: Lines) -> Lines:
    at = places(lines, "head")[0]
    old = head_of(lines[at])
    made = list(lines)
    made[at] = written(checkpoint.signed(old, old.origin, FORGER))
    return made


@piece
def a_head_names_another_root(lines: Lines) -> Lines:
    return _head_said(lines, lambda text: text.replace(text.split("\n")[2], "A" * 43 + "="))


@piece
def a_head_names_another_size(lines: Lines) -> Lines:
    return _head_said(lines, lambda text: text.replace("\n5\n", "\n4\n"))


@piece
def a_head_names_another_time(lines: Lines) -> Lines:
    return _head_said(lines, lambda text: text.replace("time 2026", "time 2025"))


@piece
def a_head_has_a_line_more(lines: Lines) -> Lines:
    return _head_said(lines, lambda text: text.replace("\ntime", "\nmore\ntime"))


@piece
def a_head_has_no_signature(lines: Lines) -> Lines:
    return _head_said(lines, lambda text: text.partition("\n\n")[0] + "\n\n")


@piece
def a_head_is_no_base64(lines: Lines) -> Lines:
    at = places(lines, "head")[0]
    return [*lines[:at], "head\t!!!", *lines[at + 1 :]]


@piece
def a_signature_has_a_byte_too_many(lines: Lines) -> Lines:
    def longer(text: str) -> str:
        body, _, signature = text.rpartition(" ")
        return f"{body} {base64.b64encode(base64.b64decode(signature) + b'x').decode()}\n"

    return _head_said(lines, longer)


@piece
def the_months_stand_in_another_order(lines: Lines) -> Lines:
    starts = places(lines, "tree")
    first, second = lines[starts[0] : starts[1]], lines[starts[1] : starts[2]]
    return [*lines[: starts[0]], *second, *first, *lines[starts[2] :]]


@piece
def a_month_has_another_name(lines: Lines) -> Lines:
    return [
        line.replace("2026-09", "2026-08") if line.startswith("tree") else line for line in lines
    ]


@piece
def a_tree_has_no_name(lines: Lines) -> Lines:
    return ["tree\t" if line.startswith("tree") else line for line in lines]


@piece
def a_month_stands_there_twice(lines: Lines) -> Lines:
    starts = places(lines, "tree")
    month = lines[starts[0] : starts[1]]
    return counted([*lines[: starts[0]], *month, *month, *lines[starts[1] :]])


@piece
def a_closed_month_was_taken_out_of_the_chain(lines: Lines) -> Lines:
    return counted(without(lines, places(lines, "leaf")[-1]))


@piece
def the_chain_names_another_root_for_a_month(lines: Lines) -> Lines:
    at = places(lines, "leaf")[-1]
    return [*lines[:at], lines[at][:-1] + "x", *lines[at + 1 :]]


@piece
def the_months_were_closed_in_another_order(lines: Lines) -> Lines:
    first, second = places(lines, "leaf")[-2:]
    made = list(lines)
    made[first], made[second] = lines[second], lines[first]
    return made


@piece
def a_month_was_closed_twice(lines: Lines) -> Lines:
    at = places(lines, "leaf")[-1]
    return counted([*lines[:at], lines[at], *lines[at:]])


@piece
def an_entry_is_gone_and_its_hash_is_left(lines: Lines) -> Lines:
    at = places(lines, "leaf")[1]
    return [*lines[:at], "leaf\tgone", *lines[at + 1 :]]


@piece
def there_is_a_space_more(lines: Lines) -> Lines:
    at = places(lines, "leaf")[1]
    return [*lines[:at], lines[at] + " ", *lines[at + 1 :]]


@piece
def a_letter_only_looks_the_same(lines: Lines) -> Lines:
    return [line.replace("case:shown", "c\u0430se:shown", 1) for line in lines]


@piece
def it_is_another_kind_of_file(lines: Lines) -> Lines:
    return ["samenhang-log\t2", *lines[1:]]


@piece
def there_is_a_line_nobody_knows(lines: Lines) -> Lines:
    return counted([*lines[:1], "note\tnothing happened", *lines[1:]])


@piece
def a_leaf_stands_before_every_tree(lines: Lines) -> Lines:
    at = places(lines, "leaf")[0]
    return counted([lines[0], lines[at], *lines[1:]])


@piece
def a_key_is_too_short(lines: Lines) -> Lines:
    return counted([lines[0], "key\tAAAA", *lines[1:]])


@piece
def there_is_nothing_in_it(lines: Lines) -> Lines:
    return [lines[0], "end\t1"]


def _head_said(lines: Lines, change: Callable[[str], Any]) -> Lines:
    at = places(lines, "head")[0]
    note = base64.b64decode(lines[at].split("\t")[1]).decode()
    changed = change(note)
    assert changed != note
    return [*lines[:at], written(changed), *lines[at + 1 :]]
