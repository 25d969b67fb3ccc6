"""A town in which the same happened to everybody, except for what is told apart."""

from datetime import date
from types import SimpleNamespace

import time_machine

from caseapp.kernel.actor import Role
from tests.web.test_log import text_of

CONTENT = "Fatma belde huilend op"
BEFORE = "2026-03-02T09:00:00Z"
LATER = "2026-04-20T09:00:00Z"
AFTERWARDS = "2026-08-03T09:00:00Z"


class Place:
    """A town in which the same happened to everybody, except for what is told apart."""

    def __init__(self, town, client):
        self.town, self.client = town, client
        self.noor = town.person(Role.SOCIAL_WORKER, name="Noor Wissink")
        self.sem = town.person(Role.SAFETY_ADVISER, name="Sem de Groot")
        self.partner = town.person(Role.CHAIN_PARTNER, name="Petra Woon")
        self.officer = town.person(Role.PRIVACY_OFFICER, name="Olga Officier")
        self.protector = town.person(Role.DATA_PROTECTION_OFFICER, name="Gerda Bescherming")

    def settle(self, **facts):
        with time_machine.travel(BEFORE, tick=False):
            return self._settle(**facts)

    def _settle(self, **facts):
        fatma = self.town.resident(
            "Yılmaz", first_names="Fatma", birth_date=date(1984, 3, 7), **facts
        )
        mother = self.town.resident("Moeder", first_names="Emine")
        return self.known(fatma), self.known(self.open(fatma, mother))

    def open(self, *residents):
        case = self.town.case(*residents, care=self.noor, safety=self.sem, title="Huilen",
                              partner=self.partner)  # fmt: skip
        self.town.step(case, self.noor, None, CONTENT)
        return case

    @staticmethod
    def known(row):
        """Keep what a test needs of a row, so that it reads no row that nobody accounts for."""
        return SimpleNamespace(id=row.id, reference=getattr(row, "reference", ""), row=row)

    def look(self, who, case, at):
        with time_machine.travel(at, tick=False):
            self.client.sign_in(who)
            assert self.client.get(f"/cases/{case.reference}").status_code == 200

    def hold(self, case, scope="safety"):
        self.client.sign_in(self.officer)
        return self.client.post(
            "/log/confidentiality",
            data={"reference": case.reference, "scope": scope, "ground": "uavg-41-1-d",
                  "decision": "Z-2026-17", **day("since", 2026, 4, 1), **day("until", 2026, 8, 1)},
        )  # fmt: skip

    def make(self, resident, by=None, last=(2026, 4, 19), asked=(2026, 4, 17)):
        self.client.sign_in(by or self.officer)
        days = {**day("asked", *asked), **day("last", *last)}
        sent = self.client.post(f"/log/residents/{resident.id.hex}/answers", data=ASKED | days)
        assert sent.status_code == 303, text_of(sent)
        return sent.location

    def release(self, path, by=None):
        self.client.sign_in(by or self.protector)
        return self.client.post(f"{path}/release")

    def papers(self, resident):
        path = self.make(resident)
        assert self.release(path, by=self.officer).status_code == 303
        self.release(path)
        return self.client.get(f"{path}/page").data, self.client.get(f"{path}/pdf").data


def day(name, year, month, number):
    return {f"{name}-day": str(number), f"{name}-month": str(month), f"{name}-year": str(year)}


ASKED = {**day("asked", 2026, 4, 17), **day("first", 2026, 4, 1), **day("last", 2026, 4, 19)}
