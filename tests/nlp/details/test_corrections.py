import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.correction import CorrectableField, Correction
from bot.ports.understanding import CorrectionReader
from nlp.details.corrections import PlainCorrectionReader

READER: CorrectionReader = PlainCorrectionReader()
NAME, EMAIL, PHONE, ADDRESS = CorrectableField

SAID_BOTH = (
    (NAME, "Meyer", "Meier", "Mein Name ist falsch geschrieben: Meier statt Meyer."),
    (NAME, "Meyer", "Meier", "Mein Nachname lautet nicht Meyer, sondern Meier. Bitte berichtigen."),
    (NAME, "Jon Smyth", "John Smith", "My name is spelled Jon Smyth, it should be John Smith."),
    (NAME, "Jon Smyth", "John Smith", "You have my name wrong: it is John Smith, not Jon Smyth."),
    (NAME, "Dupond", "Dupont", "Mon nom est mal écrit, merci de corriger Dupond par Dupont."),
    (NAME, "Dupond", "Dupont", "Mon nom de famille est Dupont et non Dupond, merci de rectifier."),
    (NAME, "Nunez", "Núñez", "Mi apellido está mal escrito: es Núñez en lugar de Nunez."),
    (NAME, "Rosi", "Rossi", "Il mio cognome è sbagliato: Rossi invece di Rosi."),
    (NAME, "de Jong", "De Jonge", 'Mijn achternaam is fout: "De Jonge" in plaats van "de Jong".'),
    (NAME, "Anna van der Berg", "Anna Berg", "Please change my name from Anna van der Berg to Anna Berg."),
    (EMAIL, "a@example.com", "b@example.org", "Please change my e-mail from a@example.com to b@example.org."),
    (EMAIL, "a@example.com", "b@example.org", "Bitte meine Mailadresse von a@example.com auf b@example.org ändern."),
    (
        EMAIL,
        "a@example.com",
        "b@example.org",
        "Merci de modifier mon adresse e-mail de a@example.com en b@example.org.",
    ),
    (EMAIL, "a@example.com", "b@example.org", "Cambien mi correo: b@example.org en vez de a@example.com."),
    (EMAIL, "a@example.com", "b@example.org", "La mia mail non è giusta: non a@example.com ma b@example.org."),
    (EMAIL, "a@example.com", "b@example.org", "Vervang a@example.com door b@example.org in mijn account."),
    (EMAIL, "a@example.com", "b@example.org", "My record is wrong: a@example.com → b@example.org"),
    (
        PHONE,
        "020 7946 0001",
        "020 7946 0002",
        "My phone number is wrong, please replace 020 7946 0001 with 020 7946 0002.",
    ),
    (PHONE, "030 23125 001", "030 23125 002", "Meine Telefonnummer stimmt nicht: 030 23125 002 statt 030 23125 001."),
)
SAID_NEW = (
    (NAME, "Ada Vance-Oduya", "After the wedding, please change my name to Ada Vance-Oduya."),
    (EMAIL, "b@example.org", "My new e-mail address is b@example.org, please update it."),
    (EMAIL, "b@example.org", "Meine neue E-Mail-Adresse lautet b@example.org."),
    (EMAIL, "b@example.org", "Ma nouvelle adresse mail est b@example.org"),
    (EMAIL, "b@example.org", "Mi nuevo correo es b@example.org"),
    (EMAIL, "b@example.org", "La mia nuova mail è b@example.org"),
    (EMAIL, "b@example.org", "Mijn nieuwe e-mailadres is b@example.org"),
    (PHONE, "+44 7700 900123", "My new phone number is +44 7700 900123."),
    (PHONE, "0152 28817386", "Neue Handynummer: 0152 28817386"),
    (
        ADDRESS,
        "17 Wattle Crescent, Epsom KT19 8AB",
        "We moved. Our new address is 17 Wattle Crescent, Epsom KT19 8AB. Thank you",
    ),
    (ADDRESS, "Lindenweg 4, 50667 Köln", "Meine neue Anschrift lautet Lindenweg 4, 50667 Köln, bitte ändern."),
)
SILENT = (
    "Something about me in your records is wrong.",
    "Please do not change my e-mail from a@example.com to b@example.org.",
    "Bitte nichts ändern, meine Mail ist nicht a@example.com sondern b@example.org.",
    "I forwarded the invoice from a@example.com to b@example.org.",
    "From: a@example.com\nTo: b@example.org\nMy name is wrong.",
    "Please change my last name to Vance.",
    "It's Ms not Mr. Please correct my name.",
    "My birthday is wrong, it should be 12/04/1985, my phone is right.",
    "Correct the invoice: my order number should be 4500-1182-77, not my phone.",
    "My new phone is 020 7946 0001. Also my new e-mail is b@example.org.",
    "My name should be John Smith. Sorry, my name should be Jack Smith.",
    "The house name should be Brook View not Brook Farm, please change it.",
    "Our new address is the same as ever.",
    "My new e-mail is someone@192.168, please update it.",
    "",
)


@pytest.mark.parametrize(("what", "old", "new", "text"), SAID_BOTH)
def test_old_and_new_are_read_where_both_are_said(what: CorrectableField, old: str, new: str, text: str) -> None:
    assert READER.find_correction(text) == Correction(what=what, new=new, old=old)


@pytest.mark.parametrize(("what", "new", "text"), SAID_NEW)
def test_the_new_value_alone_is_read_where_it_is_sure(what: CorrectableField, new: str, text: str) -> None:
    assert READER.find_correction(text) == Correction(what=what, new=new)


@pytest.mark.parametrize("text", SILENT)
def test_what_is_not_said_plainly_is_left_to_a_person(text: str) -> None:
    assert READER.find_correction(text) is None


def test_words_far_apart_do_not_make_a_name() -> None:
    text = "Mein Name ist Karl. " + "Ich habe lange nachgedacht. " * 10 + "Jetzt nicht von Ihnen zu Werbung, bitte."

    assert READER.find_correction(text) is None


@given(st.text())
def test_any_text_is_read_without_failing(text: str) -> None:
    assert READER.find_correction(text) is None or text


@pytest.mark.parametrize("unit", ["1 ", "A ", "a@", "not A but ", "my name should be ", "Aa'", "new phone 1-"])
def test_a_long_hostile_text_is_read_in_bounded_time(unit: str) -> None:
    assert READER.find_correction("change name phone " + unit * 50_000) is None
