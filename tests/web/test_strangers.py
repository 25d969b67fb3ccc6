"""A form is taken from our own pages, and from no other site."""

import pytest

FORM = {"email": "niemand@testdam.example", "password": "geen echt wachtwoord"}


@pytest.mark.parametrize(
    ("headers", "welcome"),
    [
        ({}, True),
        ({"Origin": "http://localhost"}, True),
        ({"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, False),
        ({"Origin": "https://elders.example"}, False),
        ({"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
    ],
)
def test_a_form_of_another_site_is_refused_and_a_browsers_own_way_of_sending_is_not(
    client, headers, welcome
):
    answer = client.post("/sign-in", data=FORM, headers=headers)
    assert answer.status_code == (422 if welcome else 400)
