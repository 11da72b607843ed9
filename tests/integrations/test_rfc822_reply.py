"""Own words are told from history, signatures and footers, in six languages and as many mail programs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.rfc822.reply import split_reply

OWN = "Please delete my account.\n\nThank you, Jane"

UNMARKED_HISTORY = [
    # Gmail, Apple Mail, Thunderbird, Yahoo and telephones without quote marks
    "On Mon, Nov 23, 2026 at 9:12 AM RetailOps <help@retailops.com> wrote:",
    "On Monday, November 23, 2026 at 09:12:00 AM GMT, RetailOps\n<help@retailops.com> wrote:",
    "On 23 Nov 2026, at 09:12, RetailOps Help <help@retailops.com> wrote:",
    "On 23/11/2026 09:12, RetailOps wrote:",
    "At 09:12 23/11/2026, you wrote:",
    "In a message dated 11/23/2026 9:12:00 A.M. Eastern, help@retailops.com writes:",
    "2026-11-23 9:12 GMT+01:00 RetailOps <help@retailops.com>:",
    "RetailOps <help@retailops.com> wrote:",
    "Am Mo., 23. Nov. 2026 um 09:12 Uhr schrieb RetailOps <help@retailops.com>:",
    "Am 23.11.2026 um 09:12 schrieb RetailOps:",
    "RetailOps <help@retailops.com> schrieb am Mo., 23. Nov. 2026, 09:12:",
    "Le lun. 23 nov. 2026 à 09:12, RetailOps <help@retailops.com> a écrit :",
    "Le 23/11/2026 à 09:12, RetailOps a écrit\u00a0:",
    "El lun, 23 nov 2026 a las 9:12, RetailOps (<help@retailops.com>) escribió:",
    "El 23/11/2026 a las 9:12, RetailOps escribió:",
    "Il giorno lun 23 nov 2026 alle ore 09:12 RetailOps <help@retailops.com> ha\nscritto:",
    "Il 23/11/2026 09:12, RetailOps ha scritto:",
    "Op ma 23 nov 2026 om 09:12 schreef RetailOps <help@retailops.com>:",
    "Op 23-11-2026 om 09:12 schreef RetailOps:",
    "Op 23 nov. 2026 om 09:12 heeft RetailOps <help@retailops.com> het volgende geschreven:",
    # Outlook and those who do as it does
    "-----Original Message-----\nFrom: RetailOps\nSent: Monday\nTo: Jane\nSubject: Hi\n",
    "-----Ursprüngliche Nachricht-----\nVon: RetailOps",
    "-----Message d'origine-----\nDe : RetailOps",
    "-----Mensaje original-----\nDe: RetailOps",
    "-----Messaggio originale-----\nDa: RetailOps",
    "-----Oorspronkelijk bericht-----\nVan: RetailOps",
    "-------- Original Message --------\nSubject: Hi",
    "-------- Original-Nachricht --------\nDatum: Mo",
    "________________________________\nFrom: RetailOps <help@retailops.com>\nSent: Monday\nTo: Jane\nSubject: Hi",
    "From: RetailOps <help@retailops.com>\nSent: Monday, 23 November 2026 09:12\nTo: Jane\nSubject: Hi",
    "*From:* RetailOps\n*Sent:* Monday\n*To:* Jane\n*Subject:* Hi",
    "Von: RetailOps <help@retailops.com>\nGesendet: Montag, 23. November 2026 09:12\nAn: Jane\nBetreff: Hi",
    "Gesendet: Montag, 23. November 2026 um 09:12 Uhr\nVon: RetailOps\nAn: Jane\nBetreff: Hi",
    "De : RetailOps\nEnvoyé : lundi 23 novembre 2026 09:12\nÀ : Jane\nObjet : Bonjour",
    "De: RetailOps\nEnviado el: lunes, 23 de noviembre de 2026 9:12\nPara: Jane\nAsunto: Hola",
    "Da: RetailOps\nInviato: lunedì 23 novembre 2026 09:12\nA: Jane\nOggetto: Ciao",
    "Van: RetailOps\nVerzonden: maandag 23 november 2026 09:12\nAan: Jane\nOnderwerp: Hallo",
    # passed on
    "---------- Forwarded message ---------\nFrom: RetailOps",
    "Begin forwarded message:\n\nFrom: RetailOps",
    "-------- Weitergeleitete Nachricht --------\nBetreff: Hi",
    "Anfang der weitergeleiteten Nachricht:\n\nVon: RetailOps",
    "Début du message transféré :\n\nDe: RetailOps",
    "Inicio del mensaje reenviado:\n\nDe: RetailOps",
    "Inizio messaggio inoltrato:\n\nDa: RetailOps",
    "Begin doorgestuurd bericht:\n\nVan: RetailOps",
    "##- Please type your reply above this line -##",
    "------------------ Original ------------------\nFrom: X",
    "-----原始邮件-----\n发件人: X <x@example.com>",
]

MARKED_HISTORY = [
    "On Mon, Nov 23, 2026 at 9:12 AM RetailOps <help@retailops.com> wrote:",
    "On Mon, Nov 23, 2026 at 9:12 AM RetailOps Customer Privacy and Support Team\n<help@retailops.com> wrote:",
    "Am Montag, dem 23.11.2026 um 09:12 +0100 schrieb RetailOps:",
    "RetailOps schrieb:",
    "Le lundi 23 novembre 2026, RetailOps a écrit :",
    "El lunes, 23 de noviembre de 2026, RetailOps escribió:",
    "Il giorno lunedì 23 novembre 2026 RetailOps ha scritto:",
    "RetailOps schreef op 23-11-2026:",
    "W dniu 23.11.2026 o 09:12, RetailOps pisze:",
    "RetailOps <help@retailops.com>, 23 Kas 2026 Pzt, 09:12 tarihinde şunu yazdı:",
    "",
]

TELEPHONES = [
    "Sent from my iPhone",
    "Sent from my Samsung Galaxy smartphone.",
    "Sent from Outlook for iOS",
    "Get Outlook for Android<https://aka.ms/x>",
    "Sent from Yahoo Mail on Android",
    "Sent from Mail for Windows",
    "Von meinem iPhone gesendet",
    "Von meinem Samsung Galaxy Smartphone gesendet.",
    "Gesendet von Outlook für Android",
    "Diese Nachricht wurde von meinem Android-Gerät mit WEB.DE Mail gesendet.",
    "Envoyé de mon iPhone",
    "Envoyé depuis mon appareil Galaxy",
    "Télécharger Outlook pour iOS",
    "Enviado desde mi iPhone",
    "Enviado desde Outlook para Android",
    "Inviato da iPhone",
    "Inviato da Outlook per Android",
    "Verstuurd vanaf mijn iPhone",
    "Verzonden met Outlook voor Android",
]

FOOTERS = [
    "-- \nJane Doe\n1 High Street, unsubscribe from paper",
    "--\nJane Doe",
    "This email and any attachments are confidential and intended solely for the addressee.\nDelete it.",
    "CONFIDENTIALITY NOTICE: delete all copies",
    "CONFIDENTIALITY: this message is for its readers.",
    "Registered in England 00. This email and any attachment is intended solely for the addressee.",
    "Diese E-Mail enthält vertrauliche Informationen.\nBitte löschen Sie sie.",
    "Ce message et toutes les pièces jointes sont confidentiels.",
    "Este mensaje y sus archivos adjuntos son confidenciales.",
    "Questo messaggio contiene informazioni riservate.",
    "Dit bericht en de bijlagen zijn vertrouwelijk.",
    "Virus-free. www.example.com",
]

KEPT_WHOLE = [
    "Subject: Delete my account\n\nPlease delete my account.",
    "From: Jane Doe\nTo: RetailOps\nDate: 23 November 2026\nSubject: Data request\n\nPlease send me my data.",
    "On Monday your agent wrote:\nwe cannot help. I disagree.",
    "On 3 May 2026 your colleague wrote:\nwe will delete it. You did not.",
    "Here is what I want:\n- my data\n- my orders",
    "To: whom it may concern\nI want my data.",
    "My order: 4711\nMy mail: jane@example.com",
    "Am Montag habe ich bestellt. Bitte löschen Sie alles:\nName, Adresse",
    "--\nthe first line is no signature",
    "Sent from my heart: delete it all",
    "This message is for the privacy team.",
    "I received this email in error, please delete my address.",
    "My data are confidential.",
    "---- urgent ----\ndelete my account",
    "Please forward this message to your privacy officer.",
    "Let me quote your notice: you may delete.",
    "Le colis n'est pas arrivé.\nDe : Paris\nSupprimez mes données.",
]


@pytest.mark.parametrize("history", UNMARKED_HISTORY)
def test_an_earlier_mail_below_is_cut_to_the_end(history: str) -> None:
    reply = split_reply(f"{OWN}\n\n{history}\n\nYour data are kept for ever.\nUnsubscribe here.")

    assert reply.reply_text == OWN
    assert "Unsubscribe here." in reply.quoted_text


@pytest.mark.parametrize("attribution", MARKED_HISTORY)
def test_a_marked_quote_below_goes_with_its_attribution(attribution: str) -> None:
    reply = split_reply(f"{OWN}\n\n{attribution}\n> Your data are kept.\n>> really?\n>\n> Unsubscribe here.")

    assert reply.reply_text == OWN
    assert attribution in reply.quoted_text


@pytest.mark.parametrize("attribution", MARKED_HISTORY)
def test_answers_written_between_quotes_are_kept(attribution: str) -> None:
    reply = split_reply(f"{attribution}\n> Which account?\n\nThe old one.\n\n> All of it?\nYes, delete all.\n\n> Bye")

    assert reply.reply_text == "The old one.\n\nYes, delete all."
    assert "Which account?" in reply.quoted_text


@pytest.mark.parametrize("line", TELEPHONES)
def test_a_telephones_own_line_is_cut(line: str) -> None:
    assert split_reply(f"{OWN}\n\n{line}").reply_text == OWN
    assert split_reply(f"{OWN}\n\n{line}\n\nOn 1/2/2026 09:12, X <x@example.com> wrote:\n> a").reply_text == OWN


@pytest.mark.parametrize("footer", FOOTERS)
def test_a_footer_is_cut_and_kept_apart(footer: str) -> None:
    reply = split_reply(f"{OWN}\n\n{footer}")

    assert reply.reply_text == OWN
    assert reply.quoted_text == footer.replace("-- \n", "--\n")


@pytest.mark.parametrize("text", KEPT_WHOLE)
def test_a_letter_that_only_looks_like_history_is_kept_whole(text: str) -> None:
    reply = split_reply(text)

    assert reply.reply_text == text
    assert reply.quoted_text == ""


@pytest.mark.parametrize("subject", ["Fwd: data", "FW: data", "WG: Daten", "TR: données", "RV: datos", "I: dati"])
def test_a_mail_passed_on_without_words_keeps_its_text_and_is_all_quoted(subject: str) -> None:
    text = "From: Jane <jane@example.com>\nSent: Monday\nTo: shop\nSubject: data\n\nDelete my account."

    reply = split_reply(text, subject=subject)

    assert reply.text == text
    assert reply.quoted_text == text
    assert reply.reply_text == ""


@pytest.mark.parametrize(
    "words",
    [
        "See my answers in red below.",
        "Meine Antworten stehen unten im Text.",
        "Mes réponses sont ci-dessous.",
        "Mis respuestas van abajo, en rojo.",
        "Le mie risposte sono qui sotto.",
        "Mijn antwoorden staan hieronder.",
    ],
)
def test_answers_written_into_an_unmarked_mail_are_kept(words: str) -> None:
    text = f"{words}\n\nFrom: RetailOps\nSent: Monday\nTo: Jane\nSubject: Hi\n\n- Delete it? [yes, all of it]"

    assert "[yes, all of it]" in split_reply(text).reply_text


def test_a_complaint_about_a_missing_answer_announces_none() -> None:
    text = "I got no answer to the letter below.\n\nFrom: X\nSent: Monday\nTo: Jane\nSubject: Hi\n\nold"

    assert split_reply(text).reply_text == "I got no answer to the letter below."


def test_a_signature_above_the_history_is_cut() -> None:
    text = f"{OWN}\n-- \nJane Doe\nHigh Street\n\nOn 23/11/2026 09:12, RetailOps wrote:\n> Hello"

    assert split_reply(text).reply_text == OWN


def test_words_below_the_quote_are_kept_when_bottom_posting() -> None:
    text = "On 23/11/2026 09:12, RetailOps wrote:\n> Shall we delete it?\n\nYes please.\n\n-- \nJane"

    assert split_reply(text).reply_text == "Yes please."


def test_a_quoted_line_broken_in_two_stays_one_quote() -> None:
    long = "> we keep the data which you gave us for as long as the law says that we"
    text = f"{OWN}\n\n{long}\nhave to keep it\n> and then we erase it"

    assert split_reply(text).reply_text == OWN


@given(
    st.lists(st.sampled_from(["> a", "b:", "-- ", "", "On 1/1/2026 09:00, X wrote:", "From: x", "To: y", "é", "___"]))
)
def test_no_line_is_lost(lines: list[str]) -> None:
    reply = split_reply("\n".join(lines))

    kept = sorted(line.strip() for line in (reply.reply_text + "\n" + reply.quoted_text).split("\n") if line.strip())
    assert kept == sorted(line.strip() for line in lines if line.strip())


@given(st.text(max_size=300))
def test_any_text_can_be_split(text: str) -> None:
    split_reply(text)
