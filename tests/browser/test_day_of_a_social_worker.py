"""The day of a social worker: what waits, a visit written down, a word put right, an alarm."""

from tests.browser import cases


def test_the_day_of_a_social_worker(person, width):
    noor = person("noor.wissink", width)
    noor.sign_in()
    noor.sees("Nu nodig")
    noor.sees("De volgende datum is")
    cases.own_case(noor)
    cases.log_step(noor, cases.STEP)
    noor.follow(cases.STEP)
    noor.follow("Verbeteren")
    noor.page.get_by_label("De verbeterde tekst").fill(
        "Op de koffie geweest, samen met de buurvrouw."
    )
    noor.page.get_by_label("Waarom verbetert u dit?").fill("De buurvrouw was erbij.")
    noor.press("Verbetering bewaren")
    noor.sees("samen met de buurvrouw")
    noor.sees("De buurvrouw was erbij.")
    noor.sees("Eerdere tekst")
    cases.raise_flag(noor)
    noor.sees("Wie dit moet weten")
    noor.search("Wissink")
    noor.sign_out()


def test_what_is_wrong_with_a_step_is_said_and_nothing_typed_is_lost(person, width):
    noor = person("noor.wissink", width)
    noor.sign_in()
    cases.own_case(noor)
    noor.follow("Stap vastleggen")
    cases.write_step(noor, cases.STEP)
    noor.date("happened_on", cases.soon())
    noor.press("Stap bewaren", status=422)
    summary = noor.page.locator("[data-error-summary]")
    assert summary.evaluate("summary => summary === document.activeElement")
    assert noor.page.get_by_label("Wat is er gedaan of gezien?").input_value() == cases.STEP
    summary.get_by_role("link").first.click()
    assert noor.page.locator("#happened_on-day").evaluate("one => one === document.activeElement")
