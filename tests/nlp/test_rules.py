"""What the words say by themselves."""

import pytest

from bot.domain.request import RequestType
from nlp.rules import Turn, is_endorsement, read_rules


@pytest.mark.parametrize(
    "text",
    [
        "STOP",
        "stop please!",
        "Unsubscribe",
        "lose my number",
        "Hi, take me off your list. Thanks",
        "Bitte abmelden",
        "Désinscrivez-moi svp",
        "Darme de baja por favor",
        "cancellatemi",
        "Meld me af aub",
    ],
)
def test_a_terse_opt_out_is_certain(text: str) -> None:
    reading = read_rules("", text)

    assert reading.is_certain
    assert reading.findings[0].label is RequestType.MARKETING_OPT_OUT


@pytest.mark.parametrize("text", ["Stop the subscription", "unsubscribe from the premium plan", "stop the order"])
def test_stopping_a_thing_is_not_a_terse_opt_out(text: str) -> None:
    assert not read_rules("", text).is_certain


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Please delete all my personal\ndata.", RequestType.ERASURE),
        ("Meine gespeicherten Daten sind zu löschen", RequestType.ERASURE),
        ("This is a subject access request", RequestType.ACCESS),
        ("Under Article 20 GDPR", RequestType.PORTABILITY),
        ("nach Art. 15 DSGVO", RequestType.ACCESS),
        ("Do not sell my personal information", RequestType.ADVERTISING_OPT_OUT),
        ("I will report you to the ICO", RequestType.COMPLAINT),
        ("J'adresserai une plainte à la CNIL", RequestType.COMPLAINT),
        ("J'invoque mon droit de rectification", RequestType.RECTIFICATION),
        ("I ask for restriction of processing", RequestType.RESTRICTION),
    ],
)
def test_plain_words_and_named_articles_show_a_label(text: str, label: RequestType) -> None:
    reading = read_rules("", text)

    assert label in {finding.label for finding in reading.findings}
    assert all(words in text for words in reading.words_for(label))


@pytest.mark.parametrize("text", ["section 15 of the warranty", "Article 15 of your catalogue", "art. 155 GDPR"])
def test_an_article_without_the_law_shows_nothing(text: str) -> None:
    assert read_rules("", text).findings == ()


@pytest.mark.parametrize(
    ("text", "turn"),
    [
        ("please do not delete my account yet", Turn.NEGATION),
        ("Bitte noch nicht löschen", Turn.NEGATION),
        ("ne supprimez pas mon compte", Turn.NEGATION),
        ("Ignore my last mail", Turn.WITHDRAWAL),
        ("ho cambiato idea", Turn.WITHDRAWAL),
        ("I withdraw my deletion request", Turn.RETRACTION),
        ("Please don't delete my data after all", Turn.RETRACTION),
        ("ich ziehe meinen Antrag zurück", Turn.RETRACTION),
        ("annulez ma demande", Turn.RETRACTION),
        ("anulen mi solicitud", Turn.RETRACTION),
        ("ritiro la mia richiesta", Turn.RETRACTION),
        ("ik trek mijn verzoek in", Turn.RETRACTION),
        ("delete me once the refund is through", Turn.CONDITION),
        ("löscht alles, sobald die Erstattung da ist", Turn.CONDITION),
        ("I write on behalf of my mother", Turn.FOR_ANOTHER),
    ],
)
def test_turns_of_phrase_are_seen(text: str, turn: Turn) -> None:
    assert turn in read_rules("", text).turns


@pytest.mark.parametrize(
    "text",
    [
        "I changed my mind about the colour, cancel my order",
        "cancel my request for a refund",
        "annulez ma demande de retour",
        "anulen mi solicitud de devolución",
        "annullate la mia richiesta di reso",
        "annuleer mijn verzoek om terugbetaling",
    ],
)
def test_taking_back_something_else_is_no_retraction(text: str) -> None:
    assert Turn.RETRACTION not in read_rules("", text).turns


def test_a_sentence_that_is_a_request_is_found_with_its_words() -> None:
    reading = read_rules("", "The parcel came. Please delete my data. Bye")

    assert reading.plain_labels == {RequestType.ERASURE}
    assert "Please delete my data" in reading.words_for(RequestType.ERASURE)


def test_a_subject_is_a_sentence_only_where_the_mail_is_bare() -> None:
    assert read_rules("Delete my data", "").plain_labels == {RequestType.ERASURE}
    assert not read_rules("Delete my data", "How do I remove an item?").plain_labels


def test_service_messages_are_in_scope_only_when_named() -> None:
    assert read_rules("", "No more offers, and no order confirmations either").service_messages
    assert not read_rules("", "No more offers please, I still want to hear of my order").service_messages


def test_only_few_words_endorse_a_quote() -> None:
    assert is_endorsement("Yes, please go ahead.")
    assert not is_endorsement("Where is my parcel?")
    assert not is_endorsement("Yes. " + "But first a long story. " * 20)


def test_a_bare_stop_below_an_order_is_not_certain() -> None:
    assert not read_rules("Your order 30117 is being packed", "STOP").is_certain
    assert not read_rules("sms", "stop", quoted="> tomorrow your parcel comes").is_certain
    assert read_rules("Flash sale, 48 hours only", "STOP").is_certain


def test_closing_an_account_is_a_doubt_only_without_a_word_on_data() -> None:
    assert Turn.ACCOUNT_ONLY in read_rules("", "Close my account").turns
    assert Turn.ACCOUNT_ONLY not in read_rules("", "Close my account and delete my data").turns
