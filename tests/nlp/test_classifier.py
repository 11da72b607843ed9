"""The classifier as the desk calls it: the committed model, any text whatever."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.classification import Classification, Decision
from bot.domain.request import RequestType
from bot.ports.understanding import Classifier
from nlp.classifier import SpacyClassifier
from nlp.reading import read_message
from nlp.scorer import scores_of

MOST_SIGNS_SCORED = 8_400
MOST_SENTENCES_SCORED = 120
LONGEST_WORD_SCORED = 300

ERASURE = "Hello, please delete my account and erase all the personal data you hold about me. Thank you, Jo"


def say(classifier: Classifier, body: str, subject: str = "") -> Classification:
    return classifier.classify(subject=subject, body=body)


def labels_of(said: Classification) -> set[RequestType]:
    return {found.label for found in said.labels}


@pytest.mark.parametrize(
    ("body", "label"),
    [
        (ERASURE, RequestType.ERASURE),
        ("Please send me a copy of all the personal data you hold about me.", RequestType.ACCESS),
        ("Do not sell or share my personal information with advertisers.", RequestType.ADVERTISING_OPT_OUT),
        ("Take me off your mailing list, I don't want any more newsletters.", RequestType.MARKETING_OPT_OUT),
        ("Bitte löschen Sie alle meine personenbezogenen Daten.", RequestType.ERASURE),
        ("Je ne veux plus recevoir vos newsletters ni vos offres.", RequestType.MARKETING_OPT_OUT),
        ("Quiero una copia de todos mis datos personales.", RequestType.ACCESS),
    ],
)
def test_a_plain_request_is_privacy(classifier: SpacyClassifier, body: str, label: RequestType) -> None:
    said = say(classifier, body)

    assert said.decision is Decision.PRIVACY
    assert label in labels_of(said)


@pytest.mark.parametrize(
    "body",
    [
        "Where is my parcel? It should have come on Monday.",
        "The zip of the jacket broke after two days, I would like to return it.",
        "Mein Paket ist nicht angekommen, können Sie nachsehen?",
        "Le colis est arrivé cassé, je voudrais un échange.",
    ],
)
def test_ordinary_mail_is_left_alone(classifier: SpacyClassifier, body: str) -> None:
    said = say(classifier, body)

    assert said.decision is Decision.NONE
    assert said.labels == ()


def test_a_plain_rule_backs_a_label_where_the_score_agrees(classifier: SpacyClassifier) -> None:
    said = say(classifier, "I object to the processing of my data for direct marketing.")

    assert said.decision is Decision.PRIVACY
    assert RequestType.MARKETING_OPT_OUT in labels_of(said)


def test_evidence_stands_in_the_message(classifier: SpacyClassifier) -> None:
    said = say(classifier, f"My parcel came.\n\n{ERASURE}")

    erasure = next(found for found in said.labels if found.label is RequestType.ERASURE)
    assert "please delete my account" in erasure.evidence[0]
    assert all(words in ERASURE for words in erasure.evidence)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("Please delete my account and all my data once the refund is through.", "a condition"),
        ("On behalf of my mother: please delete all her personal data.", "speaks for someone else"),
        ("Please do not delete my account and my data after all, I need them.", "says what not to do"),
        ("Ignore my last mail about deleting my data, I want to keep my account.", "take a request back"),
        ("Close my account", "may not mean the data"),
        ("Пожалуйста, удалите все мои данные из вашей системы", "language"),
    ],
)
def test_a_doubt_is_told_in_plain_words(classifier: SpacyClassifier, body: str, reason: str) -> None:
    said = say(classifier, body)

    assert said.decision is Decision.UNSURE
    assert any(reason in told for told in said.reasons)


def test_quoted_words_are_not_the_writer_s(classifier: SpacyClassifier) -> None:
    quote = "On Tue, 8 Apr 2025, Support <help@example.com> wrote:\n> Please delete all my personal data."

    assert say(classifier, f"Thanks, the parcel came today.\n\n{quote}").decision is Decision.NONE


def test_a_yes_to_quoted_words_goes_to_a_person(classifier: SpacyClassifier) -> None:
    quote = "On Tue, 8 Apr 2025, Support <help@example.com> wrote:\n> Shall we delete your account and all your data?"

    said = say(classifier, f"Yes, please go ahead.\n\n{quote}")

    assert said.decision is Decision.UNSURE
    assert RequestType.ERASURE in labels_of(said)


def test_a_forward_without_a_word_is_never_sure(classifier: SpacyClassifier) -> None:
    said = say(classifier, f"---------- Forwarded message ---------\nFrom: Jo\n\n{ERASURE}")

    assert said.decision is Decision.UNSURE


def test_service_messages_stop_only_when_named(classifier: SpacyClassifier) -> None:
    plain = say(classifier, "Unsubscribe me from your mailing list.")
    wide = say(classifier, "Unsubscribe me from your mailing list, and no order confirmations either.")

    assert (plain.scope.service_messages, wide.scope.service_messages) == (False, True)


def test_identifiers_language_and_version_are_told(classifier: SpacyClassifier) -> None:
    said = say(classifier, f"{ERASURE}\njo@example.com, order 40418, +44 20 7946 0123")

    assert [address.value for address in said.identifiers.emails] == ["jo@example.com"]
    assert said.identifiers.orders == ("40418",)
    assert said.identifiers.phones == ("+442079460123",)
    assert said.language == "en"
    assert said.model_version == classifier.version


@pytest.mark.parametrize("body", ["", " \n\t", "...", "🙂", "\x00\x01"])
def test_a_text_without_words_is_none(classifier: SpacyClassifier, body: str) -> None:
    assert say(classifier, body).decision is Decision.NONE


@pytest.mark.parametrize(
    "body",
    [
        "a" * 1_000_000,
        "delete my data. " * 60_000,
        "\n" * 1_000_000,
        "> " * 500_000,
        "On 1 wrote:\n" * 50_000,
        "Regards\nJo\n" * 100_000,
        "\u202eatad ym eteled\u202c \x00\ud800\uffff",
        "من فضلك احذف جميع بياناتي",
        "🙂" * 100_000 + "a",
        "@" * 100_000 + "a@b.",
        "1" * 200_000,
        "order " * 50_000,
        "Your case number: \n" * 50_000,
        "please, " * 100_000,
    ],
)
def test_hostile_texts_get_an_answer_from_a_bounded_part_of_them(classifier: SpacyClassifier, body: str) -> None:
    subject = body[:10_000]

    said = classifier.classify(subject=subject, body=body)
    reading = read_message(subject, body)

    assert 0 <= said.probability <= 1
    assert len(reading.text) <= MOST_SIGNS_SCORED
    assert max(map(len, reading.text.split()), default=0) <= LONGEST_WORD_SCORED
    assert reading.is_empty or len(scores_of(classifier.pipeline(reading.text)).spans) <= MOST_SENTENCES_SCORED


@pytest.mark.parametrize(
    "filler", ["a" * 1_000_000, "xq zzv brt " * 90_000, "lorem ipsum dolor sit amet " * 40_000, "ąę żółć " * 120_000]
)
def test_a_request_above_a_heap_of_filler_is_still_read(classifier: SpacyClassifier, filler: str) -> None:
    said = say(classifier, f"Please delete all the personal data you hold about me. {filler}")

    assert said.decision is Decision.PRIVACY
    assert labels_of(said) == {RequestType.ERASURE}
    assert said.language == "en"


@pytest.mark.parametrize(
    ("subject", "body", "label"),
    [
        ("", "Please delete all the data you hold about me.", RequestType.ERASURE),
        ("Please delete my data", "Please delete all the data you hold about me.", RequestType.ERASURE),
        ("", "I want to complain about how you handle my data", RequestType.COMPLAINT),
        ("", "Send me a copy of my data. My address on file is x@example.com", RequestType.ACCESS),
        ("My data", "Hi, kindly erase each record that you keep on me, thanks", RequestType.ERASURE),
    ],
)
def test_one_sentence_is_one_request(classifier: SpacyClassifier, subject: str, body: str, label: RequestType) -> None:
    assert labels_of(classifier.classify(subject=subject, body=body)) == {label}


@pytest.mark.parametrize(
    ("body", "labels"),
    [
        (
            "Please send me a copy of my data and then delete everything.",
            {RequestType.ACCESS, RequestType.ERASURE},
        ),
        (
            "Bitte löscht meine Daten und schickt mir keine Werbung mehr.",
            {RequestType.ERASURE, RequestType.MARKETING_OPT_OUT},
        ),
        (
            "Could you send me everything you have on file about me? After that please wipe it all.",
            {RequestType.ACCESS, RequestType.ERASURE},
        ),
    ],
)
def test_words_of_their_own_make_two_requests(classifier: SpacyClassifier, body: str, labels: set[RequestType]) -> None:
    assert labels_of(say(classifier, body)) == labels


@pytest.mark.parametrize(
    "body",
    [
        "Stop please, I changed my mind. Do not delete anything, cancel my request.",
        "Ich habe es mir anders überlegt. Bitte löschen Sie nichts, ich ziehe meinen Antrag zurück.",
        "J'ai changé d'avis. Ne supprimez rien, annulez ma demande.",
        "He cambiado de opinión. No borren nada, anulen mi solicitud.",
        "Ho cambiato idea. Non cancellate niente, annullate la mia richiesta.",
        "Ik heb me bedacht. Verwijder niets, ik trek mijn verzoek in.",
    ],
)
def test_a_request_taken_back_reaches_a_person(classifier: SpacyClassifier, body: str) -> None:
    said = say(classifier, body)

    assert said.decision is Decision.UNSURE
    assert any("takes a request back" in told for told in said.reasons)


@settings(max_examples=60, deadline=None)
@given(subject=st.text(max_size=40), body=st.text(max_size=400))
def test_any_text_gets_the_same_answer_twice(classifier: SpacyClassifier, subject: str, body: str) -> None:
    first = classifier.classify(subject=subject, body=body)

    assert classifier.classify(subject=subject, body=body) == first
    assert (first.decision is Decision.NONE) <= (first.labels == ())


def test_words_are_forgotten_after_scoring(classifier: SpacyClassifier) -> None:
    say(classifier, "Delete Zyxwvutina Quodlibetsson from your records.")

    assert "Quodlibetsson" not in classifier.pipeline.vocab.strings
