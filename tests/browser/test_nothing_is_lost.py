"""A session that ends in mid-form, a form sent twice, two people at the same thing."""

from tests.browser import cases

TEXT = "Half geschreven toen de telefoon ging."


def test_a_session_that_ends_in_mid_form_keeps_the_text(person, town, width):
    noor = person("noor.wissink", width)
    noor.sign_in()
    cases.own_case(noor)
    noor.follow("Stap vastleggen")
    cases.write_step(noor, TEXT)
    town.let_sessions_idle(noor.email)
    noor.press("Stap bewaren")
    assert noor.path == "/sign-in"
    noor.page.get_by_text("Wat u typte is bewaard").wait_for()
    noor.fill_in_sign_in()
    assert noor.page.get_by_label("Wat is er gedaan of gezien?").input_value() == TEXT
    noor.sees("Dit is uw concept")
    noor.press("Stap bewaren")
    noor.sees(TEXT)


def test_what_is_typed_is_kept_while_typing(person, town):
    noor = person("noor.wissink")
    noor.sign_in()
    reference = cases.own_case(noor)
    noor.follow("Stap vastleggen")
    with noor.page.expect_response("**/drafts") as kept:
        cases.write_step(noor, "Alleen getypt, nooit verstuurd.")
    assert kept.value.status == 200
    noor.page.get_by_text("Concept bewaard om").wait_for()
    noor.open(f"/cases/{reference}/steps/new")
    written = noor.page.get_by_label("Wat is er gedaan of gezien?").input_value()
    assert written == "Alleen getypt, nooit verstuurd."
    noor.press("Concept weggooien")
    assert not noor.page.get_by_label("Wat is er gedaan of gezien?").input_value()


def _how_often(person, text):
    return person.page.locator(".step__title", has_text=text).count()


def test_a_double_click_makes_one_step(person, width):
    noor = person("noor.wissink", width)
    noor.sign_in()
    cases.own_case(noor)
    noor.follow("Stap vastleggen")
    text = f"Dubbel geklikt op een scherm van {width}."
    cases.write_step(noor, text)
    button = noor.main.get_by_role("button", name="Stap bewaren")
    with noor.page.expect_navigation(wait_until="load"):
        button.dblclick()
    noor.look()
    assert _how_often(noor, text) == 1


def test_going_back_and_sending_again_makes_one_step(person, width):
    noor = person("noor.wissink", width)
    noor.sign_in()
    reference = cases.own_case(noor)
    noor.follow("Stap vastleggen")
    text = f"Teruggegaan en nog eens gestuurd op {width}."
    cases.write_step(noor, text)
    key = noor.page.locator("main [name=form_key]").input_value()
    noor.press("Stap bewaren")
    noor.page.evaluate("history.back()")
    noor.page.wait_for_url("**/steps/new")
    noor.main.get_by_label("Wat is er gedaan of gezien?").wait_for()
    # A browser without our script shows the form as it was, key and all.
    noor.page.locator("main [name=form_key]").evaluate("(field, key) => { field.value = key }", key)
    cases.write_step(noor, text)
    noor.press("Stap bewaren")
    noor.open(f"/cases/{reference}")
    assert _how_often(noor, text) == 1


def test_of_two_people_at_the_same_track_the_second_reads_both_texts(person, width):
    noor, again = person("noor.wissink", width), person("noor.wissink", width)
    for one in (noor, again):
        one.sign_in()
        reference = cases.own_case(one)
        one.open(f"/cases/{reference}/tracks/care/edit")
    for one, status, reason in ((noor, 200, "Wij gaan door."), (again, 409, "Het is klaar.")):
        one.page.get_by_label("Waarom is het spoor klaar of niet nodig?").fill(reason)
        one.date("next_on", cases.soon())
        one.press("Bewaren", status=status)
    again.sees("Iemand anders was u voor")
    again.sees("Het is klaar.")
    again.sees("Wij gaan door.")
