"""A regulator's pack: complete, escaped, for managers alone, and written down."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime

from bot.domain.audit_root import AuditRoot
from bot.domain.request import Language
from bot.ports.queue_view import CaseStory, SentLetter
from handlers.case_pack import Pack, case_pack, pack_json
from handlers.pack_page import pack_html
from tests.handlers.conftest import Browser, World
from tests.handlers.stories import NOW, a_case, a_story

PATH, PAGE = "/cases/case-26-0142/pack", "/cases/case-26-0142"
MADE = datetime(2026, 12, 1, 12, tzinfo=UTC)


def pack_of(story: CaseStory) -> Pack:
    return case_pack(story, {"amina": "Amina Ortolan"}, made_at=MADE, zone=UTC)


def told(text: str) -> CaseStory:
    return replace(a_story(a_case()), letters=(SentLetter(subject="Your request", text=text, sent_at=NOW),))


def test_a_pack_holds_the_case_its_clock_plan_decisions_letters_and_every_event_with_its_hash() -> None:
    story = a_story(a_case())

    pack = json.loads(pack_json(pack_of(story)))

    assert pack["case"]["number"] == story.case.number
    assert pack["clock"]["worked_out"]
    assert pack["request"]["text"] == (story.message.text if story.message else None)
    assert len(pack["plan"]) == len(story.actions) > 0
    assert len(pack["decisions"]) == len(story.decisions)
    assert [event["hash"] for event in pack["timeline"]] == [event.hash for event in story.events]
    assert len(pack["letters"]) == len(story.letters)


def test_an_event_names_the_day_whose_root_covers_it() -> None:
    story = a_story(a_case())
    first = story.events[0].sequence
    root = AuditRoot(day=NOW.date(), first=first, last=first, root="ab" * 32, last_hash="cd" * 32)

    pack = pack_of(replace(story, roots=(root,)))

    assert pack["timeline"][0]["root_of"] == str(NOW.date())
    assert {event["root_of"] for event in pack["timeline"][1:]} <= {None}
    assert "ab" * 32 in pack_html(pack).decode()


def test_the_page_shows_everything_the_json_holds_and_loads_nothing() -> None:
    page = pack_html(pack_of(a_story(a_case()))).decode()

    for words in ("The clock", "What they wrote", "The plan and what came of it", "Who decided", "Timeline"):
        assert words in page
    assert re.findall(r'(?:src|href)="', page) == []
    assert "<script" not in page


def test_whatever_a_customer_wrote_is_shown_and_never_run() -> None:
    nasty = "<script>alert(1)</script> & <img src=x onerror=y>"
    story = told(nasty)
    message = story.message
    assert message is not None
    case = replace(story.case, payload=replace(story.case.payload, added=(nasty,)))

    page = pack_html(pack_of(replace(story, case=case, message=replace(message, text=nasty, subject=nasty)))).decode()

    assert nasty not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;img") == 4


def test_a_link_that_could_act_for_the_customer_is_blacked_out() -> None:
    pack = pack_of(told("Press https://desk.example.com/c/abcdef0123456789 today."))

    assert pack["letters"][0]["text"] == "Press https://desk.example.com/c/••• today."
    assert b"abcdef0123456789" not in pack_json(pack) + pack_html(pack)


def test_a_case_whose_words_are_gone_says_so() -> None:
    story = replace(a_story(a_case()), message=None, letters=(), actions=(), decisions=())

    page = pack_html(pack_of(story)).decode()

    assert "it was destroyed" in page
    assert "No letter was sent." in page
    assert "Nothing was recorded." in page
    assert Language.EN in page


def test_a_manager_downloads_it_and_that_is_written_down(world: World, browser: Browser) -> None:
    page = browser.press(PATH, on=PAGE)
    plain = browser.press(PATH, on=PAGE, **{"as": "json"})

    assert page.headers["Content-Disposition"] == 'attachment; filename="pack-26-0142.html"'
    assert plain.headers["Content-Disposition"] == 'attachment; filename="pack-26-0142.json"'
    assert json.loads(plain.data)["schema"] == "retailops-case-pack/1"
    assert world.disclosure.opened == [("case-26-0142", "bram")] * 2
    assert "For a regulator" in browser.open(PAGE).text


def test_nobody_else_does(world: World, stranger: Browser) -> None:
    agent = Browser(world.app().test_client())
    agent.press("/sign-in/amina-link", on="/sign-in/amina-link")

    answer = agent.press(PATH, on=PAGE)

    assert (answer.status_code, "Only a manager" in answer.text) == (409, True)
    assert world.disclosure.opened == []
    assert "For a regulator" not in agent.open(PAGE).text
    assert stranger.press(PATH, on="/sign-in/x").status_code == 401


def test_a_case_nobody_knows_is_a_sentence(browser: Browser) -> None:
    assert browser.press("/cases/nobody/pack", on=PAGE).status_code == 404
