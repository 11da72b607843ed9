"""Which language is it."""

import pytest

from nlp.language import is_foreign, language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Where is the parcel that I ordered two weeks ago?", "en"),
        ("Wo ist das Paket, das ich vor zwei Wochen bestellt habe?", "de"),
        ("Où est le colis que j'ai commandé il y a deux semaines ?", "fr"),
        ("¿Dónde está el paquete que pedí hace dos semanas?", "es"),
        ("Dov'è il pacco che ho ordinato due settimane fa?", "it"),
        ("Waar is het pakket dat ik twee weken geleden heb besteld?", "nl"),
        ("Por favor apaguem todos os meus dados, não quero mais a conta", "pt"),
    ],
)
def test_each_language_is_told(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "Пожалуйста, удалите все мои данные из вашей системы",
        "请删除我的所有数据",
        "من فضلك احذف جميع بياناتي",
        "Proszę o usunięcie wszystkich moich danych osobowych z systemu",
    ],
)
def test_another_language_is_unknown_and_foreign(text: str) -> None:
    assert language_of(text) == "und"
    assert is_foreign(text, "und")


def test_how_a_message_begins_decides_what_it_is_written_in() -> None:
    assert language_of(f"Where is the big parcel that I ordered two weeks ago? {'zażółć gęślą jaźń ' * 40}") == "en"
    assert language_of(f"Please delete it. {'a' * 600}") == "en"


def test_a_foreign_beginning_does_not_hide_what_follows() -> None:
    text = f"Dzień dobry, proszę o pomoc w sprawie paczki. {'Where is the parcel that I ordered? ' * 12}"

    assert language_of(text) == "en"


@pytest.mark.parametrize("text", ["", "12345", "🙂🙂", "ok"])
def test_a_text_too_short_to_tell_is_not_foreign(text: str) -> None:
    assert not is_foreign(text, language_of(text))


def test_portuguese_is_told_but_foreign() -> None:
    text = "Por favor apaguem todos os meus dados, não quero mais a conta"

    assert is_foreign(text, language_of(text))
