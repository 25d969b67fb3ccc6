"""The days of those who watch over the work and see none of it: privacy, protection, security."""

from caseapp.kernel import clock


def test_the_day_of_a_privacy_officer(person, width):
    esther = person("esther.lieftink", width)
    esther.sign_in()
    esther.page.get_by_label("Naam, geboortedatum, adres of BSN").fill("Jansen")
    esther.press("Zoek de inwoner")
    esther._go(esther.main.locator(".lines a").first)
    esther.sees("Wie zag deze inwoner?")
    esther.sees("Van dag tot dag")
    for button in ("Spreadsheet (CSV)", "NEN 7513 (JSON)"):
        with esther.page.expect_download() as taken:
            esther.main.get_by_role("button", name=button).click()
        assert taken.value.path().stat().st_size
    esther.menu("Toegangslog")
    esther.page.locator("#colleague").select_option(label=_option(esther, "Gerben Wolsink"))
    esther.press("Wat zag deze collega?")
    reference = esther.main.locator(".work__why a").first.inner_text()
    esther.menu("Toegangslog")
    esther.page.get_by_label("Casusnummer").fill(reference)
    esther.press("Wie kwam bij deze casus?")
    esther.menu("Toegangslog")
    today = clock.today()
    esther.date("first", today.replace(day=1))
    esther.date("last", today)
    esther.press("Toon deze periode")
    _look_at_the_seal(esther)
    esther.sign_out()


def _option(person, name):
    options = person.page.locator("#colleague option").all_text_contents()
    return next(option for option in options if option.startswith(name))


def _look_at_the_seal(person):
    person.menu("Verzegeling")
    person.press("Controleer het hele log")
    person.sees("klopt")
    person.follow("Pagina om te printen")
    _print(person)
    person.press("Ik heb deze pagina geprint en bewaar haar")
    person.sees("op papier")


def _print(person):
    """See that what comes out of the printer is the page, and not the menu around it."""
    person.page.emulate_media(media="print")
    assert person.page.get_by_text("Handtekening").first.is_visible()
    assert not person.page.locator("#menu").is_visible()
    assert person.page.pdf().startswith(b"%PDF")
    person.page.emulate_media(media="screen")


def test_the_day_of_a_data_protection_officer(person, width):
    hugo = person("hugo.devos", width)
    hugo.sign_in()
    hugo.menu("Beveiliging")
    hugo.sees("Geweigerde pogingen")
    hugo.menu("Verzegeling")
    hugo.menu("Toegangslog")
    hugo.sign_out()


def test_the_day_of_a_ciso(person, width):
    sander = person("sander.ebbers", width)
    sander.sign_in()
    sander.sees("Nu ingelogd")
    _look_at_the_seal(sander)
    with sander.page.expect_download() as sealed:
        sander.main.get_by_role("button", name="Verzegeld log").click()
    assert sealed.value.path().stat().st_size
    sander.sign_out()
