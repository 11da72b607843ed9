"""One case: its story and the decisions on it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.action import ActionKind, ActionOutcome, ActionState, DataCategory, Instruction, OutcomeKind, Preview
from bot.domain.case import NOBODY, Case, CasePayload, CaseState, PlanHash, WaitsFor
from bot.domain.correction import CorrectableField, Correction
from bot.domain.identity import DataSubject, EmailAddress, PersonName, ProofMethod
from bot.domain.message import Attachment
from bot.domain.request import DenialReason, Regime, RequestType, Scope
from bot.ports.queue_view import SentLetter
from tests.handlers.conftest import Browser, World
from tests.handlers.stories import (
    ADDRESS,
    AMINA,
    BRAM,
    NOW,
    PLAN,
    a_case,
    a_half_done_plan,
    a_mail,
    a_payload,
    a_story,
    a_yes,
    an_action,
)

PAGE = "/cases/case-26-0142"
HOSTILE = "<img src=x onerror=alert(1)>"


def show(world: World, case: Case, **story: object) -> None:
    """Make that case the one behind PAGE."""
    world.queue.stories = [a_story(case, **story)]
    world.approval.cases = {case.case_id: case}


def test_the_page_tells_the_story_in_order(browser: Browser) -> None:
    page = browser.open(PAGE).text

    chapters = ["What they wrote", "What we understood", "Who they are", "What will happen", "Who agreed"]
    chapters += ["What happened, system by system", "What we told them", "The trail"]
    places = [page.index(f"<h2>{chapter}</h2>") for chapter in chapters]
    assert places == sorted(places)


def test_the_page_says_what_by_when_and_what_will_happen(browser: Browser) -> None:
    page = browser.open(PAGE).text

    for words in (
        "Delete everything <small>case 26-0142</small>",
        "27 days left · due Tue 29 Dec",
        "proved by one-time link today 10:42",
        "erase 1 profile, 3 addresses · keep 2 invoices until 31 Dec 2032 (tax law)",
        "keep 1 parcel (parcel on its way)",
        "nothing found",
        "Cannot be undone.",
        "Two different people have to say yes",
        "<mark>close my account and delete everything you hold about me</mark>",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("request_type", "regime", "citation"),
    [
        (RequestType.ERASURE, Regime.GDPR, "<small>GDPR art. 17</small>"),
        (RequestType.ERASURE, Regime.UK_GDPR, "<small>UK GDPR art. 17</small>"),
        (RequestType.ERASURE, Regime.CCPA, "<small>Cal. Civ. 1798.105</small>"),
        (RequestType.COMPLAINT, Regime.CCPA, "<small>DPA 2018 s. 164A; GDPR art. 12(4) and 77</small>"),
    ],
)
def test_the_law_is_cited_that_the_case_runs_under(
    world: World, browser: Browser, request_type: RequestType, regime: Regime, citation: str
) -> None:
    show(world, a_case(request_type=request_type, regime=regime))

    assert citation in browser.open(PAGE).text


def test_the_person_is_masked_until_somebody_asks(browser: Browser) -> None:
    masked = browser.open(PAGE).text.lower()
    shown = browser.press(f"{PAGE}/reveal", on=PAGE)

    for personal in ("juniper", "quillfeather", "so-884213", "passport.pdf"):
        assert personal not in masked
        assert personal in shown.text.lower()
    assert "j•••@e•••.com" in masked
    assert "Hide personal data" in shown.text
    assert "juniper" not in browser.open(PAGE).text.lower()


def test_drawing_the_curtain_is_written_down(world: World, browser: Browser) -> None:
    browser.press(f"{PAGE}/reveal", on=PAGE)

    assert world.disclosure.opened == [("case-26-0142", "bram")]


def test_a_system_that_is_stuck_can_be_tried_again(world: World, browser: Browser) -> None:
    case = a_case(state=CaseState.IN_FULFILMENT, waits_for=WaitsFor.FAILING_SYSTEM)
    refused = {"state": ActionState.NEEDS_PERSON, "problem": "payments refused"}
    stuck = an_action(case, "payments", 0, Preview(counts={"customer": 1}), **refused)
    show(world, case, actions=(stuck,))

    answer = browser.press(f"{PAGE}/retry", on=PAGE, action_id=stuck.action_id)

    assert "Try again" in browser.open(PAGE).text
    assert answer.status_code == 303
    assert world.fulfilment.retried == [(stuck.action_id, "bram")]


def test_a_customer_s_own_link_is_never_shown(browser: Browser) -> None:
    shown = browser.press(f"{PAGE}/reveal", on=PAGE).text

    assert "s3cret-token" not in browser.open(PAGE).text
    assert "s3cret-token" not in shown
    assert "Please confirm: https://desk.example.com/c/•••" in shown


def test_words_stay_words_wherever_they_come_from(world: World, browser: Browser) -> None:
    subject = DataSubject(address=EmailAddress(f"{HOSTILE}@x.com"), name=PersonName(HOSTILE))
    payload = a_payload(
        subject=subject,
        requester=EmailAddress(f"{HOSTILE}@y.com"),
        subject_line=HOSTILE,
        evidence=(HOSTILE,),
        words=HOSTILE,
        answer=HOSTILE,
        correction=Correction(what=CorrectableField.NAME, old=HOSTILE, new=HOSTILE),
    )
    case = a_case(request_type=RequestType.NOTICE_QUESTION, payload=payload, country=HOSTILE)
    outcome = ActionOutcome(kind=OutcomeKind.DONE, receipt=HOSTILE, before=HOSTILE, after=HOSTILE)
    action = an_action(case, HOSTILE, 1, Preview(counts={HOSTILE: 1}), state=ActionState.FINISHED, outcome=outcome)
    failing = an_action(case, "x", 2, Preview(counts={}), state=ActionState.FAILING, problem=HOSTILE)
    attachment = Attachment(name=HOSTILE, type=HOSTILE, size=1)
    mail = a_mail(HOSTILE, quoted_text=HOSTILE, attachments=(attachment,))
    letter = SentLetter(subject=HOSTILE, text=HOSTILE, sent_at=None)
    show(world, case, message=mail, actions=(action, failing), letters=(letter,))

    for page in (browser.open(PAGE).text, browser.press(f"{PAGE}/reveal", on=PAGE).text):
        assert "<img" not in page
    assert page.count("&lt;img") > 12


def test_an_unknown_case_is_not_found_whatever_is_pressed(browser: Browser) -> None:
    unknown = "/cases/case-26-9999"

    assert browser.open(unknown).status_code == 404
    for act in ("reveal", "approve", "deny", "ask", "correct", "answer"):
        assert browser.press(f"{unknown}/{act}", on=PAGE).status_code == 404
        full = {"reason": "other", "words": "w", "what": "name", "new": "n", "answer": "a"}
        assert browser.press(f"{unknown}/{act}", on=PAGE, **full).status_code == 404


def test_approving_names_the_plan_that_was_shown(world: World, browser: Browser) -> None:
    page = browser.open(PAGE).text
    answer = browser.press(f"{PAGE}/approve", on=PAGE, plan_hash=PLAN)

    assert f'name="plan_hash" value="{PLAN}"' in page
    assert "Approve · 1 of 2" in page
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert world.approval.taken == [("case-26-0142", "approve", "bram")]
    assert "A second, different person has to approve" in browser.open(PAGE).text


def test_a_plan_that_changed_is_shown_again_with_the_reason(world: World, browser: Browser) -> None:
    answer = browser.press(f"{PAGE}/approve", on=PAGE, plan_hash="b" * 64)

    assert answer.status_code == 409
    assert "two invoices became three" in answer.text
    assert f'value="{PLAN}"' in answer.text
    assert world.approval.taken == []


def test_denying_takes_a_reason_and_words(world: World, browser: Browser) -> None:
    form = {"plan_hash": PLAN, "reason": "no_match", "words": "We hold nothing about you.\r\nYou can write again."}
    answer = browser.press(f"{PAGE}/deny", on=PAGE, **form)

    words = "We hold nothing about you.\nYou can write again."
    assert answer.status_code == 303
    assert world.approval.taken == [("case-26-0142", "deny", "bram", DenialReason.NO_MATCH, words)]


def test_denying_without_own_words_sends_our_sentence_in_the_customers_language(world: World, browser: Browser) -> None:
    page = browser.open(PAGE)
    answer = browser.press(f"{PAGE}/deny", on=PAGE, plan_hash=PLAN, reason="no_match", words=" ")

    assert "Weil no_match." in page.text
    assert "In English: Because no_match." in page.text
    assert answer.status_code == 303
    assert world.approval.taken == [("case-26-0142", "deny", "bram", DenialReason.NO_MATCH, "Weil no_match.")]


@pytest.mark.parametrize(
    ("act", "form", "sentence"),
    [
        ("deny", {"reason": "other", "words": " "}, "Write why, for the customer."),
        ("deny", {"reason": "because", "words": "Kept words"}, "Choose why the request is refused."),
        ("ask", {"words": ""}, "Write what you want to ask the customer."),
        ("ask", {"words": "x" * 10_001}, "longer than 10000 characters"),
        ("correct", {"what": "shoe_size", "new": "Kept words"}, "Choose what is to be corrected."),
        ("correct", {"what": "name", "new": "\x00"}, "Write what is right."),
        ("answer", {"answer": ""}, "Write the answer the customer should read."),
    ],
)
def test_an_incomplete_form_comes_back_with_what_was_typed(
    world: World, browser: Browser, act: str, form: dict[str, str], sentence: str
) -> None:
    show(world, a_case(request_type=RequestType.RECTIFICATION))

    answer = browser.press(f"{PAGE}/{act}", on=PAGE, plan_hash=PLAN, **form)

    assert answer.status_code == 400
    assert sentence in answer.text
    assert world.approval.taken == []
    if "Kept words" in form.values():
        assert "Kept words" in answer.text


def test_a_refused_decision_keeps_the_words_and_says_why(world: World, browser: Browser) -> None:
    world.approval.refusal = "You filed this case, so someone else has to approve it."

    answer = browser.press(f"{PAGE}/ask", on=PAGE, words="Which of the two orders?")

    assert answer.status_code == 409
    assert "someone else has to approve it" in answer.text
    assert "Which of the two orders?" in answer.text


def test_asking_sends_the_question(world: World, browser: Browser) -> None:
    browser.press(f"{PAGE}/ask", on=PAGE, words="Which order?")

    assert world.approval.taken == [("case-26-0142", "ask", "bram", "Which order?")]


def test_what_to_correct_is_filled_in_where_it_is_missing(world: World, browser: Browser) -> None:
    show(world, a_case(request_type=RequestType.RECTIFICATION, waits_for=WaitsFor.CORRECTION_DETAILS, plan_hash=None))

    page = browser.open(PAGE).text
    browser.press(f"{PAGE}/correct", on=PAGE, what="phone", old="", new="020 7946 0991")

    expected = Correction(what=CorrectableField.PHONE, new="020 7946 0991")
    assert "say what is to be corrected" in page
    assert "Approve" not in page
    assert world.approval.taken == [("case-26-0142", "correct", "bram", expected)]


def test_a_correction_shows_old_and_new_behind_the_curtain(world: World, browser: Browser) -> None:
    correction = Correction(what=CorrectableField.PHONE, old="020 7946 0018", new="020 7946 0991")
    show(world, a_case(request_type=RequestType.RECTIFICATION, payload=a_payload(correction=correction)))

    masked, shown = browser.open(PAGE).text, browser.press(f"{PAGE}/reveal", on=PAGE).text

    assert "020 7946" not in masked
    assert "from “020 7946 0018” to “020 7946 0991”" in shown


def test_an_answer_is_read_and_changed_before_it_leaves(world: World, browser: Browser) -> None:
    case = a_case(request_type=RequestType.NOTICE_QUESTION, payload=a_payload(answer="We share it with couriers."))
    show(world, case, actions=())

    page = browser.open(PAGE).text
    browser.press(f"{PAGE}/answer", on=PAGE, answer="We share it with couriers and packers.")

    assert page.count("We share it with couriers.") == 2
    assert world.approval.taken == [("case-26-0142", "write_answer", "bram", "We share it with couriers and packers.")]


def test_an_answer_nobody_has_written_is_asked_for(world: World, browser: Browser) -> None:
    show(world, a_case(request_type=RequestType.COMPLAINT, waits_for=WaitsFor.ANSWER), actions=())

    page = browser.open(PAGE).text

    assert "Waits for one of us to write the answer." in page
    assert "Write the answer…" in page
    assert "Approve</button>" not in page


def test_who_approved_already_is_told_that_somebody_else_must(world: World, browser: Browser) -> None:
    case = a_case(waits_for=WaitsFor.SECOND_APPROVAL)
    show(world, case, decisions=(a_yes(case, BRAM), a_yes(case, AMINA, PlanHash("b" * 64))))

    page = browser.open(PAGE).text

    assert "You already approved. Someone else has to approve too." in page
    assert "Approve ·" not in page
    assert "void: the plan has changed since" in page


def test_systems_show_what_they_did_with_evidence(world: World, browser: Browser) -> None:
    case = a_case(state=CaseState.IN_FULFILMENT, waits_for=WaitsFor.FAILING_SYSTEM)
    show(world, case, actions=a_half_done_plan(case))

    page = browser.open(PAGE).text

    for words in (
        "erased 1 profile, 3 addresses",
        "read back today 11:30",
        "<code>ers_90214</code>",
        "Failing, we keep trying <small>4 tries</small>",
        "did not answer within 10 s",
        "Needs a person",
        "kept 1 parcel (parcel on its way)",
        "Not started",
        "Nothing to decide",
    ):
        assert words in page


def test_a_system_corrected_shows_before_and_after_behind_the_curtain(world: World, browser: Browser) -> None:
    case = a_case(state=CaseState.IN_FULFILMENT, waits_for=WaitsFor.SYSTEMS, request_type=RequestType.RECTIFICATION)
    outcome = ActionOutcome(kind=OutcomeKind.DONE, counts={"phone": 1}, before="old-0018", after="new-0991")
    change = Instruction(kind=ActionKind.CORRECT, category=DataCategory.CONTACT)
    action = an_action(
        case,
        "storefront",
        1,
        Preview(counts={"phone": 1}),
        instruction=change,
        state=ActionState.FINISHED,
        outcome=outcome,
    )
    show(world, case, actions=(action,))

    assert "old-0018" not in browser.open(PAGE).text
    assert "“old-0018” → “new-0991”" in browser.press(f"{PAGE}/reveal", on=PAGE).text


@pytest.mark.parametrize("state", [CaseState.FULFILLED, CaseState.DENIED, CaseState.WITHDRAWN])
def test_a_closed_case_offers_nothing_to_press(world: World, browser: Browser, state: CaseState) -> None:
    closed = NOW - timedelta(days=1)
    show(world, a_case(state=state, waits_for=WaitsFor.NOTHING, closed_at=closed, denial_reason=DenialReason.OTHER))

    page = browser.open(PAGE).text

    assert "Nothing to decide" in page
    assert "yesterday 11:30" in page
    assert page.count("<form") == 4  # sign out, open the curtain, say that it was read wrongly
    assert "days left" not in page


def test_words_whose_key_was_destroyed_are_said_to_be_gone(world: World, browser: Browser) -> None:
    show(world, a_case(payload=a_payload(words="", evidence=(), subject_line="")), message=None)

    assert "their key was destroyed" in browser.open(PAGE).text


@pytest.mark.parametrize("address", [NOBODY, ADDRESS])
def test_a_case_whose_contents_were_erased_says_so_and_names_nobody(
    world: World, browser: Browser, address: EmailAddress
) -> None:
    payload = CasePayload(requester=address, subject=DataSubject(address=address))
    ended = a_case(payload=payload, state=CaseState.FULFILLED, waits_for=WaitsFor.NOTHING)
    erased = replace(ended, closed_at=NOW - timedelta(days=95), contents_erased_at=NOW - timedelta(days=5))
    show(world, erased, message=None, letters=(SentLetter(subject="Erasure done", text="", sent_at=NOW),))

    page = browser.open(PAGE).text

    assert "Its contents were erased on" in page
    assert ("One address is kept" in page) is (address is ADDRESS)
    assert "Its words were erased." in page
    assert "Who they are" not in page
    assert "nobody@" not in page
    assert page.count("<form") == 1  # sign out


def test_a_portal_message_shows_the_words_kept_with_the_case(world: World, browser: Browser) -> None:
    show(world, a_case(payload=a_payload(words="Please forget me.", evidence=())), message=None)

    assert "Please forget me." in browser.open(PAGE).text


def test_what_is_unusual_is_said(world: World, browser: Browser) -> None:
    strange = EmailAddress.parse("else@example.net")
    payload = a_payload(requester=strange)
    case = a_case(payload=payload, scope=Scope(service_messages=True), proof=ProofMethod.NONE, proved_at=None)
    extended = replace(case, extended_until=case.due_on + timedelta(days=60), ack_due_on=case.due_on)
    show(world, extended, actions=())

    page = browser.open(PAGE).text

    assert "not the address on file" in page
    assert "no service messages" in page
    assert "not proved yet" in page
    assert "extended to Sat 27 Feb 2027" in page
    assert "Acknowledge by" in page
    assert "made once the customer has proved who they are" in page


@pytest.mark.parametrize(
    ("request_type", "sentence"),
    [
        (RequestType.ACCESS, "The work starts now."),
        (RequestType.COMPLAINT, "The answer leaves now."),
        (RequestType.ERASURE, "the customer can cancel until then"),
    ],
)
def test_the_last_approval_says_what_follows(
    world: World, browser: Browser, request_type: RequestType, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    approved = a_case(request_type=request_type, waits_for=WaitsFor.COOL_OFF)
    monkeypatch.setattr(world.approval, "approve", lambda *_, **__: approved)

    browser.press(f"{PAGE}/approve", on=PAGE, plan_hash=PLAN)

    assert sentence in browser.open(PAGE).text
