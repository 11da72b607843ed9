"""The world outside, set or not set."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.bootstrap import build
from bot.bootstrap.machine import RandomIds, SystemClock
from bot.bootstrap.outside import Outside, UnsetApprovalDesk, UnsetMailer, UnsetPortal, connect
from bot.domain.job import JobName
from bot.errors import SettingsError, TemporaryFailure
from bot.settings import Settings, read_settings
from integrations.imap_mailbox import ImapMailbox
from integrations.slack_approvals import SlackApprovals
from integrations.smtp_mailer import SmtpMailer
from integrations.zendesk_portal import ZendeskPortal

EVERYTHING = {
    "imap_host": "127.0.0.1",
    "imap_user": "help",
    "imap_password": "p",
    "smtp_host": "127.0.0.1",
    "slack_bot_token": "xoxb-1",
    "slack_signing_secret": "s",
    "slack_channel": "C1",
    "portal_url": "http://127.0.0.1:1",
    "portal_client_id": "id",
    "portal_client_secret": "s",
}
ANY: Any = None


@pytest.fixture
def settings(tmp_path: Path) -> Callable[..., Settings]:
    def read(**given: str) -> Settings:
        given |= {"master_key": "1e" * 32, "database_url": f"sqlite:///{tmp_path / 'desk.db'}"}
        return read_settings({f"PRIVACY_DESK_{name.upper()}": value for name, value in given.items()})

    return read


def _connect(settings: Settings) -> Outside:
    return connect(settings, SystemClock())


def test_what_is_set_is_built_and_nothing_is_called_yet(settings: Callable[..., Settings], tmp_path: Path) -> None:
    systems = tmp_path / "systems.toml"
    systems.write_text('[systems.storefront]\nurl = "http://127.0.0.1:1"\ntoken = "t"\n')

    outside = _connect(settings(**EVERYTHING, systems=str(systems)))

    assert isinstance(outside.mailbox, ImapMailbox)
    assert isinstance(outside.mailer, SmtpMailer)
    assert isinstance(outside.approval_desk, SlackApprovals)
    assert isinstance(outside.portal, ZendeskPortal)
    assert [connector.system for connector in outside.connectors] == ["storefront"]
    assert list(outside.checks) == ["mailbox", "outgoing mail", "Slack", "portal", outside.connectors[0].title]


def test_a_system_without_a_connector_is_refused_with_those_there_are(
    settings: Callable[..., Settings], tmp_path: Path
) -> None:
    systems = tmp_path / "systems.toml"
    systems.write_text('[systems.shopfront]\nurl = "http://127.0.0.1:1"\ntoken = "t"\n')

    with pytest.raises(SettingsError, match=r"no connector for the system shopfront.*storefront"):
        _connect(settings(systems=str(systems)))


def test_what_is_not_set_says_so_when_asked_and_when_needed(settings: Callable[..., Settings]) -> None:
    outside = _connect(settings())

    assert (outside.mailbox, outside.portal, outside.connectors) == (None, None, ())
    told = {name: check() for name, check in outside.checks.items()}
    for name, variable in {
        "mailbox": "IMAP_HOST",
        "outgoing mail": "SMTP_HOST",
        "Slack": "SLACK_BOT_TOKEN",
        "portal": "PORTAL_URL",
        "systems": "SYSTEMS",
    }.items():
        assert f"set PRIVACY_DESK_{variable}" in told[name]


@pytest.mark.parametrize(
    ("call", "variable"),
    [
        (lambda: UnsetMailer().send(ANY), "SMTP_HOST"),
        (lambda: UnsetApprovalDesk().post_approval(ANY, key="k"), "SLACK_BOT_TOKEN"),
        (lambda: UnsetApprovalDesk().edit_approval(ANY, ANY), "SLACK_BOT_TOKEN"),
        (lambda: UnsetApprovalDesk().post_review(ANY, key="k"), "SLACK_BOT_TOKEN"),
        (lambda: UnsetApprovalDesk().edit_review(ANY, ANY), "SLACK_BOT_TOKEN"),
        (lambda: UnsetApprovalDesk().tell_thread(ANY, "line", key="k"), "SLACK_BOT_TOKEN"),
        (lambda: UnsetApprovalDesk().call_people(ANY, "line", key="k"), "SLACK_BOT_TOKEN"),
        (lambda: UnsetPortal().open_ticket(ANY), "PORTAL_URL"),
        (lambda: UnsetPortal().add_reply(ANY, "text", key="k"), "PORTAL_URL"),
        (lambda: UnsetPortal().add_note(ANY, "text", key="k"), "PORTAL_URL"),
        (lambda: UnsetPortal().solve(ANY), "PORTAL_URL"),
        (lambda: UnsetPortal().list_changes(""), "PORTAL_URL"),
    ],
)
def test_work_that_needs_what_is_not_set_waits_and_names_it(call: Callable[[], object], variable: str) -> None:
    with pytest.raises(TemporaryFailure, match=f"wait until PRIVACY_DESK_{variable} is set"):
        call()


def test_every_job_name_has_its_worker_entry(settings: Callable[..., Settings]) -> None:
    chosen = settings()
    service = build(chosen, _connect(chosen))

    assert set(service.worker.work) == set(JobName)
    service.database.close()


def test_what_is_set_is_polled(settings: Callable[..., Settings]) -> None:
    chosen, nothing = settings(**EVERYTHING, poll_every="7"), settings()
    service, idle = build(chosen, _connect(chosen)), build(nothing, _connect(nothing))

    assert [(poller.name, poller.pause) for poller in service.pollers] == [
        ("mailbox", timedelta(seconds=7)),
        ("portal", timedelta(seconds=60)),
        ("reminders", timedelta(minutes=15)),
        ("audit roots", timedelta(minutes=10)),
    ]
    assert [poller.name for poller in idle.pollers] == ["reminders", "audit roots"]
    for one in (service, idle):
        one.database.close()


def test_the_machines_clock_is_in_utc_and_its_ids_are_never_the_same() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)
    ids = {RandomIds().new_id() for _ in range(100)}
    assert len(ids) == 100
    assert all(len(one) == 32 and int(one, 16) >= 0 for one in ids)
