"""The contracts held here are the published ones, and what checks them does find what is wrong."""

import pytest

from tests.conformance.contract import Contract


def test_a_document_that_breaks_the_contract_is_found():
    contract = Contract("vng-read")
    flaws = contract.flaws(
        "VerwerktObjectUitgebreid",
        {
            "url": "no address",
            "verwerktObjectId": "x",
            "objecttype": "zaak",
            "soortObjectId": 9,
            "verwerkingsactie": {"vertrouwelijkheid": "geheim", "tijdstip": "2026-01-01T00:00:00"},
        },
    )
    text = "\n".join(flaws)
    for part in ("url is no uri", "verwerktObjectId is no uuid", "objecttype is none of",
                 "soortObjectId is no string", "objectId is missing", "vertrouwelijkheid is none",
                 "tijdstip is no date-time", "actieId is missing"):  # fmt: skip
        assert part in text, part


@pytest.mark.parametrize("name", ["vng-read", "vng-write"])
def test_every_schema_that_is_referred_to_is_there(name):
    contract = Contract(name)
    for schema in contract.schemas:
        assert contract.names(schema)
