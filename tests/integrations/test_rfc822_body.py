"""Which part of a mail is its text, and what else came along."""

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.message import ParsedMail
from integrations.rfc822 import Rfc822Parser
from integrations.rfc822.html_text import readable_text

HEAD = b"From: jane@example.com\r\nDate: Tue, 24 Nov 2026 09:12:00 +0100\r\nMessage-ID: <1@x>\r\n"


def parsed(raw: bytes) -> ParsedMail:
    return Rfc822Parser().parse(HEAD + raw)


def part(kind: str, content: bytes, *more: str) -> bytes:
    return "\r\n".join([f"Content-Type: {kind}", *more]).encode() + b"\r\n\r\n" + content


def multipart(kind: str, *parts: bytes, boundary: str = "b1") -> bytes:
    marker = b"--" + boundary.encode()
    inside = b"".join(marker + b"\r\n" + one + b"\r\n" for one in parts)
    return (
        f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\npreamble\r\n'.encode()
        + inside
        + marker
        + b"--\r\n"
    )


@pytest.mark.parametrize(
    ("charset", "content", "text"),
    [
        ("utf-8", "Größe".encode(), "Größe"),
        ("iso-8859-1", b"Gr\xf6\xdfe \x80", "Größe €"),
        ("windows-1252", b"\x93hi\x94", "“hi”"),
        ("us-ascii", "Größe".encode(), "Größe"),
        ("us-ascii", b"Gr\xf6\xdfe", "Größe"),
        ("utf-8", b"Gr\xf6\xdfe", "Größe"),
        ("utf-8", "Größe und weiter".encode() + b"\xc3", "Größe und weiter\ufffd"),
        ("utf-16", "Größe".encode("utf-16"), "Größe"),
        ("gb2312", "删除".encode("gb18030"), "删除"),
        ("shift_jis", "削除".encode("cp932"), "削除"),
        ("iso-2022-jp", "削除".encode("iso-2022-jp"), "削除"),
        ("koi8-r", "удалить".encode("koi8-r"), "удалить"),
        ("utf8mb4", "Größe".encode(), "Größe"),
        ("no-such-charset", "Größe".encode(), "Größe"),
        ("no-such-charset", b"Gr\xf6\xdfe", "Größe"),
        ("hex", b"48656c6c6f", "48656c6c6f"),
        ("base64", b"Hello", "Hello"),
        ("rot13", b"Hello", "Hello"),
        ("unicode_escape", b"\\x41\\q", "\\x41\\q"),
        ("idna", b"Hello..", "Hello.."),
        ("\x00", b"Hello", "Hello"),
        ("x" * 500, b"Hello", "Hello"),
        ("", "Größe".encode(), "Größe"),
    ],
)
def test_text_is_decoded_as_the_sender_meant_it(charset: str, content: bytes, text: str) -> None:
    assert parsed(f'Content-Type: text/plain; charset="{charset}"\r\n\r\n'.encode() + content).text == text


def test_a_guessed_charset_is_named() -> None:
    assert "unknown charset" in parsed(b"Content-Type: text/plain; charset=klingon\r\n\r\nx").problems
    assert (
        "bytes do not fit the charset utf-8" in parsed(b"Content-Type: text/plain; charset=utf-8\r\n\r\n\xf6").problems
    )


@pytest.mark.parametrize(
    ("encoding", "content"),
    [
        ("quoted-printable", b"Gr=C3=B6=\r\n=C3=9Fe"),
        ("Quoted-Printable", b"Gr=c3=b6=c3=9fe"),
        ("base64", b"R3LDtsOfZQ=="),
        ("BASE64", b"R3LD\r\ntsOf\r\nZQ==\r\n"),
        ("base64", b"R3LDtsOfZQ"),
        ("base64", b"R3LD!tsOf*ZQ=="),
        ("8bit", "Größe".encode()),
        ("binary", "Größe".encode()),
        ('"8bit"', "Größe".encode()),
        ("x-unknown", "Größe".encode()),
    ],
)
def test_transfer_encodings_are_undone(encoding: str, content: bytes) -> None:
    head = f"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"

    assert parsed(head.encode() + content).text == "Größe"


def test_plain_text_comes_before_html() -> None:
    mail = parsed(multipart("alternative", part("text/plain", b"plain"), part("text/html", b"<p>rich</p>")))

    assert mail.text == "plain"
    assert mail.attachments == ()


@pytest.mark.parametrize("plain", [b"", b" \r\n", b"Please use an HTML-capable mail program to read this."])
def test_html_is_read_when_the_plain_text_says_nothing(plain: bytes) -> None:
    mail = parsed(multipart("alternative", part("text/plain", plain), part("text/html", b"<p>delete me</p>")))

    assert mail.text == "delete me"


def test_a_short_plain_text_is_kept_when_the_html_is_empty() -> None:
    mail = parsed(multipart("alternative", part("text/plain", b"see the HTML"), part("text/html", b"<img src=x>")))

    assert mail.text == "see the HTML"


def test_several_texts_are_read_in_order() -> None:
    mail = parsed(multipart("mixed", part("text/plain", b"one"), part("image/png", b"xx"), part("text/plain", b"two")))

    assert mail.text == "one\n\ntwo"


def test_related_pictures_are_attachments() -> None:
    html = multipart("related", part("text/html", b"<p>x</p>"), part("image/png; name=a.png", b"1234"), boundary="b2")
    mail = parsed(multipart("alternative", part("text/plain", b"plain"), html))

    assert mail.text == "plain"
    assert [(one.name, one.type, one.size) for one in mail.attachments] == [("a.png", "image/png", 4)]


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        (["Content-Disposition: attachment; filename=letter.pdf"], "letter.pdf"),
        (['Content-Disposition: attachment; filename="my letter.pdf"'], "my letter.pdf"),
        (["Content-Disposition: attachment; filename*=utf-8''L%C3%B6schen.pdf"], "Löschen.pdf"),
        (["Content-Disposition: attachment; filename*0=long; filename*1=er.pdf"], "longer.pdf"),
        (["Content-Disposition: attachment; filename*1*=%C3%B6.pdf; filename*0*=utf-8''L"], "Lö.pdf"),
        (['Content-Disposition: attachment; filename="=?utf-8?q?L=C3=B6.pdf?="'], "Lö.pdf"),
        (['Content-Disposition: attachment; filename="../../etc/passwd"'], "etc passwd"),
        (['Content-Disposition: attachment; filename="a\\"b.pdf"'], "a b.pdf"),
        (["Content-Disposition: attachment; filename*=utf-8'L%ZZ.pdf"], "utf-8'L%ZZ.pdf"),
        (["Content-Disposition: attachment; filename*=klingon''x.pdf"], "x.pdf"),
        (["Content-Disposition: attachment"], "unnamed"),
        (["Content-Description: the letter"], "the letter"),
        (["Content-Disposition: attachment; filename=" + "x" * 400 + ".pdf"], "x" * 146 + ".pdf"),
    ],
)
def test_an_attachment_is_named_safely(fields: list[str], name: str) -> None:
    mail = parsed(multipart("mixed", part("text/plain", b"hi"), part("application/pdf", b"%PDF", *fields)))

    assert [one.name for one in mail.attachments] == [name]
    assert mail.text == "hi"


@pytest.mark.parametrize("size", [0, 1, 2, 3, 57, 58, 1_000])
def test_an_attachment_is_measured_without_decoding_it(size: int) -> None:
    message = EmailMessage()
    message.set_content("hi")
    message.add_attachment(b"x" * size, maintype="application", subtype="pdf", filename="a.pdf")

    (attachment,) = Rfc822Parser().parse(message.as_bytes()).attachments

    assert attachment.size == size


def test_a_text_file_is_an_attachment_not_text() -> None:
    named = part("text/plain; name=log.txt", b"stack trace")
    attached = part("text/html", b"<p>page</p>", "Content-Disposition: attachment")
    mail = parsed(multipart("mixed", part("text/plain", b"hi"), named, attached))

    assert mail.text == "hi"
    assert [one.name for one in mail.attachments] == ["log.txt", "unnamed"]


def test_a_mail_inside_the_mail_is_one_attachment_and_quoted_text() -> None:
    inner = b"From: Joe <joe@example.org>\r\nSubject: delete me\r\n\r\nPlease delete my data.\r\n"
    mail = parsed(multipart("mixed", part("text/plain", b"See below."), part("message/rfc822", inner)))

    assert mail.reply_text == "See below."
    assert mail.quoted_text == "From: Joe <joe@example.org>\nSubject: delete me\n\nPlease delete my data."
    assert mail.text.endswith("Please delete my data.")
    assert [(one.name, one.type) for one in mail.attachments] == [("delete me.eml", "message/rfc822")]


def test_flowed_lines_are_put_back_together() -> None:
    content = b"This is one \r\nparagraph.\r\n> quoted \r\n> line\r\n From here \r\n-- \r\nJane\r\n"
    mail = parsed(b"Content-Type: text/plain; format=flowed\r\n\r\n" + content)

    assert mail.text == "This is one paragraph.\n> quoted line\nFrom here\n--\nJane"


def test_words_split_by_delsp_are_joined() -> None:
    assert parsed(b"Content-Type: text/plain; format=flowed; delsp=yes\r\n\r\ndel \r\nete").text == "delete"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<div>one</div>two<div>three</div>", "one\ntwo\nthree"),
        ("<div><div>one</div></div><div>two</div>", "one\ntwo"),
        ("a&nbsp;b &lt;c&gt; &#8364; &copy", "a b <c> € ©"),
        ("one\n   two\t three", "one two three"),
        ("<ul><li>one<li>two</ul>", "- one\n- two"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<pre>one\n  two</pre>", "one\n  two"),
        ("<b>de</b>lete", "delete"),
        ("<script>x</script><style>y</style><title>t</title>hi", "hi"),
        ("<!-- unsubscribe -->hi", "hi"),
        ("<p style='display:none'>hidden</p>hi", "hi"),
        ("<p style='DISPLAY : NONE !important'>hidden</p>hi", "hi"),
        ("<div style='color:red;font-size:0px'>hidden</div>hi", "hi"),
        ("<div style='font-size:0.9em'>shown</div>", "shown"),
        ("<span hidden>hidden</span>hi", "hi"),
        ("<span style='visibility:hidden'>hidden</span>hi", "hi"),
        ("<span style='mso-hide:all'>hidden</span>hi", "hi"),
        ("hi<blockquote>one<blockquote>two</blockquote></blockquote>bye", "hi\n> one\n> > two\nbye"),
        ("hi<blockquote><p>a</p><p>b</p></blockquote>", "hi\n\n> a\n>\n> b"),
        ("<p>unclosed <b>tags", "unclosed tags"),
        ("<td>loose cell", "loose cell"),
        ("</div></p>stray", "stray"),
        ("<a href='https://example.com/secret'>link</a>", "link"),
        ("", ""),
        ("<", "<"),
    ],
)
def test_html_becomes_what_a_reader_sees(html: str, text: str) -> None:
    mail = parsed(b"Content-Type: text/html; charset=utf-8\r\n\r\n" + html.encode())

    assert mail.text == text


QUOTED_IN_HTML = [
    '<div class="gmail_quote"><div class="gmail_attr">On 23 Nov 2026 at 9:12 X &lt;x@example.com&gt; wrote:<br>'
    '</div><blockquote class="gmail_quote">old</blockquote></div>',
    '<div class="moz-cite-prefix">Am 23.11.2026 um 09:12 schrieb X:<br></div><blockquote type="cite">old</blockquote>',
    '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> X<br><b>Sent:</b> Mon</div><div>old</div>',
    '<div style="border-top:solid #E1E1E1 1.0pt"><p><b>Von:</b> X<br><b>Gesendet:</b> Montag<br><b>An:</b> Y<br>'
    "<b>Betreff:</b> Z</p></div><p>old</p>",
    '<div id="ydp1" class="ydp1 yahoo_quoted">El lunes X dijo:<div>old</div></div>',
    '<div class="protonmail_quote">Le lundi X :<blockquote>old</blockquote></div>',
    '<div name="quote" style="border-left:2px solid"><b>Gesendet:</b> Montag<br>old</div>',
]


@pytest.mark.parametrize("quote", QUOTED_IN_HTML)
def test_mail_programs_own_quote_marks_are_understood(quote: str) -> None:
    mail = parsed(f"Content-Type: text/html\r\n\r\n<div>Delete me.</div><br>{quote}".encode())

    assert mail.reply_text == "Delete me."
    assert "old" in mail.quoted_text
    assert "\ue000" not in mail.text


def test_html_names_its_own_charset() -> None:
    html = b'<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">Gr\xf6\xdfe'

    assert parsed(b"Content-Type: text/html\r\n\r\n" + html).text == "Größe"


@given(st.text(alphabet="<>/=\"'&;! abpdivtrtd-\n", max_size=400))
def test_any_markup_becomes_text(html: str) -> None:
    readable_text(html)
