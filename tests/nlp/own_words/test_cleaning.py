"""What is cut and what is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.own_words.cleaning import CutKind, clean
from nlp.training_mail import read_corpus

HISTORIES = [
    "On Tue, 8 Apr 2025 at 9:51, Support <help@example.com> wrote:\n> Dear customer",
    "On Tue, 8 Apr 2025 at 9:51, Customer Support\n<help@example.com> wrote:\n\n> Dear customer",
    "Am 08.04.2025 um 09:51 schrieb Support <help@example.com>:\n> Liebe Kundin",
    "Le mar. 8 avr. 2025 à 09:51, Support <help@example.com> a écrit :\n> Bonjour",
    "El mar, 8 abr 2025 a las 9:51, Soporte (<help@example.com>) escribió:\n> Hola",
    "Il giorno mar 8 apr 2025 alle ore 09:51 Assistenza <help@example.com> ha scritto:\n> Buongiorno",
    "Op di 8 apr. 2025 om 09:51 schreef Support <help@example.com>:\n> Beste klant",
    "-----Original Message-----\nFrom: Support\nSubject: Hello\n\nDear customer",
    "____________________\nFrom: Support <help@example.com>\nSent: Tuesday\nSubject: Hello\n\nDear customer",
    "Von: Support\nGesendet: Dienstag\nAn: Kundin\nBetreff: Hallo\n\nLiebe Kundin",
]


@pytest.mark.parametrize("history", HISTORIES)
def test_history_below_an_answer_is_cut_and_kept_aside(history: str) -> None:
    cleaned = clean(f"Please call me.\n\n{history}")

    assert cleaned.kept == "Please call me."
    assert "\n".join(cleaned.list_cut(CutKind.QUOTED)) == history


def test_an_answer_below_its_quote_is_kept() -> None:
    cleaned = clean("On 8 Apr 2025 Support <help@example.com> wrote:\n> Shall we delete it?\nNo, keep it.")

    assert cleaned.kept == "No, keep it."


def test_a_forward_is_told_from_a_quote() -> None:
    cleaned = clean("See below.\n\n---------- Forwarded message ---------\nFrom: A\n\nDelete me")

    assert [part.kind for part in cleaned.cut] == [CutKind.FORWARDED]


def test_a_disclaimer_asking_strangers_to_delete_the_mail_is_cut() -> None:
    cleaned = clean(
        "Where is my parcel?\n\nThis e-mail is confidential. If you are not the intended recipient, delete it at once."
    )

    assert cleaned.kept == "Where is my parcel?"
    assert [part.kind for part in cleaned.cut] == [CutKind.DISCLAIMER]


def test_a_newsletter_footer_is_cut() -> None:
    cleaned = clean("The code does not work.\n\nYou are receiving this e-mail because you signed up. Unsubscribe here")

    assert cleaned.kept == "The code does not work."
    assert [part.kind for part in cleaned.cut] == [CutKind.FOOTER]


@pytest.mark.parametrize("farewell", ["Kind regards", "Mit freundlichen Grüßen", "Cordialement", "Saludos", "Groetjes"])
def test_a_signature_is_cut_but_a_postscript_is_kept(farewell: str) -> None:
    cleaned = clean(f"Where is it?\n\n{farewell},\nJo Doe\n+44 20 7946 0000\n\nPS: delete my data too")

    assert cleaned.kept == "Where is it?\n\nPS: delete my data too"
    assert "Jo Doe" in cleaned.list_cut(CutKind.SIGNATURE)[0]


def test_a_text_of_nothing_but_a_farewell_is_kept() -> None:
    assert clean("Best regards").kept == "Best regards"


def test_no_evidence_of_the_corpus_is_lost_outside_of_quotes() -> None:
    for mail in read_corpus():
        cleaned = clean(mail.body)
        own = cleaned.list_cut(CutKind.SIGNATURE, CutKind.DISCLAIMER, CutKind.FOOTER)
        assert not [words for _, words in mail.evidence if any(words in part for part in own)], mail.mail_id


@pytest.mark.parametrize(
    "own",
    [
        "Le 12 mars à 18:03 le livreur a écrit :\n« absent »\n\nC'est faux.",
        "Hello,\n\nOn 3 April at 18:03 the driver wrote:\nno answer\n\nI was in.",
        "Hello,\n\nplease delete my data.\nThis message is confidential, I do not want my family to know.",
        "Give my\nbest regards\nto Nadia, she was a great help.",
        "Regards,\nJo\n\nOne more thing: please delete my old address.",
        "Sent from my garden, these tomatoes are hard.",
        "| item | pieces |\n| cup | 2 |",
    ],
)
def test_words_that_only_look_like_a_mail_programs_are_kept(own: str) -> None:
    assert clean(f"Hello,\n\n{own}").kept.endswith(own.rpartition("\n")[2])


def test_words_below_a_ticket_systems_marker_are_kept_when_none_stand_above() -> None:
    assert clean("--- Please type above this line ---\n\nI want a copy.").kept == "I want a copy."


@given(st.text(alphabet=st.sampled_from("ab \n>-_:.,@1\r"), max_size=300))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)

    assert clean(once.kept).kept == once.kept


@given(
    st.lists(
        st.sampled_from(
            [*HISTORIES, "Hello.", "", "> quoted", "Regards", "Jo", "-- ", "PS: one more", "-----", "From: a", "To: b"]
        ),
        max_size=9,
    )
)
def test_cleaning_twice_changes_nothing_more_for_mail_like_text(parts: list[str]) -> None:
    once = clean("\n".join(parts))

    assert clean(once.kept).kept == once.kept
