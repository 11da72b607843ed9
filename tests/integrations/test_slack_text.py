import html
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from integrations.slack_text import clean, escaped, mrkdwn, plain, quoted

SPECIAL = re.compile(r"<|>|&(?!amp;|lt;|gt;)")
hostile = st.text(st.one_of(st.characters(), st.sampled_from("<>&!@#|*`\n\r\x00\x1b\u202e\u2066\ufeff")), max_size=400)


@settings(deadline=None)
@given(hostile, st.integers(min_value=1, max_value=500))
def test_no_markup_of_a_customer_survives_at_any_length(text: str, limit: int) -> None:
    sent = escaped(text, limit)

    assert not SPECIAL.search(sent)
    assert len(sent) <= limit


@settings(deadline=None)
@given(hostile, st.integers(min_value=500, max_value=3000))
def test_what_fits_is_said_in_full(text: str, limit: int) -> None:
    if len(html.escape(text, quote=False)) <= limit:
        assert html.unescape(escaped(text, limit)) == html.unescape(html.escape(text, quote=False))


@settings(deadline=None)
@given(hostile, st.integers(min_value=20, max_value=500))
def test_every_line_of_a_quote_is_quoted(text: str, limit: int) -> None:
    sent = quoted(text, limit)

    assert sent == "" or all(line.startswith("> ") for line in sent.split("\n"))
    assert len(sent) <= limit
    assert len(sent.split("\n")) <= 8


def test_a_long_text_says_that_it_was_cut() -> None:
    assert mrkdwn("&" * 10, 12) == "&amp;&amp;…"
    assert plain("abcdef", 4) == "abc…"


def test_control_characters_and_direction_overrides_are_taken_out() -> None:
    assert clean("a\x00b\x1b[31mc\u202ed\u2028e\ufefff\ud800g\r\nh") == "ab[31mcdefg\nh"


def test_a_mention_of_everybody_is_only_words() -> None:
    assert mrkdwn("<!channel> <@U0ANA> <https://evil.example|here>", 200) == (
        "&lt;!channel&gt; &lt;@U0ANA&gt; &lt;https://evil.example|here&gt;"
    )


def test_nothing_to_see_is_no_quote() -> None:
    assert quoted(" \n\u200b\n", 100) == ""
