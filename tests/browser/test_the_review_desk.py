"""A door that opens in an emergency, and the officer who reviews that and everything else."""

from tests.browser.towns import PASSWORD

REASON = "De buurman belt: er wordt geschreeuwd en niemand doet open."


def test_an_emergency_is_opened_used_given_back_and_judged(person, width):
    noor, mark = person("noor.wissink", width), person("mark.kolkman", width)
    noor.sign_in()
    noor.open("/cases?mine=y")
    mark.sign_in()
    reference = _closed_to(mark, noor.main.locator("tbody th a").all_inner_texts())
    mark.menu("Noodtoegang")
    mark.page.get_by_label("Casusnummer").fill(reference)
    mark.choose("kind", "acute-danger")
    mark.page.get_by_label("Waarom moet u dit nu zien?").fill(REASON)
    mark.page.get_by_label("Uw wachtwoord").fill("niet mijn wachtwoord")
    mark.press("Openen met noodtoegang", status=422)
    mark.page.get_by_label("Uw wachtwoord").fill(PASSWORD)
    mark.press("Openen met noodtoegang")
    mark.follow("Naar de casus")
    bar = mark.page.locator(".emergency")
    assert reference in bar.inner_text()
    assert not mark.main.get_by_role("link", name="Stap vastleggen").count()
    mark.follow("Teruggeven of notities openen", within=bar)
    mark.press("Ook de notities van beide sporen openen")
    mark.follow("Teruggeven of notities openen", within=mark.page.locator(".emergency"))
    mark.press("Teruggeven")
    mark.open(f"/cases/{reference}", status=404)
    noor.menu("Mijn werk")
    noor.sees("Mark Kolkman opende deze casus met noodtoegang")
    _judge_the_emergency(person("esther.lieftink", width))


def _closed_to(someone, references):
    """Give a case that does not exist for this person."""
    return next(one for one in references if _status(someone, one) == 404)


def _status(someone, reference):
    return someone.page.request.get(f"/cases/{reference}").status


def _judge_the_emergency(esther):
    esther.sign_in()
    esther.menu("Beoordeling")
    row = esther.main.locator(".work", has=esther.page.get_by_text("noodtoegang", exact=True))
    row = row.filter(has_text="Mark Kolkman")
    esther._go(row.locator(".work__what a").first)
    esther.follow("Lees de noodtoegang")
    esther.sees(REASON)
    esther.page.go_back()
    esther.choose("verdict", "lawful")
    esther.press("Oordeel bewaren")
    esther.sees("Uw oordeel is bewaard.")


def _open_the_first(esther):
    """What is late comes first; of what was looked at without an emergency, the snooper."""
    rows, hurried = esther.main.locator(".work"), esther.page.get_by_text("noodtoegang", exact=True)
    assert rows.filter(has=hurried).first.locator(".work__what a").inner_text() == "Emre Şahin"
    first = rows.filter(has_not=hurried).first.locator(".work__what a")
    assert first.inner_text() == "Gerben Wolsink"
    esther._go(first)


def test_a_privacy_officer_finds_the_snooper_and_works_the_queue_to_zero(person):
    esther = person("esther.lieftink")
    esther.sign_in()
    esther.menu("Beoordeling")
    _open_the_first(esther)
    esther.press("Vraag om uitleg")
    esther.choose("verdict", "unlawful")
    esther.page.get_by_label("Waarom?").fill("Dertien avonden, en geen enkele reden.")
    esther.press("Oordeel bewaren")
    esther.sees("72 uur")
    for words in (
        "De functionaris",
        "Het risico voor",
        "Gemeld bij",
        "De inwoner is ingelicht",
        "Er zijn",
    ):
        esther.page.locator("label", has_text=words).click()
    esther.press("Bewaren")
    esther.sees("afgehandeld op")
    esther.menu("Beoordeling")
    while (waiting := esther.page.locator("section[aria-labelledby=queue] .work__what a")).count():
        esther._go(waiting.first)
        esther.choose("verdict", "lawful")
        esther.press("Oordeel bewaren")
    esther.sees("De lijst is leeg.")
    esther.follow("Cijfers en kwartaalverslag")
    esther.sees("100%")
    esther.sign_out()
