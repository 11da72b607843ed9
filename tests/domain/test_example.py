"""What the classifier may learn from."""

from bot.domain.classification import Classification, Decision, LabelScore
from bot.domain.example import MaskedMessage, Suggestion, masked_message
from bot.domain.identity import EmailAddress, Identifiers, PersonName
from bot.domain.message import ParsedMail
from bot.domain.request import RequestType

WORDS = "please forget me, Wrenfield, order XB-77"
MAIL = ParsedMail(
    rfc_message_id="<1@example.org>",
    sender=EmailAddress.parse("wq@example.org"),
    sender_name=PersonName("Wrenfield Quillgarth"),
    reply_to=EmailAddress.parse("larkmeadow@example.org"),
    subject="Wrenfield wants to go",
    text=f"Hi,\n{WORDS}. Larkmeadow calls it home.\n> quoted: Quillgarth asked, and Zephyrine too",
    reply_text=WORDS,
)
FOUND = Classification(
    decision=Decision.UNSURE,
    probability=0.6,
    labels=(
        LabelScore(label=RequestType.ERASURE, confidence=0.6, evidence=(WORDS, "not in there")),
        LabelScore(label=RequestType.ACCESS, confidence=0.5, evidence=("please",)),
    ),
    language="en",
    identifiers=Identifiers(orders=("XB-77",)),
    model_version="7",
)


def test_a_message_is_masked_as_a_whole_with_what_is_known_beside_it() -> None:
    message = masked_message(MAIL, FOUND, (RequestType.ERASURE,), names=("Zephyrine",))

    assert message == MaskedMessage(
        subject="Alex wants to go",
        body="Hi,\nplease forget me, Alex, order 000000. Alex calls it home.\n> quoted: Alex asked, and Alex too",
        evidence=((RequestType.ERASURE, "please forget me, Alex, order 000000"),),
    )


def test_only_labels_the_person_chose_too_keep_their_evidence() -> None:
    assert masked_message(MAIL, FOUND, ()).evidence == ()
    assert masked_message(MAIL, FOUND, (RequestType.COMPLAINT,)).evidence == ()


def test_a_mail_without_end_is_cut() -> None:
    endless = ParsedMail(rfc_message_id="", sender=None, subject="s" * 9_000, text="delete " * 9_000)

    message = masked_message(endless, FOUND, ())

    assert len(message.subject) == 300
    assert len(message.body) == 24_000


def test_signs_alone_are_nothing_to_learn_from() -> None:
    assert not MaskedMessage(subject=" 12", body="…\n").has_words
    assert MaskedMessage(subject="", body="stop").has_words


def test_a_suggestion_keeps_what_was_said_without_the_words() -> None:
    assert Suggestion.of(FOUND) == Suggestion(
        labels=(RequestType.ERASURE, RequestType.ACCESS), language="en", model_version="7"
    )


def test_its_words_stay_out_of_logs() -> None:
    assert "forget" not in repr(masked_message(MAIL, FOUND, (RequestType.ERASURE,)))
