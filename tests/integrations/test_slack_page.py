import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from integrations.sandbox.slack_html import rich_line
from integrations.sandbox.slack_page import create_slack_simulator_app
from integrations.sandbox.slack_simulator import SlackSimulator
from integrations.sandbox.slack_workspace import APPROVALS_CHANNEL, REVIEW_CHANNEL
from integrations.slack_blocks import SlackPost, approval_post, review_post
from tests.integrations.moments import StillClock
from tests.integrations.slack_cards import DELETION, DOUBT
from tests.integrations.slack_world import CountedIds

Json = dict[str, Any]

FORM: Json = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Deny this request"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {"type": "section", "text": {"type": "plain_text", "text": "case 26-0142"}},
        {
            "type": "input",
            "block_id": "reason",
            "dispatch_action": True,
            "label": {"type": "plain_text", "text": "Why?"},
            "element": {
                "type": "radio_buttons",
                "action_id": "pick",
                "options": [{"text": {"type": "plain_text", "text": "Fraud"}, "value": "fraud"}],
            },
        },
        {
            "type": "input",
            "block_id": "labels",
            "optional": True,
            "label": {"type": "plain_text", "text": "What?"},
            "element": {
                "type": "checkboxes",
                "action_id": "pick",
                "options": [{"text": {"type": "plain_text", "text": kind}, "value": kind} for kind in ("a", "b", "c")],
            },
        },
        {
            "type": "input",
            "block_id": "words",
            "label": {"type": "plain_text", "text": "What they read"},
            "hint": {"type": "plain_text", "text": "As it stands here."},
            "element": {"type": "plain_text_input", "action_id": "write", "multiline": True},
        },
    ],
}


@dataclass
class OpensForms:
    """A desk that answers every press with the form."""

    simulator: SlackSimulator | None = None
    heard: list[Json] = field(default_factory=list)

    def __call__(self, url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        payload = json.loads(parse_qs(body.decode())["payload"][0])
        self.heard.append(payload)
        if payload["type"] == "block_actions" and "message" in payload and self.simulator is not None:
            arguments = {"trigger_id": payload["trigger_id"], "view": FORM}
            self.simulator.answer("views.open", arguments, token=self.simulator.token)
        return 200, b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    simulator: SlackSimulator
    desk: OpensForms
    client: FlaskClient

    def see(self, path: str = "/") -> LexborHTMLParser:
        answer = self.client.get(path)
        assert answer.status_code == 200
        return LexborHTMLParser(answer.text)

    def find(self, css: str, path: str = "/") -> LexborNode:
        found = self.see(path).css_first(css)
        assert found is not None
        return found

    def read(self, path: str = "/") -> str:
        body = self.see(path).body
        assert body is not None
        return " ".join(body.text(separator=" ").split())

    def post(self, card: SlackPost, channel: str = APPROVALS_CHANNEL, **more: str) -> str:
        arguments = {"channel": channel, "text": card.text, "blocks": card.blocks, **more}
        _, answer, _ = self.simulator.answer("chat.postMessage", arguments, token=self.simulator.token)
        assert answer["ok"], answer
        return str(answer["ts"])

    def gesture(self, path: str, **form: Any) -> str:
        answer = self.client.post(path, data={"as": "U0ANA", "channel": APPROVALS_CHANNEL, **form})
        assert answer.status_code == 303
        return answer.headers["Location"]

    def open_form(self) -> None:
        self.gesture("/click", ts=self.post(approval_post(DELETION)), action_id="approval.deny")


@pytest.fixture
def visitor() -> Visitor:
    desk = OpensForms()
    simulator = SlackSimulator(clock=StillClock(), ids=CountedIds(), post=desk)
    desk.simulator = simulator
    return Visitor(simulator=simulator, desk=desk, client=create_slack_simulator_app(simulator).test_client())


class TestLooking:
    def test_an_empty_channel_says_what_will_come(self, visitor: Visitor) -> None:
        assert "No cards yet." in visitor.read()

    def test_a_card_is_shown_with_its_buttons(self, visitor: Visitor) -> None:
        visitor.post(approval_post(DELETION))

        page = visitor.read()

        assert "Delete everything · case 26-0142" in page
        assert "Approve · 1 of 2" in page
        assert "1 waiting" in page

    def test_a_decided_card_waits_for_nobody(self, visitor: Visitor) -> None:
        visitor.post(approval_post(replace(DELETION, ending="Denied by Ben Agent.")))

        assert "waiting" not in visitor.read()

    def test_channels_are_apart(self, visitor: Visitor) -> None:
        visitor.post(review_post(DOUBT), REVIEW_CHANNEL)

        assert "Is this a privacy request?" not in visitor.read()
        assert "Is this a privacy request?" in visitor.read(f"/?channel={REVIEW_CHANNEL}&as=U0BEN")

    def test_an_unknown_place_shows_the_first_one(self, visitor: Visitor) -> None:
        assert "privacy-approvals" in visitor.read("/?channel=C0NOWHERE&as=U0NOBODY&thread=1.1&ask=1.1&action=x")

    def test_a_thread_tells_the_story_beside_the_channel(self, visitor: Visitor) -> None:
        ts = visitor.post(approval_post(DELETION))
        visitor.post(SlackPost("Ana Agent approved.", []), thread_ts=ts)

        assert "1 reply" in visitor.read()
        assert "Ana Agent approved." in visitor.read(f"/?thread={ts}")

    def test_a_final_decision_is_asked_twice(self, visitor: Visitor) -> None:
        ts = visitor.post(approval_post(DELETION))
        link = visitor.find(".actions a.primary").attributes["href"]

        dialog = visitor.find("[role=alertdialog]", str(link))

        assert "Cannot be undone." in dialog.text()
        assert visitor.find("[role=alertdialog] [name=ts]", str(link)).attributes["value"] == ts
        assert visitor.desk.heard == []

    def test_a_whisper_is_shown_to_one_person(self, visitor: Visitor) -> None:
        arguments = {"channel": APPROVALS_CHANNEL, "user": "U0ANA", "text": "Already approved by Ben."}
        _, answer, _ = visitor.simulator.answer("chat.postEphemeral", arguments, token=visitor.simulator.token)

        assert "Already approved by Ben." in visitor.read("/?as=U0ANA")
        assert "Already approved by Ben." not in visitor.read("/?as=U0BEN")
        visitor.gesture("/dismiss", ts=answer["message_ts"])
        assert "Already approved by Ben." not in visitor.read("/?as=U0ANA")

    def test_the_way_to_the_other_pages_is_shown(self, visitor: Visitor) -> None:
        assert "Also in this demo" not in visitor.read()

        visitor.simulator.workspace.links = [("Customer's inbox", "http://127.0.0.1:8025/")]

        assert visitor.find("nav [href='http://127.0.0.1:8025/']").text() == "Customer's inbox"

    def test_nothing_comes_from_elsewhere(self, visitor: Visitor) -> None:
        visitor.post(approval_post(DELETION))

        parts = visitor.see().css("script[src], link[href], img[src]")
        sources = [part.attributes.get("src") or part.attributes.get("href") or "" for part in parts]

        assert all(source.startswith(("/static/", "data:")) for source in sources)
        for source in (source for source in sources if source.startswith("/")):
            with visitor.client.get(source) as answer:
                assert answer.status_code == 200

    def test_news_come_only_when_there_are_some(self, visitor: Visitor) -> None:
        version = visitor.simulator.workspace.version
        assert visitor.client.get(f"/news?version={version}").status_code == 204

        visitor.post(approval_post(DELETION))

        news = visitor.client.get(f"/news?version={version}").get_json()
        assert "case 26-0142" in news["parts"]["feed"]
        assert visitor.client.get(f"/news?version={news['version']}").status_code == 204


class TestClicking:
    def test_a_press_is_delivered_and_shows_the_page_again(self, visitor: Visitor) -> None:
        ts = visitor.post(approval_post(DELETION))

        back = visitor.gesture("/click", ts=ts, action_id="approval.approve", thread=ts)

        assert back == f"/?as=U0ANA&channel={APPROVALS_CHANNEL}&thread={ts}"
        assert visitor.desk.heard[0]["actions"][0]["action_id"] == "approval.approve"

    def test_a_button_that_is_gone_is_no_fault(self, visitor: Visitor) -> None:
        ts = visitor.post(approval_post(replace(DELETION, ending="Denied.")))

        visitor.gesture("/click", ts=ts, action_id="approval.approve")

        assert visitor.desk.heard == []

    def test_a_form_is_shown_with_its_fields(self, visitor: Visitor) -> None:
        visitor.open_form()

        form = visitor.find("#modal form")

        assert [field.attributes["type"] for field in form.css("input:not([type=hidden])")] == ["radio"] + [
            "checkbox"
        ] * 3
        assert "As it stands here." in form.text()
        assert visitor.see("/?as=U0BEN").css_first("#modal form") is None

    def test_a_form_sends_what_was_filled_in(self, visitor: Visitor) -> None:
        visitor.open_form()

        visitor.gesture("/modal", reason="fraud", labels=["a", "c"], words="One\r\nTwo")

        values = visitor.desk.heard[-1]["view"]["state"]["values"]
        assert values["words"]["write"]["value"] == "One\nTwo"
        assert values["reason"]["pick"]["selected_option"]["value"] == "fraud"
        assert [option["value"] for option in values["labels"]["pick"]["selected_options"]] == ["a", "c"]
        assert visitor.see().css_first("#modal form") is None

    def test_a_choice_is_reported_and_keeps_what_was_typed(self, visitor: Visitor) -> None:
        visitor.open_form()

        visitor.gesture("/modal", gesture="choose:reason", reason="fraud", words="Half a sen")

        assert visitor.desk.heard[-1]["actions"][0]["selected_option"]["value"] == "fraud"
        assert visitor.find("textarea").text() == "Half a sen"
        assert "checked" in visitor.find("[type=radio]").attributes

    def test_a_missing_answer_is_named_at_its_field(self, visitor: Visitor) -> None:
        visitor.open_form()

        visitor.gesture("/modal", reason="fraud", words=" ")

        assert "Please complete this required field." in visitor.find(".wrong").text()

    def test_a_cancelled_form_is_gone(self, visitor: Visitor) -> None:
        visitor.open_form()
        heard = len(visitor.desk.heard)

        visitor.gesture("/modal", gesture="close")
        visitor.gesture("/modal", gesture="submit")

        assert visitor.see().css_first("#modal form") is None
        assert len(visitor.desk.heard) == heard


class TestWebApi:
    def test_nested_fields_of_a_form_are_read(self, visitor: Visitor) -> None:
        form = {"channel": APPROVALS_CHANNEL, "text": "x", "blocks": json.dumps(approval_post(DELETION).blocks)}

        answer = visitor.client.post("/api/chat.postMessage", data={**form, "token": visitor.simulator.token})

        assert answer.get_json()["ok"]
        assert "case 26-0142" in visitor.read()

    def test_a_response_url_whispers(self, visitor: Visitor) -> None:
        visitor.open_form()
        path = visitor.desk.heard[0]["response_url"].removeprefix(visitor.simulator.address)

        assert visitor.client.post(path, json={"text": "Thank you."}).status_code == 200
        assert visitor.client.post("/response/unknown", json={"text": "Thank you."}).status_code == 404
        assert "Thank you." in visitor.read()


class TestMarkup:
    @pytest.mark.parametrize(
        ("sent", "shown"),
        [
            ("> a\n> b\nc", "<blockquote>a<br>b</blockquote><p>c</p>"),
            ("*bold* and _more_", "<p><strong>bold</strong> and <em>more</em></p>"),
            ("2*3*4 snake_case_name", "<p>2*3*4 snake_case_name</p>"),
            ("`a*b*`", "<p><code>a*b*</code></p>"),
            ("&lt;!channel&gt; &amp;lt;", "<p>&lt;!channel&gt; &amp;lt;</p>"),
            ("<!channel>", '<p><span class="mention">!channel</span></p>'),
            ("<javascript:alert(1)|x>", "<p>&lt;javascript:alert(1)|x&gt;</p>"),
        ],
    )
    def test_markup_looks_as_in_slack(self, sent: str, shown: str) -> None:
        assert rich_line(sent) == shown

    def test_a_link_leads_where_it_says(self) -> None:
        (link,) = LexborHTMLParser(rich_line("<https://x.example/?a=1&amp;b=2|Open>")).css("a")

        assert (link.text(), link.attributes["href"]) == ("Open", "https://x.example/?a=1&b=2")

    @settings(deadline=None)
    @given(st.text(st.one_of(st.characters(), st.sampled_from("<>&*_`|@!\n\"'/")), max_size=120))
    def test_no_text_becomes_an_element_of_its_own(self, text: str) -> None:
        allowed = {"html", "head", "body", "p", "blockquote", "br", "strong", "em", "code", "a", "span"}

        names = {str(node.tag) for node in LexborHTMLParser(rich_line(text)).css("*")}

        assert names <= allowed
