"""The Mailer port on SMTP: what arrives, and what becomes of failures."""

import email
import email.policy
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from email.message import EmailMessage

import pytest

from bot.domain.identity import EmailAddress
from bot.domain.message import MailAttachment, OutgoingMail
from bot.errors import OutsideFailure, PermanentFailure, TemporaryFailure
from bot.ports.mail import Mailer
from integrations.encryption import Encryption
from integrations.sandbox.mail_server import MailServer
from integrations.smtp_mailer import SmtpAccount, SmtpMailer
from tests.integrations.moments import StillClock

JANE = EmailAddress.parse("jane@example.com")
DESK = EmailAddress.parse("help@retailops.com")
MAIL = OutgoingMail(message_id="<26-0142.1@retailops.com>", to=JANE, subject="Your request", text="Thank you.\n")


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer(clock=StillClock()) as server:
        yield server


@pytest.fixture
def account(server: MailServer) -> SmtpAccount:
    return SmtpAccount(
        host=server.host,
        port=server.smtp_port,
        encryption=Encryption.NONE,
        sender=DESK,
        sender_name="RetailOps, Privacy Desk",
    )


class MailerContract:
    def test_a_mail_arrives_once_with_its_message_id(self, server: MailServer, mailer: Mailer) -> None:
        mailer.send(MAIL)

        (mail,) = _received(server)
        assert mail["Message-ID"] == "<26-0142.1@retailops.com>"
        assert mail["To"] == "jane@example.com"
        assert mail["Subject"] == "Your request"
        assert mail.get_content().replace("\r\n", "\n") == "Thank you.\n"

    def test_it_comes_from_the_desk_and_is_dated(self, server: MailServer, mailer: Mailer) -> None:
        mailer.send(MAIL)

        (mail,) = _received(server)
        assert mail["From"] == '"RetailOps, Privacy Desk" <help@retailops.com>'
        assert mail["Date"].datetime == StillClock().moment

    def test_no_robot_is_invited_to_answer(self, server: MailServer, mailer: Mailer) -> None:
        mailer.send(MAIL)

        (mail,) = _received(server)
        assert mail["Auto-Submitted"] == "auto-replied"
        assert mail["X-Auto-Response-Suppress"] == "All"

    def test_the_thread_is_kept_however_long_its_ids_are(self, server: MailServer, mailer: Mailer) -> None:
        long = f"<{'x' * 300}@example.com>"
        mailer.send(replace(MAIL, in_reply_to="<b@example.com>", references=(long, "<b@example.com>")))

        (mail,) = _received(server)
        assert mail["In-Reply-To"] == "<b@example.com>"
        assert mail["References"] == f"{long} <b@example.com>"

    def test_a_mail_may_have_html_and_files(self, server: MailServer, mailer: Mailer) -> None:
        file = MailAttachment(name="Ihre Däten.json", type="application/json", content=b'{"a": "\xc3\xbc"}')
        mailer.send(replace(MAIL, text="Größe\n", html="<p>Größe</p>", attachments=(file,)))

        (mail,) = _received(server)
        plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
        (attachment,) = mail.iter_attachments()
        assert plain is not None
        assert plain.get_content().strip() == "Größe"
        assert html is not None
        assert html.get_content().strip() == "<p>Größe</p>"
        assert attachment.get_filename() == "Ihre Däten.json"
        assert attachment.get_content() == b'{"a": "\xc3\xbc"}'

    @pytest.mark.parametrize("text", [".\n.\n..\n", "From here\n", "x" * 2_000, "", "emoji 🧾\n", "\ud800 alone\n"])
    def test_every_text_arrives_as_it_was(self, server: MailServer, mailer: Mailer, text: str) -> None:
        mailer.send(replace(MAIL, text=text))

        (mail,) = _received(server)
        assert mail.get_content().replace("\r\n", "\n").strip() == text.replace("\ud800", "?").strip()

    @pytest.mark.parametrize(
        "evil", ["Hi\r\nBcc: spy@example.net", "Hi\nBcc: spy@example.net", "Hi\r\n\r\nbody", "Hi\x00\x0b\x85\u2028x"]
    )
    def test_a_subject_cannot_add_a_header(self, server: MailServer, mailer: Mailer, evil: str) -> None:
        mailer.send(replace(MAIL, subject=evil))

        (mail,) = _received(server)
        assert mail["Bcc"] is None
        assert mail["Subject"].startswith("Hi ")
        assert mail.get_content().strip() == "Thank you."
        assert server.addresses() == ["jane@example.com"]

    @pytest.mark.parametrize("evil", ["<a@b>\r\nBcc: spy@example.net", "<a b@c>", "a@b", "<a@b> <c@d>", "<ä@b>"])
    def test_a_foreign_message_id_cannot_add_a_header(self, server: MailServer, mailer: Mailer, evil: str) -> None:
        mailer.send(replace(MAIL, in_reply_to=evil, references=(evil,)))

        (mail,) = _received(server)
        assert mail["Bcc"] is None
        assert mail["In-Reply-To"] is None
        assert mail["References"] is None

    def test_a_recipient_refused_for_now_is_a_temporary_failure(self, server: MailServer, mailer: Mailer) -> None:
        server.refuse("jane@example.com", "450 4.2.1 jane@example.com: try later")

        with pytest.raises(TemporaryFailure, match="code 450") as caught:
            mailer.send(MAIL)

        assert "jane" not in str(caught.value)

    def test_a_recipient_refused_for_good_is_a_permanent_failure(self, server: MailServer, mailer: Mailer) -> None:
        server.refuse("jane@example.com", "550 5.1.1 jane@example.com is unknown")

        with pytest.raises(PermanentFailure, match="code 550") as caught:
            mailer.send(MAIL)

        assert "jane" not in str(caught.value)

    def test_a_refused_mail_does_not_spoil_the_next(self, server: MailServer, mailer: Mailer) -> None:
        server.refuse("nobody@example.com", "550 unknown")
        with pytest.raises(OutsideFailure):
            mailer.send(replace(MAIL, to=EmailAddress.parse("nobody@example.com")))

        mailer.send(MAIL)

        assert len(_received(server)) == 1

    def test_a_connection_the_server_closed_is_opened_again(self, server: MailServer, mailer: Mailer) -> None:
        mailer.send(MAIL)
        server.hang_up()

        mailer.send(MAIL)

        assert len(_received(server)) == 2

    def test_threads_may_send_at_once(self, server: MailServer, mailer: Mailer) -> None:
        mails = [replace(MAIL, message_id=f"<{number}@retailops.com>") for number in range(20)]
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(mailer.send, mails))

        assert {mail["Message-ID"] for mail in _received(server)} == {mail.message_id for mail in mails}

    def test_a_server_that_is_down_is_a_temporary_failure_and_is_found_again(
        self, server: MailServer, mailer: Mailer
    ) -> None:
        mailer.send(MAIL)
        server.stop()
        with pytest.raises(TemporaryFailure, match="nothing listens"):
            mailer.send(MAIL)

        server.start()
        mailer.send(MAIL)

        assert len(_received(server)) == 2


class TestSmtpMailer(MailerContract):
    @pytest.fixture
    def mailer(self, account: SmtpAccount) -> Iterator[SmtpMailer]:
        mailer = SmtpMailer(account, clock=StillClock())
        yield mailer
        mailer.close()


class TestSmtpMailerWithLogin(MailerContract):
    @pytest.fixture
    def mailer(self, server: MailServer, account: SmtpAccount) -> Iterator[SmtpMailer]:
        known = replace(account, username=server.username, password=server.password)
        mailer = SmtpMailer(known, clock=StillClock())
        yield mailer
        mailer.close()


def test_a_refused_login_names_server_and_settings_but_no_secret(account: SmtpAccount) -> None:
    mailer = SmtpMailer(replace(account, username="desk", password="not-the-password"), clock=StillClock())

    with pytest.raises(
        PermanentFailure, match=r"127\.0\.0\.1.*PRIVACY_DESK_SMTP_USER and PRIVACY_DESK_SMTP_PASSWORD"
    ) as caught:
        mailer.send(MAIL)

    assert "not-the-password" not in str(caught.value)


@pytest.mark.parametrize("encryption", [Encryption.STARTTLS, Encryption.TLS])
def test_a_server_without_tls_gets_no_mail(server: MailServer, account: SmtpAccount, encryption: Encryption) -> None:
    mailer = SmtpMailer(replace(account, encryption=encryption), clock=StillClock())

    with pytest.raises(PermanentFailure, match="PRIVACY_DESK_SMTP_ENCRYPTION"):
        mailer.send(MAIL)

    assert server.addresses() == []


def test_an_address_the_server_cannot_spell_is_a_permanent_failure(account: SmtpAccount) -> None:
    mailer = SmtpMailer(account, clock=StillClock())

    with pytest.raises(PermanentFailure):
        mailer.send(replace(MAIL, to=EmailAddress.parse("jörg@example.com")))
    mailer.close()


def test_a_check_says_in_one_sentence_what_works(account: SmtpAccount) -> None:
    said = SmtpMailer(account, clock=StillClock()).check()

    assert said == f"SMTP server 127.0.0.1:{account.port}: accepts mail from help@retailops.com"


def test_an_account_shows_no_secret() -> None:
    shown = repr(SmtpAccount(host="smtp.example.com", username="desk@example.com", password="secret", sender=DESK))

    assert "secret" not in shown
    assert "desk@example.com" not in shown


def _received(server: MailServer) -> list[EmailMessage]:
    raws = server.messages_for("jane@example.com")
    return [email.message_from_bytes(raw, policy=email.policy.default) for raw in raws]
