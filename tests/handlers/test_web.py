"""Rules that hold for every page."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Blueprint, Flask
from werkzeug.routing import Rule

import handlers
from bot.errors import IllegalTransition, StaleVersion
from bot.ports.queue_view import CaseStory
from handlers.gate import PUBLIC_ROUTES
from handlers.web import WebSettings, create_web_app
from tests.handlers.conftest import Browser, StoppedClock, World
from tests.handlers.stories import STAFF

TEMPLATES = sorted((Path(handlers.__file__).parent / "templates").rglob("*.html"))
KNOWN = {
    "case_id": "case-26-0142",
    "review_id": "review-1",
    "message_id": "message-13",
    "token": "customer-link",
    "filename": "desk.css",
}


def rules(app: Flask) -> list[Rule]:
    return list(app.url_map.iter_rules())


def path_of(rule: Rule) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda match: KNOWN[match[1]], rule.rule)


def test_every_route_needs_a_sign_in_or_stands_on_the_short_list(world: World, stranger: Browser) -> None:
    guarded = [rule for rule in rules(world.app()) if rule.endpoint not in PUBLIC_ROUTES]

    for rule in guarded:
        if "GET" in (rule.methods or ()):
            answer = stranger.open(path_of(rule))
            assert (answer.status_code, answer.location) == (303, "/sign-in"), rule.endpoint
        else:
            answer = stranger.press(path_of(rule), on="/sign-in/x")
            assert answer.status_code == 401, rule.endpoint
    assert len(guarded) > 10


def test_the_short_list_names_no_route_that_is_gone(world: World) -> None:
    assert {rule.endpoint for rule in rules(world.app())} >= PUBLIC_ROUTES


def test_a_stranger_does_nothing_by_pressing(world: World, stranger: Browser) -> None:
    for rule in rules(world.app()):
        if rule.endpoint not in PUBLIC_ROUTES and "POST" in (rule.methods or ()):
            stranger.press(path_of(rule), on="/sign-in/x", plan_hash="a" * 64, words="w", label="erasure")

    assert world.approval.taken == []
    assert world.review_desk.readings == []
    assert world.dead_letters.tried == []


def test_looking_never_acts(world: World, browser: Browser) -> None:
    for rule in rules(world.app()):
        if "GET" in (rule.methods or ()):
            browser.open(path_of(rule))

    assert world.approval.taken == []
    assert world.review_desk.readings == []
    assert world.dead_letters.tried == []
    assert world.verification.acts == []
    assert "amina-link" in world.sign_in.links


def test_a_form_without_its_token_is_refused(world: World, browser: Browser) -> None:
    for rule in rules(world.app()):
        if "POST" in (rule.methods or ()):
            answer = browser.client.post(path_of(rule), data={"plan_hash": "a" * 64})
            assert answer.status_code == 400, rule.endpoint
            assert answer.text.count("<h1>") == 1

    assert world.approval.taken == []
    assert world.verification.acts == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_form_that_acts_carries_a_token(template: Path) -> None:
    text = template.read_text(encoding="utf-8")

    for form in re.findall(r"<form[^>]*>.*?</form>", text, re.DOTALL):
        assert 'method="get"' in form or '{% include "csrf.html" %}' in form


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_are_small_and_switch_no_escaping_off(template: Path) -> None:
    text = template.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= 70
    assert "|safe" not in text.replace(" ", "")
    assert "autoescape" not in text
    assert "style=" not in text
    assert "<script" not in text


@pytest.mark.parametrize("path", ["/", "/cases/case-26-0142", "/c/customer-link", "/c/unknown", "/nowhere", "/healthz"])
def test_every_answer_forbids_scripts_caching_and_indexing(browser: Browser, path: str) -> None:
    headers = browser.open(path).headers

    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert "noindex" in headers["X-Robots-Tag"]


def test_no_page_asks_another_server_for_anything(browser: Browser) -> None:
    for path in ("/", "/cases/case-26-0142", "/reviews", "/dead-letters", "/how-well-we-read", "/c/customer-link"):
        asked = re.findall(r"(?:src|href|action)=\"((?:https?:)?//[^\"]*)", browser.open(path).text)
        assert asked == []


def test_the_style_sheet_is_served_to_anybody(stranger: Browser) -> None:
    answer = stranger.open("/static/desk.css")

    assert answer.status_code == 200
    assert answer.mimetype == "text/css"


def test_health_needs_no_sign_in(stranger: Browser) -> None:
    answer = stranger.open("/healthz")

    assert (answer.status_code, answer.text) == (200, "ok")


def test_a_failure_is_a_calm_page_and_its_words_stay_out_of_the_log(
    world: World, browser: Browser, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> CaseStory:
        raise RuntimeError("juniper@example.com could not be read")

    monkeypatch.setattr(world.queue, "get_story", fail)

    answer = browser.open("/cases/case-26-0142")

    assert answer.status_code == 500
    assert "Nothing was lost" in answer.text
    logged = str([vars(record) for record in caplog.records])
    assert "RuntimeError" in logged
    assert "juniper" not in logged + answer.text


def test_a_page_nobody_knows_is_a_plain_404(browser: Browser) -> None:
    answer = browser.open("/nowhere")

    assert answer.status_code == 404
    assert "There is no such page" in answer.text


def test_a_button_s_address_cannot_be_opened(browser: Browser) -> None:
    assert browser.open("/cases/case-26-0142/approve").status_code == 405


def test_a_form_that_is_far_too_large_is_refused(browser: Browser) -> None:
    answer = browser.press("/cases/case-26-0142/ask", on="/cases/case-26-0142", words="x" * 200_000)

    assert answer.status_code == 413


def test_cookies_travel_over_https_alone_when_the_pages_do(world: World) -> None:
    world.settings = replace(world.settings, public_url="https://desk.example.com")
    answer = Browser(world.app().test_client()).open("/sign-in/bram-link")

    cookie = answer.headers["Set-Cookie"]
    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_form_works_over_https_without_a_referrer(world: World) -> None:
    client = world.app().test_client()
    token = re.search(r'csrf_token" value="([^"]+)', client.get("/sign-in/x", base_url="https://localhost").text)
    assert token

    answer = client.post("/sign-in/bram-link", data={"csrf_token": token[1]}, base_url="https://localhost")

    assert (answer.status_code, answer.location) == (303, "/")


def test_the_secret_key_does_not_show() -> None:
    assert "hush" not in repr(WebSettings(secret_key="hush", public_url="http://localhost"))


def test_routes_from_outside_check_their_callers_themselves(world: World) -> None:
    hooks = Blueprint("slack", __name__)
    hooks.add_url_rule("/slack/events", "events", lambda: "heard", methods=["POST"])
    app = create_web_app(
        sign_in=world.sign_in,
        approval=world.approval,
        extending=world.approval,
        disclosure=world.disclosure,
        fulfilment=world.fulfilment,
        review_desk=world.review_desk,
        relabelling=world.relabelling,
        dead_letters=world.dead_letters,
        verification=world.verification,
        reminders=world.reminders,
        receipting=world.receipting,
        queue=world.queue,
        tallies=world.tallies,
        staff=STAFF,
        clock=StoppedClock(),
        settings=world.settings,
        blueprints=[hooks],
    )

    assert app.test_client().post("/slack/events").text == "heard"


@pytest.mark.parametrize("error", [StaleVersion("version 3, not 2"), IllegalTransition("received to fulfilled")])
def test_a_race_says_that_nothing_was_saved(
    world: World, browser: Browser, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(world.approval, "approve", lose)

    answer = browser.press("/cases/case-26-0142/approve", on="/cases/case-26-0142", plan_hash="a" * 64)

    assert answer.status_code == 409
    assert "Nothing was saved" in answer.text


def test_a_page_that_fails_twice_logs_no_address(
    world: World, stranger: Browser, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("juniper@example.com")

    monkeypatch.setattr(world.verification, "look", fail)
    monkeypatch.setattr("handlers.error_pages.render_template", fail)

    answer = stranger.open("/c/customer-link")

    assert answer.status_code == 500
    assert "Nothing was lost" in answer.text
    logged = str([vars(record) for record in caplog.records])
    assert "page failed twice" in logged
    assert "customer-link" not in logged
    assert "juniper" not in logged
