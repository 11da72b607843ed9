import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.domain.case import PlanHash
from bot.domain.request import DenialReason, Language, RequestType
from bot.letters import load_letter_book
from handlers import slack_modals as modals
from handlers.slack_app import NOTHING_CHANGED, SlackSecrets, create_slack_blueprint
from handlers.slack_clicks import NO_WORDS
from integrations.sandbox.slack_delivery import signed_headers
from integrations.sandbox.slack_simulator import Fault, SlackSimulator
from integrations.sandbox.slack_workspace import APPROVALS_CHANNEL, REVIEW_CHANNEL, SlackView
from integrations.slack_approvals import SlackApprovals
from tests.handlers.slack_desk import STAFF, ClientPoster, FakeApproval, FakeReview
from tests.integrations.moments import StillClock
from tests.integrations.slack_cards import DELETION, DOUBT
from tests.integrations.slack_validators import validate_modal
from tests.integrations.slack_world import account_of, running_simulator

FRAUD_WORDS = "Weil suspected_fraud."
LETTERS = load_letter_book()


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One card of each kind in our Slack stand-in, and the application that hears of its clicks."""

    simulator: SlackSimulator
    clock: StillClock
    approval: FakeApproval
    review: FakeReview
    client: FlaskClient
    card: str
    doubt: str

    def press(self, user: str, action_id: str) -> int:
        channel, ts = (REVIEW_CHANNEL, self.doubt) if action_id.startswith("review") else (APPROVALS_CHANNEL, self.card)
        return self.simulator.click(user, channel, ts, action_id)

    def whispers(self, user: str, channel: str = APPROVALS_CHANNEL) -> list[str]:
        return [message.text for message in self.simulator.whispers(channel, user)]

    def view(self, user: str) -> SlackView:
        view = self.simulator.view_of(user)
        assert view is not None
        return view

    def post(self, body: bytes, **headers: str) -> int:
        stamp = str(int(self.clock.now().timestamp()))
        signed = signed_headers(body, secret=self.simulator.signing_secret, timestamp=stamp, content_type="text/plain")
        return self.client.post("/slack/events", data=body, headers={**signed, **headers}).status_code


@pytest.fixture
def desk() -> Iterator[Desk]:
    clock = StillClock()
    with running_simulator(clock) as simulator:
        posting = SlackApprovals(account_of(simulator))
        approval, review = FakeApproval(DELETION.plan_hash), FakeReview()
        account = SlackSecrets(
            signing_secret=simulator.signing_secret, bot_token=simulator.token, base_url=simulator.api_url
        )
        app = Flask("desk")
        app.register_blueprint(
            create_slack_blueprint(approval=approval, review=review, staff=STAFF, account=account, clock=clock)
        )
        client = app.test_client()
        simulator.post = ClientPoster(client)
        simulator.deliver_to = "/slack/events"
        yield Desk(
            simulator=simulator,
            clock=clock,
            approval=approval,
            review=review,
            client=client,
            card=posting.post_approval(DELETION, key="approval/1").timestamp,
            doubt=posting.post_review(DOUBT, key="review/1").timestamp,
        )


class TestApproving:
    def test_a_click_approves_the_plan_that_was_shown(self, desk: Desk) -> None:
        assert desk.press("U0ANA", "approval.approve") == 200

        assert desk.approval.decisions == [("approved", DELETION.case_id, "Ana Agent")]
        assert desk.whispers("U0ANA") == []

    def test_a_second_click_is_told_so_alone(self, desk: Desk) -> None:
        desk.press("U0ANA", "approval.approve")
        desk.press("U0BEN", "approval.approve")

        assert len(desk.approval.decisions) == 1
        assert desk.approval.calls == 2
        assert desk.whispers("U0BEN") == ["Already decided by &lt;Ana&gt; &amp; co at 10:51."]
        assert desk.whispers("U0ANA") == []

    def test_a_changed_plan_is_not_approved(self, desk: Desk) -> None:
        desk.approval.plan_hash = PlanHash("another")

        desk.press("U0ANA", "approval.approve")

        assert desk.approval.decisions == []
        assert desk.whispers("U0ANA") == ["The plan changed at 10:47. Look again and decide."]

    def test_somebody_not_on_the_list_is_told_so_and_decides_nothing(self, desk: Desk) -> None:
        desk.press("U0MIA", "approval.approve")

        assert desk.approval.calls == 0
        assert "not on the list of people" in desk.whispers("U0MIA")[0]

    def test_the_handler_never_edits_a_card(self, desk: Desk) -> None:
        desk.press("U0ANA", "approval.approve")

        assert "chat.update" not in [method for method, _ in desk.simulator.calls]
        assert desk.simulator.messages(APPROVALS_CHANNEL)[0].edits == 0

    def test_opening_a_link_is_heard_without_consequence(self, desk: Desk) -> None:
        assert desk.press("U0MIA", "card.open") == 200

        assert desk.approval.calls == 0
        assert desk.whispers("U0MIA") == []


class TestFailing:
    def test_a_fault_of_ours_is_one_calm_sentence(self, desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
        desk.approval.failure = RuntimeError("juniper.quillfeather@example.com")

        assert desk.press("U0ANA", "approval.approve") == 200

        assert desk.whispers("U0ANA") == [NOTHING_CHANGED]
        (record,) = [record for record in caplog.records if record.name == "handlers.slack_app"]
        assert "RuntimeError" in str(record.__dict__)
        assert "juniper" not in str(record.__dict__) + caplog.text

    def test_a_form_that_cannot_be_opened_is_one_calm_sentence(self, desk: Desk) -> None:
        desk.simulator.fail_next("views.open", Fault(status=503))

        assert desk.press("U0ANA", "approval.deny") == 200

        assert desk.whispers("U0ANA") == [NOTHING_CHANGED]

    def test_a_whisper_that_cannot_be_heard_is_no_fault(self, desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
        desk.simulator.fail_next("chat.postEphemeral", Fault(status=500))

        assert desk.press("U0MIA", "approval.approve") == 200
        assert [record.message for record in caplog.records] == ["slack whisper failed"]


class TestDenying:
    def test_the_form_says_which_case_and_proposes_nothing_yet(self, desk: Desk) -> None:
        desk.press("U0ANA", "approval.deny")

        view = desk.view("U0ANA")
        assert view.body["blocks"][0]["text"]["text"] == "Delete everything · case 26-0142"
        assert len(view.body["blocks"][2]["element"]["options"]) == len(DenialReason)
        assert desk.approval.calls == 0

    def test_choosing_a_reason_proposes_its_sentence(self, desk: Desk) -> None:
        desk.press("U0ANA", "approval.deny")

        desk.simulator.choose("U0ANA", "reason", "suspected_fraud")

        assert desk.view("U0ANA").values["words.suspected_fraud"]["write"]["value"] == FRAUD_WORDS
        (hint,) = [block["hint"]["text"] for block in desk.view("U0ANA").body["blocks"] if "hint" in block]
        assert hint.endswith("In English: Because suspected_fraud.")

    def test_another_reason_proposes_another_sentence(self, desk: Desk) -> None:
        desk.press("U0ANA", "approval.deny")
        desk.simulator.choose("U0ANA", "reason", "suspected_fraud")
        desk.simulator.choose("U0ANA", "reason", "no_match")

        assert desk.simulator.submit("U0ANA") == 200
        words = "Weil no_match."
        assert desk.approval.decisions == [("denied", DELETION.case_id, "Ana Agent", DenialReason.NO_MATCH, words)]
        assert desk.simulator.view_of("U0ANA") is None

    def test_a_sentence_of_ones_own_is_not_thrown_away(self, desk: Desk) -> None:
        desk.press("U0ANA", "approval.deny")
        desk.simulator.choose("U0ANA", "words.", "My own words.")
        desk.simulator.choose("U0ANA", "reason", "no_match")

        desk.simulator.submit("U0ANA")

        assert desk.approval.decisions == [
            ("denied", DELETION.case_id, "Ana Agent", DenialReason.NO_MATCH, "My own words.")
        ]

    def test_a_refusal_at_the_submit_stays_in_the_form(self, desk: Desk) -> None:
        desk.press("U0BEN", "approval.deny")
        desk.press("U0ANA", "approval.approve")

        desk.simulator.submit("U0BEN", {"reason": "other", "words.": "Because."})

        assert desk.view("U0BEN").errors == {"words.": "Already decided by <Ana> & co at 10:51."}
        assert len(desk.approval.decisions) == 1

    def test_a_changed_plan_is_not_denied(self, desk: Desk) -> None:
        desk.press("U0BEN", "approval.deny")
        desk.approval.plan_hash = PlanHash("another")

        desk.simulator.submit("U0BEN", {"reason": "other", "words.": "Because."})

        assert desk.view("U0BEN").errors["words."].startswith("The plan changed")

    def test_a_fault_at_the_submit_stays_in_the_form(self, desk: Desk) -> None:
        desk.press("U0BEN", "approval.deny")
        desk.approval.failure = RuntimeError("no")

        desk.simulator.submit("U0BEN", {"reason": "other", "words.": "Because."})

        assert desk.view("U0BEN").errors == {"words.": NOTHING_CHANGED}

    def test_an_empty_sentence_is_not_sent(self, desk: Desk) -> None:
        desk.press("U0BEN", "approval.deny")
        view = desk.view("U0BEN")
        view.body["blocks"][3]["optional"] = True  # a client that does not ask for required fields

        desk.simulator.submit("U0BEN", {"reason": "other", "words.": "   "})

        assert view.errors == {"words.": NO_WORDS}
        assert desk.approval.calls == 0

    def test_somebody_not_on_the_list_gets_no_form(self, desk: Desk) -> None:
        desk.press("U0MIA", "approval.deny")

        assert desk.simulator.view_of("U0MIA") is None
        assert "not on the list" in desk.whispers("U0MIA")[0]


class TestAsking:
    def test_the_question_is_sent_as_it_was_written(self, desk: Desk) -> None:
        desk.press("U0ANA", "approval.ask")

        desk.simulator.submit("U0ANA", {"words": "Which of your two accounts?\nThe newer one?"})

        assert desk.approval.decisions == [
            ("asked", DELETION.case_id, "Ana Agent", "Which of your two accounts?\nThe newer one?")
        ]

    def test_two_forms_open_at_once_decide_each_for_its_own_person(self, desk: Desk) -> None:
        desk.press("U0ANA", "approval.ask")
        desk.press("U0BEN", "approval.deny")

        desk.simulator.submit("U0ANA", {"words": "Which account?"})

        assert [decision[0] for decision in desk.approval.decisions] == ["asked"]
        assert desk.view("U0BEN").body["callback_id"] == modals.DENY


class TestReading:
    @pytest.mark.parametrize(
        ("action_id", "labels"),
        [
            ("review.pick.0", (RequestType.ERASURE,)),
            ("review.pick.1", (RequestType.MARKETING_OPT_OUT,)),
            ("review.none", ()),
        ],
    )
    def test_one_press_reads_the_mail(self, desk: Desk, action_id: str, labels: tuple[RequestType, ...]) -> None:
        desk.press("U0ANA", action_id)

        assert desk.review.decisions == [(DOUBT.review_id, labels, "Ana Agent")]

    def test_something_else_can_be_several_requests(self, desk: Desk) -> None:
        desk.press("U0ANA", "review.other")
        desk.simulator.submit("U0ANA", {"labels": ["access", "complaint"]})

        labels = (RequestType.ACCESS, RequestType.COMPLAINT)
        assert desk.review.decisions == [(DOUBT.review_id, labels, "Ana Agent")]

    def test_a_mail_read_by_another_is_told_alone(self, desk: Desk) -> None:
        desk.press("U0BEN", "review.none")
        desk.press("U0ANA", "review.pick.0")

        assert len(desk.review.decisions) == 1
        assert desk.whispers("U0ANA", REVIEW_CHANNEL) == ["Ben Agent already read it at 10:51."]


class TestTheDoor:
    def test_slack_can_verify_the_address(self, desk: Desk) -> None:
        body = b'{"type": "url_verification", "challenge": "a-challenge"}'
        stamp = str(int(desk.clock.now().timestamp()))
        headers = signed_headers(
            body, secret=desk.simulator.signing_secret, timestamp=stamp, content_type="application/json"
        )

        answer = desk.client.post("/slack/events", data=body, headers=headers)

        assert (answer.status_code, answer.get_json()) == (200, {"challenge": "a-challenge"})

    @pytest.mark.parametrize("timestamp", ["abc", "", "1.5", "1"])
    def test_a_bad_timestamp_is_no_server_error(self, desk: Desk, timestamp: str) -> None:
        assert desk.post(b"payload={}", **{"X-Slack-Request-Timestamp": timestamp}) == 401

    def test_an_unsigned_request_is_turned_away(self, desk: Desk) -> None:
        assert desk.client.post("/slack/events", data=b"payload={}").status_code == 401

    def test_an_oversized_body_is_turned_away(self, desk: Desk) -> None:
        assert desk.post(b"x" * 1_000_001) in {400, 401}

    @pytest.mark.parametrize(
        "payload",
        [
            {"type": "block_actions"},
            {"type": "block_actions", "actions": [{"action_id": "approval.approve"}], "user": "U0ANA"},
            {"type": "block_actions", "actions": [], "user": {"id": "U0ANA"}},
            {"type": "block_actions", "actions": "x", "team": [], "user": 1},
            {"type": "view_submission", "view": {"callback_id": "approval.deny"}, "user": {"id": "U0ANA"}},
            {"type": "view_submission", "view": [], "user": {}},
            {"type": "url_verification"},
        ],
    )
    def test_a_signed_payload_of_an_odd_shape_is_no_server_error(self, desk: Desk, payload: object) -> None:
        assert desk.post(urlencode({"payload": json.dumps(payload)}).encode()) < 500
        assert desk.approval.calls == 0

    @pytest.mark.parametrize("kind", ["event_callback", "shortcut", "message_action", "view_closed", "x"])
    def test_what_the_desk_does_not_listen_to_is_answered_quietly(
        self, desk: Desk, kind: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)

        assert (
            desk.post(json.dumps({"type": kind, "event": {"type": "message", "text": "secret words"}}).encode()) == 200
        )
        assert "secret words" not in caplog.text

    def test_an_unknown_button_is_answered_quietly(self, desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
        payload = {
            "type": "block_actions",
            "user": {"id": "U0ANA"},
            "actions": [{"action_id": "other", "value": "words"}],
        }

        assert desk.post(urlencode({"payload": json.dumps(payload)}).encode()) == 200
        assert "words" not in caplog.text

    def test_a_replayed_click_is_turned_away(self, desk: Desk) -> None:
        body = urlencode({"payload": json.dumps({"type": "block_actions"})}).encode()
        old = str(int(desk.clock.now().timestamp()) - 400)
        headers = signed_headers(body, secret=desk.simulator.signing_secret, timestamp=old, content_type="text/plain")

        assert desk.client.post("/slack/events", data=body, headers=headers).status_code == 401


class TestForms:
    @pytest.mark.parametrize("reason", [None, *DenialReason])
    def test_every_denial_form_is_one_slack_takes(self, reason: DenialReason | None) -> None:
        ids = {"c": "5f0c" * 8, "p": "9a1b" * 16}
        for language in Language:
            proposal = LETTERS.refusals(language)[reason] if reason else modals.NO_PROPOSAL
            validate_modal(modals.denial_form(ids, "x" * 150, reason, proposal))

    def test_the_other_forms_are_ones_slack_takes(self) -> None:
        validate_modal(modals.question_form({"c": "5f0c" * 8, "p": "9a1b" * 16}, "x" * 150))
        validate_modal(modals.labels_form({"r": "77aa" * 8}))

    def test_every_reason_has_words_for_us_and_for_the_customer(self) -> None:
        assert set(modals.REASON_WORDS) == set(DenialReason)

    def test_secrets_do_not_show_where_they_are_printed(self) -> None:
        account = SlackSecrets(signing_secret="a-signing-secret", bot_token="xoxb-secret")

        assert "secret" not in repr(replace(account)).replace("SlackSecrets", "")
