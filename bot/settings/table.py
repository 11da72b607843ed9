"""The settings table: what an operator can set, in the order of the README."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.domain.identity import EmailAddress
from bot.settings.readers import (
    automatic_of,
    days,
    hours,
    life,
    master_key,
    not_negative,
    one_of,
    port,
    positive,
    record_months,
    seconds,
    token_of,
    url_of,
)
from bot.settings.staff_file import staff_of
from bot.settings.systems_file import systems_of

PREFIX: Final = "PRIVACY_DESK_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One row of the settings table. `default` None: it must be set. `read` turns its text into a value."""

    name: str
    meaning: str
    default: str | None
    read: Callable[[str], Any] = str
    is_secret: bool = False

    @property
    def variable(self) -> str:
        """The environment variable."""
        return f"{PREFIX}{self.name.upper()}"


_ENCRYPTIONS: Final = one_of("tls", "starttls", "none")

SETTINGS: Final[tuple[Setting, ...]] = (
    Setting(
        name="master_key",
        meaning="64 hexadecimal digits that nobody else knows; `openssl rand -hex 32` makes them",
        default=None,
        read=master_key,
        is_secret=True,
    ),
    Setting(
        name="database_url",
        meaning="sqlite:///path/to/file.db, or postgresql://user@host/name",
        default="sqlite:///privacy-desk.db",
        is_secret=True,
    ),
    Setting(name="host", meaning="the address the pages listen on", default="127.0.0.1"),
    Setting(name="port", meaning="the port the pages listen on, 1 to 65535", default="8000", read=port),
    Setting(
        name="public_url",
        meaning="where people reach the pages, for links in mails and cards, such as https://privacy.example.com",
        default="http://127.0.0.1:8000",
        read=url_of,
    ),
    Setting(
        name="zone",
        meaning="the time zone in which the law's days are counted, such as America/Los_Angeles",
        default="America/Los_Angeles",
        read=ZoneInfo,
    ),
    Setting(
        name="help_address",
        meaning="the address that customers write to and hear from",
        default="help@retailops.com",
        read=EmailAddress.parse,
    ),
    Setting(name="help_name", meaning="the name beside that address", default="RetailOps privacy desk"),
    Setting(name="imap_host", meaning="the mail server to read from", default=""),
    Setting(name="imap_port", meaning="its port", default="993", read=port),
    Setting(name="imap_user", meaning="the mailbox's user name", default=""),
    Setting(name="imap_password", meaning="the mailbox's password", default="", is_secret=True),
    Setting(name="imap_encryption", meaning="tls, starttls or none", default="tls", read=_ENCRYPTIONS),
    Setting(name="imap_folder", meaning="the folder to read", default="INBOX"),
    Setting(
        name="imap_sent_folder",
        meaning="the folder where the server files what it sends, so that no crash sends a letter twice; empty: none",
        default="",
    ),
    Setting(
        name="authserv_id",
        meaning="the name your mail server writes first into Authentication-Results; empty: no sender is ever proved",
        default="",
    ),
    Setting(name="smtp_host", meaning="the mail server to send through", default=""),
    Setting(name="smtp_port", meaning="its port", default="587", read=port),
    Setting(name="smtp_user", meaning="its user name, empty for none", default=""),
    Setting(name="smtp_password", meaning="its password", default="", is_secret=True),
    Setting(name="smtp_encryption", meaning="tls, starttls or none", default="starttls", read=_ENCRYPTIONS),
    Setting(name="slack_bot_token", meaning="the app's bot token (xoxb-…)", default="", is_secret=True),
    Setting(name="slack_signing_secret", meaning="the app's signing secret", default="", is_secret=True),
    Setting(name="slack_channel", meaning="the id of the channel for approval cards (C…)", default=""),
    Setting(name="slack_review_channel", meaning="the id of the channel for unsure messages", default=""),
    Setting(name="slack_api_url", meaning="Slack's address", default="https://slack.com/api", read=url_of),
    Setting(name="portal_url", meaning="the help desk's address (Zendesk), empty for none", default="", read=url_of),
    Setting(name="portal_client_id", meaning="the OAuth client's id", default=""),
    Setting(name="portal_client_secret", meaning="the OAuth client's secret", default="", is_secret=True),
    Setting(name="portal_agent_id", meaning="the user id our comments carry there", default="0", read=not_negative),
    Setting(
        name="staff",
        meaning="the path of a TOML file listing who may decide: [[staff]] id, name, email, role, slack_user",
        default="",
        read=staff_of,
    ),
    Setting(
        name="systems",
        meaning="the path of a TOML file of connected systems: [systems.NAME] url and token or token_file",
        default="",
        read=systems_of,
    ),
    Setting(
        name="models",
        meaning="the folder of the models trained from reviewed messages; every process needs the same one",
        default="privacy-desk-models",
        read=Path,
    ),
    Setting(
        name="metrics_token",
        meaning="16 signs or more, none of them a space, that a monitoring system shows at /metrics; empty: no metrics",
        default="",
        read=token_of,
        is_secret=True,
    ),
    Setting(
        name="complaints_person",
        meaning="the name customers read as the person who looks after their complaint",
        default="the privacy team",
    ),
    Setting(
        name="automatic",
        meaning="request types done without a person's yes, of marketing_opt_out,advertising_opt_out",
        default="marketing_opt_out,advertising_opt_out",
        read=automatic_of,
    ),
    Setting(
        name="cool_off",
        meaning="hours between the second yes and an erasure, in which the customer can cancel",
        default="72",
        read=hours,
    ),
    Setting(name="link_life", meaning="hours an identity link works, more than 0", default="72", read=life),
    Setting(
        name="keep_contents",
        meaning="days after a case has ended until its mails, letters and particulars are destroyed",
        default="90",
        read=days,
    ),
    Setting(
        name="keep_messages",
        meaning="days until messages that ask for nothing about privacy are destroyed",
        default="90",
        read=days,
    ),
    Setting(
        name="keep_records",
        meaning="months after a case has ended until only counts of it are left, 24 or more (California asks for 24)",
        default="24",
        read=record_months,
    ),
    Setting(name="poll_every", meaning="seconds between looks into the mailbox", default="15", read=seconds),
    Setting(name="portal_poll_every", meaning="seconds between looks into the portal", default="60", read=seconds),
    Setting(name="worker_threads", meaning="jobs worked on at the same time", default="4", read=positive),
)
NEEDS: Final[dict[str, tuple[str, ...]]] = {
    "imap_host": ("imap_user", "imap_password"),
    "smtp_user": ("smtp_password",),
    "slack_bot_token": ("slack_signing_secret", "slack_channel"),
    "portal_url": ("portal_client_id", "portal_client_secret"),
}
"""Settings that are worth nothing without others."""

VARIABLES: Final = frozenset(setting.variable for setting in SETTINGS)
