"""Somebody else in a message, known by the words that a request is made for them."""

import pytest

from nlp.details.persons import list_mentions, speaks_of_writer


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Please delete my late father's account.", "my late father"),
        ("Delete the data you hold about my mother", "my mother"),
        ("Please unsubscribe my elderly\nmother from everything", "my elderly mother"),
        ("I write on behalf of my mother.", "my mother"),
        ("My father died on 2 May. Kindly remove his name and address.", "My father"),
        ("My son made an account with you. Please delete his profile.", "My son"),
        ("Our client requests access.", "Our client"),
        ("Bitte löschen Sie alle Daten meines verstorbenen Vaters.", "meines verstorbenen Vaters"),
        ("Im Namen meiner Mutter bitte ich um Auskunft", "meiner Mutter"),
        ("Namens unserer Mandantin fordern wir Auskunft", "unserer Mandantin"),
        ("Supprimez le compte de mon défunt père", "mon défunt père"),
        ("J'écris pour ma mère.", "ma mère"),
        ("Borren los datos de mi madre", "mi madre"),
        ("Escribo por mi padre", "mi padre"),
        ("Cancellate i dati di mia madre", "mia madre"),
        ("Scrivo per conto di mio padre", "mio padre"),
        ("Verwijder de gegevens van mijn overleden vader", "mijn overleden vader"),
        ("Namens mijn moeder vraag ik inzage", "mijn moeder"),
    ],
)
def test_a_request_for_somebody_else_is_known_in_six_languages(text: str, words: str) -> None:
    (mention,) = list_mentions(text)

    assert mention.words == words
    assert not mention.with_writer


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("remove me and my wife", "my wife"),
        ("Nehmen Sie mich und meine Frau aus dem Verteiler", "meine Frau"),
        ("Désabonnez-moi et mon mari", "mon mari"),
        ("Bórrenme a mí y a mi mujer", "mi mujer"),
        ("Cancellate me e mia moglie", "mia moglie"),
        ("Verwijder mij en mijn vrouw", "mijn vrouw"),
    ],
)
def test_the_writer_may_be_meant_too(text: str, words: str) -> None:
    (mention,) = list_mentions(text)

    assert mention.words == words
    assert mention.with_writer


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Delete my data please.",
        "My wife ordered the lamp and I paid for it. Delete my data.",
        "My husband died and I miss him. Delete my account.",
        "We write on behalf of our company about the invoice",
        "Our clients would like a quote",
        "meine eltern wollen das nicht",
        "Ich habe für meinen Enkel bestellt",
        "An agent of yours was rude",
        "I called you on behalf of nobody",
    ],
)
def test_people_for_whom_nothing_is_asked_are_left_alone(text: str) -> None:
    assert list_mentions(text) == ()


def test_one_person_by_two_names_is_one() -> None:
    text = "We act as authorised agent for Harriet Pell. Delete the data of our client. Our client insists."

    assert [mention.words for mention in list_mentions(text)] == ["our client"]


def test_two_people_are_two() -> None:
    text = "Please delete my husband's account and my son's account."

    assert [mention.words for mention in list_mentions(text)] == ["my husband", "my son"]


@pytest.mark.parametrize(
    "text", ["On behalf of Mrs. Anna Quillfeather I ask", "my late father Emrys Quillfeather's data"]
)
def test_the_words_never_hold_a_name(text: str) -> None:
    assert all("Quillfeather" not in mention.words for mention in list_mentions(text))


@pytest.mark.parametrize(
    ("words", "is_writers"),
    [
        ("stop my own newsletters", True),
        ("delete me", True),
        ("et supprimez mes données", True),
        ("Bitte meine Daten löschen", True),
        ("delete her data", False),
        ("send me a copy of his account", False),
    ],
)
def test_what_is_asked_for_the_writers_own_data_is_told_apart(words: str, is_writers: bool) -> None:
    assert speaks_of_writer(words) is is_writers


@pytest.mark.parametrize("text", ["my my my wife ", "delete my ", "on behalf of my late late ", "mein mein vater hat "])
def test_endless_repetition_costs_no_time_to_speak_of(text: str) -> None:
    assert len(list_mentions(text * 20_000)) <= 3
