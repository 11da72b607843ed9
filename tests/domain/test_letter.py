from datetime import UTC, date, datetime
from html.parser import HTMLParser
from itertools import product

import pytest

from bot.domain.action import ActionOutcome, Kept, OutcomeKind, RetentionGround, SystemName
from bot.domain.case import CaseNumber
from bot.domain.correction import CorrectableField, Correction
from bot.domain.letter import (
    LETTER_TYPES,
    Letter,
    LetterFacts,
    LetterKind,
    LetterNotPossible,
    SystemResult,
)
from bot.domain.request import DenialReason, Language, Regime, RequestType
from bot.letters import load_letter_book

BOOK = load_letter_book()
NUMBER = CaseNumber("26-0142")
NASTY = '<script>alert("x")</script> {number} {0} {{x}} %s ${link} &amp;'


def facts(request_type: RequestType = RequestType.ERASURE, **changes: object) -> LetterFacts:
    known: dict[str, object] = {
        "number": NUMBER,
        "request_type": request_type,
        "regime": Regime.UK_GDPR,
        "due_on": date(2026, 12, 29),
        "link": "https://privacy.example.com/l/abc",
        "link_expires": datetime(2026, 11, 26, 10, 42, tzinfo=UTC),
        "results": RESULTS,
        "correction": Correction(what=CorrectableField.NAME, old="Meyer", new="Meier"),
        "question": "Which order do you mean?",
        "answer": "We looked.\n\nWe found it.",
        "agent_name": "Sam Reed",
        "reason": DenialReason.NO_MATCH,
        "reason_words": "There is no account under this name.",
    }
    return LetterFacts(**(known | changes))  # type: ignore[arg-type]


def result(name: str, **changes: object) -> SystemResult:
    return SystemResult(system=SystemName(name), title=name.title(), **changes)  # type: ignore[arg-type]


RESULTS = (
    result(
        "storefront",
        outcomes=(
            ActionOutcome(kind=OutcomeKind.DONE, counts={"profile": 1, "addresses": 3}, before="Meyer", after="Meier"),
            ActionOutcome(
                kind=OutcomeKind.RETAINED,
                kept=(Kept(what="invoices", count=2, ground=RetentionGround.TAX, until=date(2032, 12, 31)),),
            ),
        ),
    ),
    result("delivery", outcomes=(ActionOutcome(kind=OutcomeKind.NOTHING_FOUND),)),
)
WRITABLE = [(kind, asked) for kind in LetterKind for asked in RequestType if asked in LETTER_TYPES[kind]]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("kind", "asked"), WRITABLE)
def test_every_letter_can_be_written_in_every_language(
    kind: LetterKind, asked: RequestType, language: Language
) -> None:
    letter = BOOK.compose(kind, language, facts(asked))

    assert NUMBER in letter.subject
    assert "\n" not in letter.subject
    assert not any(brace in letter.text + letter.subject for brace in "{}")
    assert "None" not in letter.text
    assert "!" not in letter.text


@pytest.mark.parametrize(("kind", "asked"), WRITABLE)
def test_text_and_page_say_the_same(kind: LetterKind, asked: RequestType) -> None:
    letter = BOOK.compose(kind, Language.EN, facts(asked))

    assert _words(_visible(letter.html)) == _words(letter.text)


def test_a_letter_is_not_written_for_a_request_it_does_not_fit() -> None:
    with pytest.raises(LetterNotPossible, match="no erasure_done letter is written for access"):
        BOOK.compose(LetterKind.ERASURE_DONE, Language.EN, facts(RequestType.ACCESS))


def test_a_letter_never_leaves_out_a_fact_it_must_state() -> None:
    with pytest.raises(LetterNotPossible, match="needs link and link_expires"):
        BOOK.compose(LetterKind.IDENTITY_REQUEST, Language.EN, facts(link="", link_expires=None))


def test_a_link_that_is_not_a_web_address_is_refused() -> None:
    with pytest.raises(LetterNotPossible, match="http"):
        BOOK.compose(LetterKind.IDENTITY_REQUEST, Language.EN, facts(link="javascript:alert(1)"))


@pytest.mark.parametrize(
    ("kind", "asked", "field"),
    [
        (LetterKind.ANSWER, RequestType.COMPLAINT, "answer"),
        (LetterKind.INFORMATION_REQUEST, RequestType.ACCESS, "question"),
        (LetterKind.REFUSAL, RequestType.ERASURE, "reason_words"),
        (LetterKind.COMPLAINT_ACKNOWLEDGED, RequestType.COMPLAINT, "agent_name"),
    ],
)
def test_words_of_people_stay_literal_and_are_escaped(kind: LetterKind, asked: RequestType, field: str) -> None:
    letter = BOOK.compose(kind, Language.EN, facts(asked, **{field: NASTY}))

    assert NASTY in letter.text
    assert "<script" not in letter.html
    assert NASTY in _visible(letter.html)


def test_a_corrected_value_is_shown_old_and_new_and_cannot_break_out_of_its_line() -> None:
    outcome = ActionOutcome(kind=OutcomeKind.DONE, before="M\r\neyer <b>", after=NASTY)
    letter = BOOK.compose(
        LetterKind.RECTIFICATION_DONE,
        Language.EN,
        facts(RequestType.RECTIFICATION, results=(result("storefront", outcomes=(outcome,)),)),
    )

    assert f"Name: M eyer <b> → {NASTY}" in letter.text
    assert "<b>" not in letter.html


def test_the_acknowledgement_depends_on_nothing_we_may_know_about_the_person() -> None:
    bare = LetterFacts(number=NUMBER, request_type=RequestType.ACCESS, due_on=date(2026, 12, 29))
    rich = facts(RequestType.ACCESS, regime=Regime.VOLUNTARY)

    assert BOOK.compose(LetterKind.ACKNOWLEDGEMENT, Language.EN, bare) == BOOK.compose(
        LetterKind.ACKNOWLEDGEMENT, Language.EN, rich
    )


@pytest.mark.parametrize("asked", RequestType)
def test_only_requests_that_need_proof_announce_a_link(asked: RequestType) -> None:
    letter = BOOK.compose(LetterKind.ACKNOWLEDGEMENT, Language.EN, facts(asked))

    assert ("separate mail with a link" in letter.text) == (asked in LETTER_TYPES[LetterKind.IDENTITY_REQUEST])


def test_the_identity_letter_has_the_link_its_end_and_the_way_to_stop() -> None:
    letter = BOOK.compose(LetterKind.IDENTITY_REQUEST, Language.EN, facts())

    assert "https://privacy.example.com/l/abc" in letter.text
    assert 'href="https://privacy.example.com/l/abc"' in letter.html
    assert "works once, until Thursday 26 November 2026, 10:42 (UTC)" in letter.text
    assert "Stop this" in letter.text


def test_an_erasure_says_system_by_system_what_went_what_stays_why_and_until_when() -> None:
    text = BOOK.compose(LetterKind.ERASURE_DONE, Language.EN, facts()).text

    assert "Online shop\n  - Deleted: 1 profile and 3 addresses." in text
    assert "Kept: 2 invoices, until Friday 31 December 2032. Tax law says that we must keep this." in text
    assert "Delivery\n  - We found nothing about you here." in text


@pytest.mark.parametrize("ground", RetentionGround)
def test_what_stays_without_a_date_says_when_it_goes(ground: RetentionGround) -> None:
    kept = ActionOutcome(kind=OutcomeKind.RETAINED, kept=(Kept(what="order", count=1, ground=ground),))
    text = BOOK.compose(
        LetterKind.ERASURE_DONE, Language.EN, facts(results=(result("storefront", outcomes=(kept,)),))
    ).text

    assert "Kept: 1 order. " in text
    assert "It goes when " in text
    assert "could not delete anything yet" in text


def test_an_erasure_that_found_nothing_does_not_claim_to_have_deleted() -> None:
    text = BOOK.compose(LetterKind.ERASURE_DONE, Language.EN, facts(results=RESULTS[1:])).text

    assert "found no data about you" in text
    assert "We have deleted" not in text


def test_a_failing_system_is_named_and_not_passed_over() -> None:
    failing = result("payments", is_unfinished=True)
    text = BOOK.compose(LetterKind.ERASURE_DONE, Language.EN, facts(results=(RESULTS[0], failing))).text

    assert "Payments\n  - Not finished yet. We keep trying." in text
    assert "Part of this is not finished yet: Payments." in text
    assert "We have deleted the data we held" not in text


def test_service_messages_go_on_unless_asked_otherwise() -> None:
    usual = BOOK.compose(LetterKind.MARKETING_DONE, Language.EN, facts(RequestType.MARKETING_OPT_OUT)).text
    wide = BOOK.compose(
        LetterKind.MARKETING_DONE, Language.EN, facts(RequestType.MARKETING_OPT_OUT, service_messages=True)
    ).text

    assert "orders and support tickets go on" in usual
    assert "orders and support tickets stop as well" in wide
    assert "some days" in usual


@pytest.mark.parametrize(
    ("regime", "country", "named", "has_court"),
    [
        (Regime.UK_GDPR, "GB-ENG", "ico.org.uk", True),
        (Regime.UK_GDPR, None, "ico.org.uk", True),
        (Regime.GDPR, "FR", "CNIL: cnil.fr", True),
        (Regime.GDPR, "DE", "edpb.europa.eu", True),
        (Regime.GDPR, None, "edpb.europa.eu", True),
        (Regime.CCPA, "US-CA", "cppa.ca.gov", False),
        (Regime.VOLUNTARY, "AR", "where you live. In the UK it is", True),
    ],
)
def test_a_refusal_names_the_regulator_of_the_persons_own_law(
    regime: Regime, country: str | None, named: str, has_court: bool
) -> None:
    text = BOOK.compose(LetterKind.REFUSAL, Language.EN, facts(regime=regime, country=country)).text

    assert named in text
    assert ("go to court" in text) == has_court


@pytest.mark.parametrize("reason", DenialReason)
def test_a_refusal_says_why_and_what_can_be_done(reason: DenialReason) -> None:
    text = BOOK.compose(LetterKind.REFUSAL, Language.EN, facts(reason=reason)).text

    assert BOOK.phrasebooks[Language.EN].say(f"reasons.{reason}") in text
    assert BOOK.phrasebooks[Language.EN].say(f"remedies.{reason}") in text
    assert "There is no account under this name." in text


@pytest.mark.parametrize(("pauses", "says"), [(True, "stops until we hear"), (False, "by Tuesday 29 December 2026")])
def test_a_question_to_the_customer_says_what_happens_to_the_date(pauses: bool, says: str) -> None:
    letter = BOOK.compose(LetterKind.INFORMATION_REQUEST, Language.EN, facts(clock_pauses=pauses))

    assert says in letter.text
    assert "Which order do you mean?" in letter.text


def test_the_personal_parts_of_a_letter_are_not_shown_by_repr() -> None:
    letter = BOOK.compose(LetterKind.ANSWER, Language.EN, facts(RequestType.COMPLAINT, answer="secret words"))

    assert "secret words" not in repr(letter)
    assert "secret words" not in repr(facts(answer="secret words"))


def test_english_letters_are_easy_to_read() -> None:
    for (kind, asked), regime in product(WRITABLE, Regime):
        letter = BOOK.compose(kind, Language.EN, facts(asked, regime=regime))
        sentences = _sentences(letter)
        lengths = [len(sentence.split()) for sentence in sentences]
        words = [word for sentence in sentences for word in sentence.split()]

        assert sum(lengths) / len(lengths) <= 14, (kind, asked)
        assert max(lengths) <= 30, (kind, asked, max(sentences, key=lambda each: len(each.split())))
        assert sum(len(word) > 9 for word in words) / len(words) <= 0.12, (kind, asked)


@pytest.mark.parametrize("phrase", ["please be advised", "in process", "hereby", "pursuant", "kindly", "regret"])
def test_no_letter_speaks_like_an_office(phrase: str) -> None:
    for kind, asked in WRITABLE:
        assert phrase not in BOOK.compose(kind, Language.EN, facts(asked)).text.lower()


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.is_body = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_body = self.is_body or tag == "body"
        self.parts += [value or "" for name, value in attrs if name == "href"][::-1]

    def handle_data(self, data: str) -> None:
        if self.is_body:
            self.parts.append(data)


def _visible(page: str) -> str:
    parser = _Text()
    parser.feed(page)
    return " ".join(parser.parts)


def _words(text: str) -> list[str]:
    return sorted(word.strip(":-") for word in text.split() if word.strip(":-"))


def _sentences(letter: Letter) -> list[str]:
    lines = [line for line in letter.text.partition("\n-- ")[0].splitlines() if line and "https://" not in line]
    return [part for line in lines for part in line.replace(": ", ". ").split(". ")]
