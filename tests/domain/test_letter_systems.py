import pytest

from bot.domain.action import (
    ActionOutcome,
    ActionState,
    Kept,
    OutcomeKind,
    RetentionGround,
    SystemName,
)
from bot.domain.correction import CorrectableField, Correction
from bot.domain.letter import (
    CLOSING_LETTERS,
    LETTER_TYPES,
    LetterKind,
    results_by_system,
)
from bot.domain.request import Language, RequestType
from tests.domain.sample_letter import BOOK, NASTY, RESULTS, action, facts, result


def test_a_corrected_value_is_shown_old_and_new_and_cannot_break_out_of_its_line() -> None:
    outcome = ActionOutcome(kind=OutcomeKind.DONE, before="M\r\neyer <b>", after=NASTY)
    letter = BOOK.compose(
        LetterKind.RECTIFICATION_DONE,
        Language.EN,
        facts(RequestType.RECTIFICATION, results=(result("storefront", outcomes=(outcome,)),)),
    )

    assert f"Name: M eyer <b> → {NASTY}" in letter.text
    assert "<b>" not in letter.html


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
    assert "It is deleted when " in text
    assert "could not delete anything yet" in text


def test_a_restriction_says_what_still_has_to_be_used_and_promises_no_deletion() -> None:
    kept = ActionOutcome(
        kind=OutcomeKind.RETAINED,
        counts={"profile": 1},
        kept=(Kept(what="orders", count=1, ground=RetentionGround.OPEN_ORDER),),
    )
    text = BOOK.compose(
        LetterKind.RESTRICTION_DONE,
        Language.EN,
        facts(RequestType.RESTRICTION, results=(result("storefront", outcomes=(kept,)),)),
    ).text

    assert "Set aside: 1 profile." in text
    assert "Still used: 1 order. An order is still open, and we need this to complete it." in text
    assert "delete" not in text.partition("If anything")[0]


@pytest.mark.parametrize("kind", sorted(set(CLOSING_LETTERS.values()) - {LetterKind.ANSWER}))
@pytest.mark.parametrize("language", Language)
def test_a_closing_letter_is_honest_when_nothing_was_found_and_when_something_fails(
    kind: LetterKind, language: Language
) -> None:
    (asked,) = LETTER_TYPES[kind]
    failing = result("payments", is_unfinished=True)

    nothing = BOOK.compose(kind, language, facts(asked, results=RESULTS[1:])).text
    partial = BOOK.compose(kind, language, facts(asked, results=(RESULTS[0], failing))).text

    title = BOOK.phrasebooks[language].system("payments", "")
    assert BOOK.phrasebooks[language].say("unfinished.some", systems=title) in partial
    assert nothing != partial
    assert "{" not in nothing + partial


def test_results_are_gathered_by_system_in_plan_order() -> None:
    done = ActionOutcome(kind=OutcomeKind.DONE, counts={"profile": 1})
    more = ActionOutcome(kind=OutcomeKind.DONE, counts={"profile": 1, "orders": 2})
    actions = (
        action("ads", 3, ActionState.FAILING, None),
        action("storefront", 1, ActionState.FINISHED, done),
        action("storefront", 2, ActionState.FINISHED, more),
    )

    storefront, ads = results_by_system(actions, {SystemName("storefront"): "Storefront"})

    assert (storefront.title, storefront.is_unfinished, storefront.counts) == (
        "Storefront",
        False,
        {"profile": 2, "orders": 2},
    )
    assert (ads.title, ads.is_unfinished, ads.is_empty) == ("ads", True, False)


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
    ("before", "known", "line"),
    [
        ("Meyer", False, "Meyer → Meier"),
        ("", False, "Meier"),
        ("Meyer", True, "Name: Meyer → Meier"),
        ("", True, "Name: now Meier"),
    ],
)
def test_a_correction_is_shown_with_whatever_is_known_of_it(before: str, known: bool, line: str) -> None:
    outcome = ActionOutcome(kind=OutcomeKind.DONE, counts={"profile": 1}, before=before, after="Meier")
    correction = Correction(what=CorrectableField.NAME, new="Meier") if known else None
    text = BOOK.compose(
        LetterKind.RECTIFICATION_DONE,
        Language.EN,
        facts(RequestType.RECTIFICATION, correction=correction, results=(result("storefront", outcomes=(outcome,)),)),
    ).text

    assert f"\n  - {line}\n" in text


def test_an_erasure_of_everything_says_so_and_speaks_of_nothing_kept() -> None:
    done = ActionOutcome(kind=OutcomeKind.DONE, counts={"profile": 1})
    text = BOOK.compose(
        LetterKind.ERASURE_DONE, Language.EN, facts(results=(result("storefront", outcomes=(done,)),))
    ).text

    assert "We have deleted the data we held about you." in text
    assert "What stays" not in text


def test_a_failing_system_is_not_excused_by_the_law() -> None:
    text = BOOK.compose(
        LetterKind.ERASURE_DONE, Language.EN, facts(results=(result("payments", is_unfinished=True),))
    ).text

    assert "for a while" not in text
    assert "what we could so far" in text
    assert "We keep trying" in text
