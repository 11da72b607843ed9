from datetime import date
from html.parser import HTMLParser
from itertools import product

import pytest

from bot.domain.letter import (
    LETTER_TYPES,
    Letter,
    LetterFacts,
    LetterKind,
    LetterNotPossible,
)
from bot.domain.request import DenialReason, Language, Regime, RequestType
from tests.domain.sample_letter import BOOK, NASTY, NUMBER, facts

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


@pytest.mark.parametrize(
    ("regime", "country", "named", "has_court"),
    [
        (Regime.UK_GDPR, "GB-ENG", "ico.org.uk", True),
        (Regime.UK_GDPR, None, "By post: Wycliffe House", True),
        (Regime.VOLUNTARY, "UK", "ico.org.uk", True),
        (Regime.GDPR, "FR", "CNIL: cnil.fr. By post: 3 place de Fontenoy", True),
        (Regime.GDPR, "DE", "Bundeslandes: datenschutzkonferenz-online.de", True),
        (Regime.GDPR, "HR", "azop.hr", True),
        (Regime.GDPR, "ZZ", "edpb.europa.eu", True),
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

    usual = BOOK.compose(LetterKind.REFUSAL, Language.EN, facts(reason=reason, reason_words="")).text

    assert BOOK.phrasebooks[Language.EN].say(f"reasons.{reason}") in usual
    assert BOOK.phrasebooks[Language.EN].say(f"remedies.{reason}") in text
    assert "There is no account under this name." in text


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("reason", set(DenialReason) - {DenialReason.OTHER})
def test_the_proposed_reason_is_said_once_when_nobody_changed_it(reason: DenialReason, language: Language) -> None:
    proposed = BOOK.refusal_words(reason, language)

    taken = BOOK.compose(LetterKind.REFUSAL, language, facts(reason=reason, reason_words=proposed))
    usual = BOOK.compose(LetterKind.REFUSAL, language, facts(reason=reason, reason_words=""))

    assert taken.text == usual.text
    assert taken.text.count(proposed) == 1


def test_who_writes_for_another_reads_so_in_the_subject_and_the_person_reads_of_their_own_data() -> None:
    spoken_for = facts(RequestType.ERASURE, for_another=True)

    assert "for somebody else" in BOOK.compose(LetterKind.DONE_FOR_ANOTHER, Language.EN, spoken_for).subject
    assert "delete your data" in BOOK.compose(LetterKind.ERASURE_DONE, Language.EN, spoken_for).subject


def test_a_reason_that_has_no_name_is_for_a_person_to_write() -> None:
    assert BOOK.refusal_words(DenialReason.OTHER, Language.EN) == ""


@pytest.mark.parametrize("language", Language)
def test_the_outcome_of_a_complaint_and_its_acknowledgement_name_the_regulator(language: Language) -> None:
    for kind in (LetterKind.COMPLAINT_ACKNOWLEDGED, LetterKind.ANSWER):
        british = BOOK.compose(kind, language, facts(RequestType.COMPLAINT)).text
        french = BOOK.compose(kind, language, facts(RequestType.COMPLAINT, regime=Regime.GDPR, country="FR")).text

        assert "Information Commissioner's Office" in british
        assert "CNIL" in french


def test_the_acknowledgement_of_a_complaint_says_when_it_came_and_when_we_answer() -> None:
    text = BOOK.compose(LetterKind.COMPLAINT_ACKNOWLEDGED, Language.EN, facts(RequestType.COMPLAINT)).text

    assert "It reached us on Monday 30 November 2026." in text
    assert "Sam Reed is looking into it and will write to you by Tuesday 29 December 2026." in text


def test_a_representative_reads_that_it_is_done_and_nothing_about_the_person() -> None:
    letter = BOOK.compose(LetterKind.DONE_FOR_ANOTHER, Language.EN, facts(RequestType.ERASURE))

    assert "We have finished the work on it." in letter.text
    assert not any(known in letter.text for known in ("Meyer", "profile", "Online shop", "2032"))


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


def test_the_customers_page_is_linked_where_there_is_one() -> None:
    letter = BOOK.compose(LetterKind.ACKNOWLEDGEMENT, Language.EN, facts(status_link="https://privacy.example.com/s/1"))

    assert "See where your request stands:\nhttps://privacy.example.com/s/1" in letter.text


def test_what_is_not_known_is_left_out_without_a_gap() -> None:
    question = BOOK.compose(LetterKind.INFORMATION_REQUEST, Language.EN, facts(due_on=None)).text
    answer = BOOK.compose(LetterKind.ANSWER, Language.EN, facts(RequestType.COMPLAINT, agent_name="")).text

    refusal = BOOK.compose(LetterKind.REFUSAL, Language.EN, facts(reason_words="")).text

    assert "We still plan" not in question
    assert "gave us.\n\nIf you used" in refusal
    assert "wrote this for you" not in answer


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
