"""Getting in and out."""

from tests.handlers.conftest import Browser, World


def test_a_link_shows_a_button_and_is_not_used_up_by_looking(world: World, stranger: Browser) -> None:
    page = stranger.open("/sign-in/bram-link")

    assert "Sign in</button>" in page.text
    assert "bram-link" in world.sign_in.links


def test_the_button_signs_in_and_the_queue_opens(stranger: Browser) -> None:
    answer = stranger.press("/sign-in/bram-link", on="/sign-in/bram-link")

    assert (answer.status_code, answer.location) == (303, "/")
    assert "Bram Siskin" in stranger.open("/").text


def test_the_page_that_was_wanted_opens_after_signing_in(stranger: Browser) -> None:
    stranger.open("/cases/case-26-0142?x=1")

    answer = stranger.press("/sign-in/bram-link", on="/sign-in/bram-link")

    assert answer.location == "/cases/case-26-0142"


def test_a_link_works_once(stranger: Browser) -> None:
    stranger.press("/sign-in/bram-link", on="/sign-in/bram-link")

    answer = stranger.press("/sign-in/bram-link", on="/sign-in/bram-link")

    assert answer.status_code == 410
    assert "Ask for a new one" in answer.text


def test_an_unknown_link_lets_nobody_in(stranger: Browser) -> None:
    stranger.press("/sign-in/guessed", on="/sign-in/guessed")

    assert stranger.open("/").location == "/sign-in"


def test_signing_in_keeps_nothing_of_the_old_cookie(stranger: Browser) -> None:
    with stranger.client.session_transaction() as session:
        session["planted"] = "by somebody else"

    stranger.press("/sign-in/bram-link", on="/sign-in/bram-link")

    with stranger.client.session_transaction() as session:
        assert "planted" not in session


def test_signing_out_ends_the_session_on_the_server(world: World, browser: Browser) -> None:
    answer = browser.press("/sign-out", on="/")

    assert answer.location == "/sign-in"
    assert world.sign_in.sessions == {}
    assert "You are signed out" in browser.open("/sign-in").text
    assert browser.open("/").status_code == 303


def test_an_ended_session_does_nothing_and_says_so(world: World, browser: Browser) -> None:
    page = "/cases/case-26-0142"
    world_sessions = dict(world.sign_in.sessions)
    answer = browser.press(f"{page}/approve", on=page, plan_hash="a" * 64)
    assert answer.status_code == 303
    world.approval.taken.clear()
    world.sign_in.sessions.clear()

    answer = browser.press(f"{page}/approve", on="/sign-in/x", plan_hash="a" * 64)

    assert world_sessions
    assert answer.status_code == 401
    assert "nothing was changed" in answer.text
    assert world.approval.taken == []


def test_the_door_shows_nothing_of_the_desk(stranger: Browser) -> None:
    page = stranger.open("/sign-in").text

    assert "one-time sign-in link" in page
    assert "Sign out" not in page
