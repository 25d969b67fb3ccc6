"""Every kind of crack, put into the database itself, is on the page: what, why, and how it ends."""

import re
from datetime import timedelta

import pytest
from flask_babel import force_locale
from sqlalchemy import delete, select

from caseapp import accesslog, watchdog
from caseapp.kernel import clock
from caseapp.model.watchdog import Finding, FindingKind
from caseapp.web import finding_labels
from caseapp.web import watchdog_words as words
from tests.watchdog.cracks import PLANTED
from tests.watchdog.scene import Scene

MOMENT = timedelta(seconds=120)
LABELS = dict(finding_labels.KIND_TEXTS)


def test_every_kind_is_planted():
    assert set(PLANTED) == set(FindingKind)


def planted(session, town, kind):
    """Plant it, let one round find it in what the database says, and give who may mend it."""
    scene = Scene(town)
    since = PLANTED[kind](scene)
    session.execute(delete(Finding), execution_options={"synchronize_session": False})
    session.commit()
    watchdog.examine(town.id)
    query = select(Finding).where(Finding.municipality_id == town.id, Finding.kind == kind)
    row = session.scalars(query.order_by(Finding.since)).first()
    assert abs(row.since - (since or clock.now())) < MOMENT
    accesslog.logbook(session()).clear()
    session.expunge_all()
    return scene.viewer


def texts(kind):
    with force_locale("nl"):
        said = (LABELS, words.MENDED_BY, words.ENDS, words.REPAIR_TEXTS)
        return [str(told[kind]) for told in said]


@pytest.mark.parametrize("kind", FindingKind, ids=str)
def test_it_is_on_the_page_of_who_may_mend_it_and_one_click_leads_there(
    client, session, town, kind
):
    client.sign_in(planted(session, town, kind))
    page = " ".join(client.get(f"/watchdog?kind={kind}").text.split())
    line = page[page.index('id="list"') :]
    assert [text for text in texts(kind) if text not in line] == []
    assert re.search(r'work__why"> *[A-Z0-9]', line)
    address = re.findall(r'action="(/watchdog/[0-9a-f]+/repair)"', line)[0]
    there = client.post(address)
    assert there.status_code == 303
    assert client.get(there.location).status_code in {200, 303}
