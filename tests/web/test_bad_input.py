"""Whatever is sent: a clear answer, nothing lost, never a 500 and never a stack trace."""

import json
import os
import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from caseapp.extensions import db
from caseapp.kernel import bearing, clock, crypto
from caseapp.model.accounts import UserSession
from caseapp.model.escalation import Flag
from caseapp.model.journal import Draft, Step
from caseapp.web import once
from tests.support import routes, world
from tests.support.databases import ENGINES
from tests.support.routes import Sample
from tests.support.world import DAY, Outsider, World

MANY = int(os.environ.get("BAD_INPUTS", "150"))
"""How many random requests each engine gets; thousands at night."""

SENDERS = ("director", "intake", "admin", "officer")
TRICKS = {
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "attribute": '"\' autofocus onfocus=alert(1) x="',
    "markdown": "[klik](javascript:alert(1)) **vet** `code`",
    "template": "{{ config }} {% raw %} %(name)s {0} ${x}",
    "right-to-left": "naam \u202e\u2066omgedraaid\u2069\u202c",
    "emoji": "👩‍👩‍👧‍👦 🏳️‍🌈",
    "sql": "'; DROP TABLE cases; --",
    "lines": "een\r\ntwee\r\n\r\ndrie",
}


@pytest.fixture(scope="module", params=ENGINES)
def built(request: pytest.FixtureRequest) -> Iterator[World]:
    made = world.build(request.param, "badinput")
    for name in (*SENDERS, "carer", "adviser", "lead"):
        made.client(name)
    yield made
    with made.app.app_context():
        db.engine.dispose()


@pytest.fixture
def town(built: World) -> Iterator[World]:
    crypto.use(built.ring)
    with world.undone(built.app):
        for client in built.clients.values():
            client.come_back()
        yield built


def case_path(town: World, rest: str = "", label: str = "main") -> str:
    return f"/cases/{town.things['case'][label].reference}{rest}"


def rows(noun: Any) -> list[Any]:
    db.session.rollback()
    return list(db.session.scalars(select(noun.id).execution_options(unseen="count")))


@pytest.fixture
def each(built: World) -> World:
    """The world for tests that take back what they did after each request."""
    crypto.use(built.ring)
    return built


# --- Characters nobody types, and words everybody may -------------------------------------------


@pytest.mark.parametrize("bad", ["\x00", "\x07", "\x1b[31m", "\x7f", "\u0085", "\ufffd"])
def test_characters_nobody_types_are_refused_wherever_they_stand(town, bad):
    client = town.client("carer")
    for answer in (
        client.send(case_path(town, "/flags"), {"facts": f"een{bad}twee"}),
        client.send(case_path(town, "/flags"), {f"fa{bad}cts": "x"}),
        client.send("/searches", {"text": bad}),
        client.get(f"/cases?reference={quote(bad)}"),
        client.get(f"/cases/{quote(bad)}"),
        client.post("/drafts", data={"draft": "/x", "y": bad, "csrf_token": world.form_token()},
                    content_type="multipart/form-data"),
    ):  # fmt: skip
        assert answer.status_code == 400
        assert "Traceback" not in answer.text


@pytest.mark.parametrize("raw", [b"%ff", b"%c3%28", b"%ed%a0%80", b"%f8%88%80%80%80", b"%00"])
def test_broken_bytes_are_refused_wherever_they_stand(town, raw):
    client, text = town.client("carer"), raw.decode()
    form = b"csrf_token=" + quote(world.form_token()).encode() + b"&facts=" + raw
    sent = client.post(
        case_path(town, "/flags"), data=form, content_type="application/x-www-form-urlencoded"
    )
    assert sent.status_code == 400
    assert client.get(f"/cases?order={text}").status_code == 400
    assert client.get(f"/{text}").status_code in (400, 404)


def test_bytes_that_are_no_text_in_a_form_with_files_are_refused(town):
    body = (
        b'--x\r\nContent-Disposition: form-data; name="facts"\r\n\r\n'
        b"\xff\xfe\xed\xa0\x80\r\n--x\r\n"
        b'Content-Disposition: form-data; name="csrf_token"\r\n\r\n'
        + world.form_token().encode() + b"\r\n--x--\r\n"
    )  # fmt: skip
    sent = town.client("carer").post(
        case_path(town, "/flags"), data=body, content_type="multipart/form-data; boundary=x"
    )
    assert sent.status_code == 400


@pytest.mark.parametrize("trick", TRICKS)
def test_tricks_are_kept_as_typed_and_shown_as_text(town, trick):
    sent = town.client("carer").send(case_path(town, "/flags"), {"facts": TRICKS[trick]})
    assert sent.status_code == 303
    page = town.client("director").get(sent.location)
    assert page.status_code == 200
    for live in ("<script>alert", "<img src=x", 'onfocus=alert(1) x=""', 'href="javascript'):
        assert live not in page.text
    kept = db.session.get(Flag, UUID(sent.location.rpartition("/")[2]),
                          execution_options={"unseen": None})  # fmt: skip
    assert kept.facts == TRICKS[trick].replace("\r\n", "\n")
    db.session.rollback()


def test_two_spellings_of_one_name_are_one(town):
    sent = town.client("intake").send("/residents", {"surname": "Ame\u0301lie"})
    assert sent.status_code == 303
    assert "Amélie" in town.client("intake").get(sent.location).text


def test_a_name_of_two_hundred_characters_fits_and_one_more_is_said(town):
    client = town.client("intake")
    assert client.send("/residents", {"surname": "a" * 200}).status_code == 303
    long = client.send("/residents", {"surname": "a" * 201})
    assert long.status_code == 422
    assert "a" * 201 in long.text
    assert "hooguit 200 tekens" in long.text


# --- Dates, numbers and references --------------------------------------------------------------


@pytest.mark.parametrize(
    "when",
    [("30", "2", "2026"), ("1", "1", "0"), ("1", "1", "99999"), ("31", "4", "2025"),
     ("0", "0", "2024"), ("-1", "1", "2024"), ("1", "1", "0001"),
     ("\u0661", "\u0661", "\u0662\u0660\u0662\u0664"),
     ("1" * 5000, "1", "2024"), ("1_0", "1", "2024"), ("een", "mei", "nu"), ("1", "", "")],
)  # fmt: skip
def test_a_day_that_is_none_is_said_at_its_field_and_kept(town, when):
    before = rows(Step)
    fields = routes.ROUTES["steps.create"].fields(town, "main") | {"body": "Een hele alinea."}
    parts = dict(
        zip(("happened_on-day", "happened_on-month", "happened_on-year"), when, strict=True)
    )
    sent = town.client("carer").send(case_path(town, "/steps"), fields | parts)
    assert sent.status_code == 422
    assert 'id="happened_on-error"' in sent.text
    assert "Een hele alinea." in sent.text
    assert all(f'value="{one}"' in sent.text for one in when)
    assert rows(Step) == before


def test_a_step_is_not_taken_tomorrow(town):
    fields = routes.ROUTES["steps.create"].fields(town, "main")
    later = routes.day("happened_on", clock.today() + DAY)
    sent = town.client("carer").send(case_path(town, "/steps"), fields | later)
    assert sent.status_code == 422
    assert "in de toekomst" in sent.text


def test_a_next_day_that_nobody_lives_to_see_is_said_at_its_field_and_what_was_written_is_kept(
    town,
):
    """Found: at the last day of the calendar the watchdog has no day after it."""
    fields = routes.ROUTES["steps.create"].fields(town, "main") | {"body": "Een hele alinea."}
    for year in ("9999", str(clock.today().year + 26)):
        far = {"next_on-day": "31", "next_on-month": "12", "next_on-year": year}
        sent = town.client("carer").send(
            case_path(town, "/steps"), fields | far | {"place": "care"}
        )
        assert sent.status_code == 422
        assert "te ver weg" in sent.text
        assert "Een hele alinea." in sent.text


@pytest.mark.parametrize("bsn", ["123456789", "12345678", "000000000", "1234567890123", "een"])
def test_a_bsn_that_is_none_is_said_and_kept(town, bsn):
    sent = town.client("intake").send("/residents", {"surname": "Jansen", "bsn": bsn})
    assert sent.status_code == 422
    assert 'id="bsn-error"' in sent.text
    assert bsn in sent.text


@pytest.mark.parametrize(
    "mark", ["x", "=", "W10", "WyJhZnRlciIsIjkiLCJ4Il0", "A" * 9000,
             "WyJhZnRlciIsIjk5OTk5OTk5OTk5OTk5"
             "OTk5OTk5OTk5OTk5Iiwi" + "MDAw" * 10 + "Il0", "💥"]
)  # fmt: skip
@pytest.mark.parametrize("order", ["next", "phase", "opened", "nonsense"])
def test_a_position_nobody_gave_out_leads_to_the_first_page(town, mark, order):
    first = town.client("director").get(f"/cases?order={order}")
    answer = town.client("director").get("/cases", query_string={"order": order, "mark": mark})
    assert answer.status_code == 200
    assert ("main" in first.text) == ("main" in answer.text)


@pytest.mark.parametrize("huge", ["2147483648", "9223372036854775808", "9" * 4400, "-1"])
def test_a_number_too_big_for_a_database_is_no_fault_of_ours(town, huge):
    from caseapp.kernel import paging

    for order, values in (
        ("phase", ["after", huge, "0" * 32]),
        ("opened", ["after", "0000-01-01", "0" * 32]),
        ("opened", ["after", "2024-01-01T00:00:00", "0" * 32]),
        ("opened", ["after", "0001-01-01T00:00:00+14:00", "0" * 32]),
        ("next", ["before", "9999-12-31", "f" * 32]),
    ):
        mark = paging.encode(values)
        answer = town.client("director").get(f"/cases?order={order}&mark={mark}")
        assert answer.status_code in (200, 400), (order, values)
        desk = town.client("officer").get(f"/log/period?mark={mark}")
        assert desk.status_code in (200, 400, 422), (order, values)
    assert town.client("officer").get(f"/log/period?first-year={huge}").status_code == 422
    assert town.client("director").get(f"/cases?phase={huge}").status_code == 200


def test_a_reference_to_another_town_is_a_reference_to_nothing(town):
    elsewhere = town.things["resident"]["Elders/subject"]
    fields = routes.ROUTES["cases.create"].fields(town, "") | {
        "residents": elsewhere.id.hex, "subject_kind": "person"
    }  # fmt: skip
    sent = town.client("carer").send("/cases", fields)
    nothing = town.client("carer").send("/cases", fields | {"residents": "0" * 32})
    assert sent.status_code == nothing.status_code == 422
    assert town.told_by(sent.text.replace(elsewhere.id.hex, "")) == town.told_by(
        nothing.text.replace("0" * 32, "")
    )
    foreign = town.people["Elders/carer"].id.hex
    staffed = {"user": foreign, "part": "member", "place": "care"}
    assert town.client("director").send(case_path(town, "/staff"), staffed).status_code == 422


# --- Too much ------------------------------------------------------------------------------------


def test_a_megabyte_of_text_is_answered_at_its_field(town):
    text = ("Een hele lange zin. " * 50_000).strip()
    for path, field in (("/flags", "facts"), ("/steps", "body")):
        sent = town.client("carer").send(case_path(town, path), {field: text})
        assert sent.status_code == 422
        assert f'id="{field}-error"' in sent.text
        assert text in sent.text
    assert town.client("carer").send("/searches", {"text": "a" * 1_000_000}).status_code < 500
    assert town.client("carer").send("/searches", {"name": "a" * 1_000_000}).status_code == 422
    assert (
        town.client("officer").send("/log/questions", {"text": "a" * 1_000_000}).status_code == 422
    )


def test_a_draft_takes_a_megabyte_and_not_five(town):
    draft = {"draft": case_path(town, "/flags")}
    assert (
        town.client("carer").send("/drafts", draft | {"facts": "a" * 1_000_000}).status_code == 200
    )
    assert (
        town.client("carer").send("/drafts", draft | {"facts": "a" * 5_000_000}).status_code == 413
    )


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("", 400),
        ("https://elders.example/x", 400),
        ("/" + "a" * 500, 400),
    ],
)
def test_a_draft_belongs_to_an_address_of_ours(town, path, status):
    assert town.client("carer").send("/drafts", {"draft": path, "x": "y"}).status_code == status


def test_a_thousand_fields_are_refused_or_read_but_never_a_fault(town):
    many = [("facts", "x")] * 1500 + [(f"f{n}", "y") for n in range(1500)]
    assert town.client("carer").send(case_path(town, "/flags"), many).status_code < 500


# --- Twice, and two at once ----------------------------------------------------------------------


def test_a_form_that_is_sent_twice_has_one_effect_and_one_place_to_go(town):
    before = rows(Flag)
    fields = {"facts": "Het stokt.", "form_key": "k" * 32}
    first = town.client("carer").send(case_path(town, "/flags"), fields)
    second = town.client("carer").send(case_path(town, "/flags"), fields)
    assert (first.status_code, first.location) == (second.status_code, second.location)
    assert len(rows(Flag)) == len(before) + 1


def test_a_press_that_finds_the_door_shut_by_its_twin_goes_where_the_twin_went(town, monkeypatch):
    path, key = case_path(town, "/tracks/care/owner", "queue"), {"form_key": "q" * 32}
    first = town.client("carer").send(path, key)
    assert first.status_code == 303
    asked, real = [], once.again

    def blind_at_first(actor):
        asked.append(actor)
        return None if len(asked) == 1 else real(actor)

    monkeypatch.setattr(once, "again", blind_at_first)
    second = town.client("carer").send(path, key)
    assert (second.status_code, second.location) == (303, first.location)
    asked.clear()
    another = town.client("carer").send(path, {"form_key": "r" * 32})
    assert another.status_code == 404


def test_a_form_that_was_refused_may_be_sent_again_with_its_key(town):
    before = rows(Flag)
    key = {"form_key": "m" * 32}
    refused = town.client("carer").send(case_path(town, "/flags"), {"facts": " "} | key)
    again = town.client("carer").send(case_path(town, "/flags"), {"facts": "Het stokt."} | key)
    assert (refused.status_code, again.status_code) == (422, 303)
    assert len(rows(Flag)) == len(before) + 1


def test_a_key_of_somebody_else_is_not_mine(town):
    before = rows(Flag)
    for name in ("carer", "adviser"):
        fields = {"facts": f"Van {name}.", "form_key": "p" * 32}
        assert town.client(name).send(case_path(town, "/flags"), fields).status_code == 303
    assert len(rows(Flag)) == len(before) + 2


def test_two_who_change_the_same_track_lose_nothing(town):
    path = case_path(town, "/tracks/care")
    fields = routes.ROUTES["tracks.update"].fields(town, "main care")
    first = town.client("carer").send(path, fields | {"reason": "Van de eerste."})
    assert first.status_code == 303
    second = town.client("director").send(path, fields | {"reason": "Van de tweede."})
    assert second.status_code == 409
    assert "Van de eerste." in second.text
    assert "Van de tweede." in second.text


def test_two_who_change_the_same_resident_lose_nothing(town):
    row = town.things["resident"]["subject"]
    path = f"/residents/{row.id.hex}"
    for name, city, status in (("carer", "Eerstestad", 303), ("director", "Tweedestad", 409)):
        fields = {"surname": "Jansen", "city": city, "version": str(row.version)}
        sent = town.client(name).send(path, fields)
        assert sent.status_code == status
    assert "Eerstestad" in sent.text
    assert "Tweedestad" in sent.text


# --- Who sends it, and how -----------------------------------------------------------------------


def test_what_was_typed_when_the_session_ended_waits_after_signing_in(town):
    client = Outsider(town.app, town.app.response_class)
    client.enter(town.app, town.people["carer"])
    db.session.query(UserSession).where(
        UserSession.token_hash == bearing.digest(client.cookie["_user_id"])
    ).update({"ended_at": clock.now()})
    db.session.commit()
    sent = client.send(case_path(town, "/steps"), {"body": "Bijna kwijt.", "place": "care"})
    assert (sent.status_code, sent.location) == (303, "/sign-in")
    page = town.client("carer").get(case_path(town, "/steps/new"))
    assert "Bijna kwijt." in page.text
    assert "Bijna kwijt." not in town.client("director").get(case_path(town, "/steps/new")).text


def test_nothing_is_kept_for_whom_the_account_was_ended(town):
    client = Outsider(town.app, town.app.response_class)
    client.enter(town.app, town.people["adviser"])
    user = db.session.get(type(town.people["adviser"]), town.people["adviser"].id)
    user.deactivated_at = clock.now()
    db.session.commit()
    before = rows(Draft)
    sent = client.send(case_path(town, "/steps"), {"body": "Te laat.", "place": "safety"})
    assert sent.location == "/sign-in"
    assert rows(Draft) == before
    assert client.get(case_path(town)).location == "/sign-in"


def test_every_form_asks_for_its_token_and_comes_from_our_own_pages(each):
    for name in SENDERS:
        for door in routes.doors(each.app, "POST"):
            label = next(iter(door.sample.subjects(each)))
            path = routes.address(each.app, door.endpoint, door.sample.values(each, label))
            fields = door.sample.fields(each, label)
            client = each.client(name)
            client.come_back()
            with world.undone(each.app):
                answers = [
                    client.post(path, data=fields),
                    client.post(path, data=fields | {"csrf_token": "forged"}),
                    client.post(path, json=fields),
                    client.send(path, fields, headers={"Origin": "https://elders.example"}),
                    client.send(path, fields, headers={"Sec-Fetch-Site": "cross-site"}),
                ]
            assert [answer.status_code for answer in answers] == [400] * 5, path


def test_every_address_refuses_the_methods_it_has_not(town):
    client = town.client("director")
    for rule in town.app.url_map.iter_rules():
        of_a_machine = rule.endpoint.startswith(routes.SYSTEMS)
        if rule.endpoint == "static" or (of_a_machine and rule.arguments):
            continue
        sample = routes.ROUTES.get(rule.endpoint, Sample(None))
        label = next(iter(sample.subjects(town)))
        path = routes.address(town.app, rule.endpoint, sample.values(town, label))
        for method in ("PUT", "PATCH", "DELETE", "TRACE"):
            answer = client.open(path, method=method, headers={"X-CSRFToken": world.form_token()})
            assert answer.status_code == 405, (method, path)
            assert answer.headers["Allow"], (method, path)


def test_a_head_is_a_get_without_its_body(town):
    client = town.client("director")
    for path in ("/", "/cases", case_path(town), "/nowhere", "/sign-in"):
        head, whole = client.head(path), client.get(path)
        assert head.status_code == whole.status_code
        assert head.data == b""


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/xml", "multipart/form-data", "nonsense", "a/b; boundary=\x22"],
)
def test_a_body_of_another_kind_is_not_a_form(town, kind):
    sent = town.client("carer").post(
        case_path(town, "/flags"), data=b"facts=x", content_type=kind,
        headers={"X-CSRFToken": world.form_token()},
    )  # fmt: skip
    assert sent.status_code in (400, 422)


def test_a_field_that_comes_twice_counts_once(town):
    fields = [
        ("facts", "eerste"),
        ("facts", "tweede"),
        ("form_key", "a" * 32),
        ("form_key", "b" * 32),
    ]
    before = rows(Flag)
    assert town.client("carer").send(case_path(town, "/flags"), fields).status_code == 303
    assert len(rows(Flag)) == len(before) + 1


@pytest.mark.parametrize(
    "path",
    ["//elders.example/x", "/%0d%0aSet-Cookie:%20a=b", "/cases?x=%0d%0aLocation:%20y", "/\\elders"],
)
def test_after_signing_in_one_stays_with_us(town, path):
    client = Outsider(town.app, town.app.response_class)
    client.get(path)
    with client.session_transaction() as cookie:
        there = cookie.get("after_sign_in", "/")
    assert there.startswith("/")
    assert not there.startswith(("//", "/\\"))
    assert "\n" not in there


# --- Anything at all -----------------------------------------------------------------------------

WORDS = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [*TRICKS.values(), "", "0", "-1", "9" * 30, "true", "null", "[]", "{}", "\x00"]
    ),
    st.text(alphabet="0123456789-/.:+eE ", max_size=24),
    st.text(min_size=300, max_size=400),
)


def damaged(fields: dict[str, Any], words: dict[str, str], choice: random.Random) -> dict[str, Any]:
    """Give a form in which some answers are something else."""
    names = list(fields) or ["x"]
    wrong = dict(fields)
    for name, value in words.items():
        wrong[choice.choice([*names, name])] = value
    return wrong


@pytest.mark.slow
def test_no_form_can_be_filled_in_such_a_way_that_we_fall_over(each):
    doors = routes.doors(each.app, "POST")

    @settings(
        max_examples=MANY,
        deadline=None,
        derandomize=MANY <= 150,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        st.sampled_from(doors),
        st.sampled_from(SENDERS),
        st.dictionaries(st.text(min_size=1, max_size=12), WORDS, min_size=1, max_size=5),
        st.randoms(use_true_random=False),
    )
    def throw(door: Any, name: str, words: dict[str, str], choice: random.Random) -> None:
        label = choice.choice(list(door.sample.subjects(each)))
        path = routes.address(each.app, door.endpoint, door.sample.values(each, label))
        fields = damaged(door.sample.fields(each, label), words, choice)
        client = each.client(name)
        client.come_back()
        with world.undone(each.app):
            answer = client.send(path, fields)
        assert answer.status_code < 500, (door.endpoint, json.dumps(fields))
        assert "Traceback" not in answer.text
        if answer.status_code == 422 and door.endpoint != "sign_in.create":
            assert "rror" in answer.text or 'role="alert"' in answer.text, (door.endpoint, fields)

    throw()


def test_input_that_makes_us_fall_over_is_found(town, monkeypatch):
    """Planted: a screen that does not expect a surname."""
    from caseapp import residents

    def brittle(*_args: Any, **_facts: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(residents, "register", brittle)
    with pytest.raises(ZeroDivisionError):
        town.client("intake").send("/residents", {"surname": "Jansen"})
