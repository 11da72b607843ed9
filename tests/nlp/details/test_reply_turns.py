"""Short replies in six languages, and their like that mean something else."""

from time import process_time

import pytest

from bot.domain.reply_turn import ReplyTurn
from nlp.details.reply_turns import reply_turns
from nlp.reading import read_message

ALONE = {ReplyTurn.STATUS, ReplyTurn.STATUS_ALONE}
NAMED = {*ALONE, ReplyTurn.OF_A_REQUEST}


@pytest.mark.parametrize(
    "words",
    [
        "status?",
        "Hi,\nany update on my request?\nThanks\nJuniper",
        "Dear team, when will I hear from you about my request?",
        "Can you tell me how far you are with this?",
        "I am still waiting for an answer.",
        "Gibt es schon etwas Neues?",
        "Guten Tag, wie weit sind Sie mit meiner Anfrage? Danke",
        "Wann bekomme ich eine Antwort?",
        "Où en est ma demande ?",
        "Bonjour, avez-vous du nouveau ? Merci",
        "¿Hay novedades?",
        "¿Cómo va mi petición? Un saludo",
        "Ci sono novità?",
        "A che punto è la mia richiesta?",
        "Is er al nieuws over mijn verzoek?",
        "Ik wacht nog steeds op antwoord",
    ],
)
def test_a_question_for_the_status_is_known_in_six_languages(words: str) -> None:
    assert reply_turns("", words) == ALONE


@pytest.mark.parametrize(
    "words",
    [
        "What is the status of my deletion request?",
        "Have you deleted my data yet?",
        "status of case 26-0142 please",
        "Wie ist der Stand meiner Löschanfrage?",
        "Sind meine Daten schon gelöscht?",
        "Où en est ma demande de suppression de mes données ?",
        "¿Han borrado ya mis datos?",
        "Avete già cancellato i miei dati?",
        "Hoe staat het met mijn verwijderverzoek?",
    ],
)
def test_a_privacy_request_that_is_named_is_known_as_one(words: str) -> None:
    assert reply_turns("", words) == NAMED


def test_the_number_of_a_case_in_the_subject_names_it() -> None:
    assert reply_turns("About 26-0142", "any news?") == NAMED


@pytest.mark.parametrize(
    "words",
    [
        "What is the status of my parcel?",
        "What is the status of my order RO-12345?",
        "any news on my refund?",
        "When will it be delivered?",
        "Wie ist der Stand meiner Bestellung?",
        "Wo bleibt mein Paket?",
        "Où en est ma commande ?",
        "¿Cómo va mi pedido?",
        "A che punto è il mio ordine?",
        "Hoe staat het met mijn bestelling?",
        "Please delete all my data.",
        "I want a copy of my data, what is it you hold?",
    ],
)
def test_a_question_about_a_parcel_or_a_request_is_none(words: str) -> None:
    assert reply_turns("", words) == set()


def test_a_question_beside_other_words_is_not_alone() -> None:
    assert reply_turns("", "Status? My order number is RO-88421.") == {ReplyTurn.STATUS}


@pytest.mark.parametrize(
    "words",
    [
        "Thanks!",
        "Thank you so much for your quick reply!\nKind regards\nJuniper Quillfeather",
        "Vielen Dank für die schnelle Antwort.\nMit freundlichen Grüßen",
        "Merci beaucoup pour votre réponse. Bonne journée",
        "Muchas gracias por su ayuda. Un saludo",
        "Grazie mille. Cordiali saluti",
        "Bedankt voor de snelle reactie!\nGroeten",
    ],
)
def test_thanks_alone_are_thanks(words: str) -> None:
    assert reply_turns("", words) == {ReplyTurn.THANKS}


@pytest.mark.parametrize(
    "words",
    [
        "no thanks",
        "Thanks for nothing.",
        "Thanks, but please do not delete it yet",
        "Thank you, yes please go ahead",
        "Danke, aber das reicht mir nicht.",
        "Merci, mais ce n'est pas ce que j'ai demandé",
        "Gracias, pero borren también mi cuenta",
        "Grazie, però non ho ricevuto nulla",
        "Bedankt, maar ik wil het toch niet meer kwijt",
        "ok",
        "Yes",
    ],
)
def test_thanks_with_a_but_are_more_than_thanks(words: str) -> None:
    assert ReplyTurn.THANKS not in reply_turns("", words)


@pytest.mark.parametrize(
    "words",
    [
        "cancel that",
        "Please cancel it, thanks",
        "Sorry, I changed my mind.",
        "Please don't do it",
        "Bitte brechen Sie das ab",
        "Hat sich erledigt.",
        "Annulez tout svp",
        "Finalement j'ai changé d'avis",
        "Cancélenlo, por favor",
        "Ya no lo quiero",
        "Annullate tutto",
        "Ho cambiato idea",
        "Laat maar",
        "Annuleer dat maar",
    ],
)
def test_cancel_that_is_known_in_six_languages(words: str) -> None:
    assert ReplyTurn.CANCEL in reply_turns("", words)


@pytest.mark.parametrize(
    "words",
    [
        "cancel my order",
        "Please cancel my order RO-1234.",
        "stop sending me newsletters",
        "Bitte stornieren Sie meine Bestellung",
        "Annulez ma commande",
        "Cancelen mi pedido",
        "Annullate il mio ordine",
        "Annuleer mijn bestelling",
    ],
)
def test_cancelling_an_order_is_no_withdrawal(words: str) -> None:
    assert reply_turns("", words) == set()


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("Automatic reply: Your request", "Hello"),
        ("Out of office", ""),
        ("", "I am out of the office until Monday. I will reply when I am back."),
        ("Abwesenheitsnotiz", "Guten Tag"),
        ("", "Ich bin bis 5. Dezember im Urlaub. In dringenden Fällen wenden Sie sich an meine Kollegin."),
        ("", "Je suis absente jusqu'au 5. Je vous répondrai à mon retour."),
        ("", "Estoy de vacaciones hasta el lunes. Responderé a mi regreso."),
        ("", "Sono in ferie fino a lunedì. Al mio rientro risponderò."),
        ("", "Ik ben tot maandag afwezig. In dringende gevallen kunt u bellen."),
    ],
)
def test_a_notice_of_absence_is_known_in_six_languages(subject: str, words: str) -> None:
    assert reply_turns(subject, words) == {ReplyTurn.AWAY}


@pytest.mark.parametrize(
    "words",
    ["I am on holiday until Friday, so please wait with the answer.", "I work in the office of a lawyer.", ""],
)
def test_somebody_who_speaks_of_a_holiday_is_no_machine(words: str) -> None:
    assert reply_turns("", words) == set()


def test_what_a_reply_quotes_is_none_of_its_own_words() -> None:
    quoted = "Thanks.\n\nOn Mon, 23 Nov 2026 at 10:00, RetailOps wrote:\n> Please delete my data\n> any news?\n"

    assert read_message("Re: hello", quoted).turns == {ReplyTurn.THANKS}


@pytest.mark.parametrize("words", ["a " * 250, "thanks for " * 60, "status " * 85, "?" * 600, "please cancel " * 40])
def test_any_text_is_read_in_no_time(words: str) -> None:
    began = process_time()

    reply_turns(words, words[:600])

    assert process_time() - began < 1
