"""Whose word counts on who sent a mail: our own mail server's, and nobody else's."""

import pytest

from bot.domain.sender_check import SenderCheck
from integrations.rfc822 import Rfc822Parser

OURS = "mx.retailops.test"


def check(*fields: str, sender: str = "jane@example.com", authserv_id: str = OURS) -> SenderCheck:
    head = [f"Authentication-Results: {field}" for field in fields]
    raw = "\r\n".join([*head, f"From: {sender}", "Subject: Hi", "", "Hello"]).encode()
    return Rfc822Parser(authserv_id).parse(raw).sender_check


@pytest.mark.parametrize(
    "results",
    [
        "dmarc=pass header.from=example.com",
        "spf=fail smtp.mailfrom=other.test; dkim=pass header.d=example.com; dmarc=pass header.from=example.com",
        "dmarc=pass (p=REJECT sp=none; dis=NONE) header.from=Example.COM",
        "dkim=pass header.i=@example.com header.s=s1",
        'spf=pass smtp.mailfrom="bounce@example.com"',
        "dmarc=none header.from=example.com; dkim=pass header.d=example.com",
    ],
)
def test_what_our_server_found_to_fit_the_from_address_is_proved(results: str) -> None:
    assert check(f"{OURS}; {results}") is SenderCheck.PROVED
    assert check(f"{OURS.upper()} 1; {results}") is SenderCheck.PROVED


@pytest.mark.parametrize(
    "results",
    [
        "dmarc=pass header.from=examp1e.com",
        "dmarc=pass header.from=example.com.evil.test",
        "dmarc=pass",
        "dkim=pass header.d=evil.test",
        "dkim=pass header.d=sub.example.com",
        "dkim=pass header.d=com",
        "spf=pass smtp.mailfrom=jane@evil.test",
        "spf=pass smtp.helo=example.com",
        "dkim=neutral header.d=example.com",
        "dmarc=temperror header.from=example.com",
        "dkim=fail (dmarc=pass header.from=example.com) header.d=example.com",
        "none",
        "",
    ],
)
def test_what_does_not_fit_the_from_address_proves_nothing(results: str) -> None:
    assert check(f"{OURS}; {results}") is SenderCheck.UNPROVED


def test_a_dmarc_failure_is_a_forged_sender_and_the_worst_of_two_verdicts_counts() -> None:
    passed, failed = (f"dmarc={result} header.from=example.com" for result in ("pass", "fail"))

    assert check(f"{OURS}; {failed}") is SenderCheck.FORGED
    assert check(f"{OURS}; {passed}; {failed}") is SenderCheck.FORGED
    assert check(f"{OURS}; {failed}; {passed}") is SenderCheck.FORGED


@pytest.mark.parametrize(
    "server",
    [
        "mx.evil.test",
        "mx.retailops.test.evil.test",
        "evil.mx.retailops.test",
        "mx-retailops.test",
        "mx.reta\u0131lops.test",
        "",
    ],
)
def test_another_servers_word_counts_for_nothing_however_alike_its_name(server: str) -> None:
    assert check(f"{server}; dmarc=pass header.from=example.com") is SenderCheck.UNCHECKED


def test_a_field_the_sender_wrote_in_our_name_below_ours_counts_for_nothing() -> None:
    ours = f"{OURS}; dmarc=fail header.from=example.com"
    theirs = f"{OURS}; dmarc=pass header.from=example.com"

    assert check(ours, theirs) is SenderCheck.FORGED
    assert check("mx.evil.test; dmarc=pass header.from=example.com", ours) is SenderCheck.FORGED


def test_without_the_setting_nobody_is_proved() -> None:
    assert check("; dmarc=pass header.from=example.com", authserv_id="") is SenderCheck.UNCHECKED
    assert check(f"{OURS}; dmarc=pass header.from=example.com", authserv_id="") is SenderCheck.UNCHECKED


def test_a_mail_with_two_senders_proves_neither() -> None:
    both = "jane@example.com, mallory@evil.test"

    assert check(f"{OURS}; dmarc=pass header.from=example.com", sender=both) is SenderCheck.UNCHECKED
    assert check(f"{OURS}; dmarc=pass", sender="jane@example.com\r\nFrom: m@evil.test") is SenderCheck.UNCHECKED


@pytest.mark.parametrize("noise", ["(" * 5_000, ";" * 5_000, "dkim=pass header.d=" * 500, "=" * 5_000, '"' * 5_000])
def test_hostile_fields_are_read_in_time_and_prove_nothing(noise: str) -> None:
    assert check(f"{OURS}; {noise}") is not SenderCheck.PROVED
