"""Who steps aside with two clicks is out once, and is told so both times."""

from sqlalchemy import select

from caseapp.kernel.actor import Role
from caseapp.model.acquaintances import Departure


def test_who_clicks_twice_lands_where_the_first_click_led(client, session, town, noor):
    """The first click closed the door behind itself; the second is no stranger at it."""
    director = town.person(Role.SOCIAL_WORKER, name="Dirk Directeur")
    case = town.case(town.resident(), care=noor, director=director)
    reference = case.reference
    address = f"/cases/{reference}/departures"
    client.sign_in(noor)
    session.expunge_all()
    page = client.get(f"/cases/{reference}").get_data(as_text=True)
    button = page[page.index(f'action="{address}"') :]
    key = {"form_key": button.partition('name="form_key" value="')[2].partition('"')[0]}
    assert len(key["form_key"]) == 32
    first, second = (client.post(address, data=key) for _ in range(2))
    assert (first.status_code, first.location) == (303, "/")
    assert (second.status_code, second.location) == (303, "/")
    assert len(session.scalars(select(Departure)).all()) == 1


def test_a_key_of_ones_own_opens_no_other_door(client, session, town, noor):
    """A form that was never handled is asked at the door as ever; so is somebody else's key."""
    closed = f"/cases/{town.case(town.resident()).reference}/departures"
    client.sign_in(town.person(Role.FUNCTIONAL_ADMINISTRATOR))
    session.expunge_all()
    for _time in range(2):
        assert client.post(closed, data={"form_key": "c" * 32}).status_code == 404
