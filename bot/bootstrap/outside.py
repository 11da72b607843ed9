"""The world outside as the settings name it; what is not set says so when it is needed, and nothing is lost."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NoReturn

from bot.domain.action import SystemName
from bot.domain.card import ApprovalCard, CardRef, ReviewCard
from bot.domain.case import TicketId
from bot.domain.message import OutgoingMail
from bot.domain.ticket import NewTicket, PortalChanges
from bot.errors import TemporaryFailure
from bot.ports.approval_desk import ApprovalDesk
from bot.ports.clock import Clock
from bot.ports.connector import Connector
from bot.ports.mail import Mailbox, Mailer, SentFolder
from bot.ports.portal import Portal
from bot.settings import Settings
from integrations.connectors.catalogue import SHIPPED, VENDORS, Surroundings, SystemAccount, load_connectors
from integrations.connectors.engine import DeclaredConnector
from integrations.encryption import Encryption
from integrations.http import HttpClient
from integrations.imap_mailbox import ImapAccount, ImapMailbox
from integrations.imap_sent_folder import ImapSentFolder
from integrations.slack_approvals import SlackAccount, SlackApprovals
from integrations.smtp_mailer import SmtpAccount, SmtpMailer
from integrations.zendesk_portal import ZendeskPortal
from integrations.zendesk_session import ZendeskAccount, ZendeskSession

PORTAL_NAME: Final = "zendesk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Everything we call. `checks` try each configured server: name → a sentence, or an OutsideFailure."""

    mailbox: Mailbox | None
    mailer: Mailer
    approval_desk: ApprovalDesk
    portal: Portal | None
    connectors: tuple[Connector, ...]
    checks: dict[str, Callable[[], str]]
    sent_folder: SentFolder | None = None

    @property
    def titles(self) -> dict[SystemName, str]:
        """What people call each connected system."""
        return {connector.system: connector.title for connector in self.connectors}


def connect(settings: Settings, clock: Clock) -> Outside:
    """Build the adapters; nothing is called yet."""
    mailbox = _mailbox(settings, settings.imap_folder)
    sent_folder = _sent_folder(settings)
    mailer = _mailer(settings, clock)
    slack = _slack(settings)
    portal = _portal(settings, clock)
    connectors = connect_systems(settings, clock)
    checks: dict[str, Callable[[], str]] = {
        "mailbox": mailbox.check if mailbox else _unset("PRIVACY_DESK_IMAP_HOST"),
        "outgoing mail": mailer.check if mailer else _unset("PRIVACY_DESK_SMTP_HOST"),
        "Slack": slack.check if slack else _unset("PRIVACY_DESK_SLACK_BOT_TOKEN"),
        "portal": portal.check if portal else _no_portal,
    }
    if sent_folder is not None:
        checks["sent mail"] = sent_folder.check
    checks |= {connector.title: connector.check for connector in connectors}
    if not connectors:
        checks["systems"] = _unset("PRIVACY_DESK_SYSTEMS")
    return Outside(
        mailbox=mailbox,
        mailer=mailer or UnsetMailer(),
        approval_desk=slack or UnsetApprovalDesk(),
        portal=portal,
        connectors=connectors,
        checks=checks,
        sent_folder=sent_folder,
    )


def connect_systems(settings: Settings, clock: Clock) -> tuple[DeclaredConnector, ...]:
    """The downstream systems alone; raises SettingsError."""
    return load_connectors(
        SHIPPED,
        VENDORS,
        accounts={
            SystemName(name): SystemAccount(
                base_url=system.url,
                token=system.token,
                user=system.user,
                connector=system.connector,
                settings=system.settings,
            )
            for name, system in settings.systems.items()
        },
        surroundings=Surroundings(
            new_client=lambda title, url: HttpClient(system=title, base_url=url, clock=clock),
            clock=clock,
            today=lambda: clock.now().astimezone(settings.zone).date(),
            pause=lambda wait: time.sleep(wait.total_seconds()),
        ),
    )


class UnsetMailer:
    """Holds letters back until a mail server is set."""

    def send(self, mail: OutgoingMail) -> None:
        """Raise TemporaryFailure."""
        del mail
        _hold("letters wait until PRIVACY_DESK_SMTP_HOST is set")


class UnsetApprovalDesk:
    """Holds cards back until Slack is set; the web queue shows the same cases meanwhile."""

    def post_approval(self, card: ApprovalCard, *, key: str) -> CardRef:
        """Raise TemporaryFailure."""
        del card, key
        _hold("cards wait until PRIVACY_DESK_SLACK_BOT_TOKEN is set")

    def edit_approval(self, ref: CardRef, card: ApprovalCard) -> None:
        """Raise TemporaryFailure."""
        del ref, card
        _hold("cards wait until PRIVACY_DESK_SLACK_BOT_TOKEN is set")

    def post_review(self, card: ReviewCard, *, key: str) -> CardRef:
        """Raise TemporaryFailure."""
        del card, key
        _hold("cards wait until PRIVACY_DESK_SLACK_BOT_TOKEN is set")

    def edit_review(self, ref: CardRef, card: ReviewCard) -> None:
        """Raise TemporaryFailure."""
        del ref, card
        _hold("cards wait until PRIVACY_DESK_SLACK_BOT_TOKEN is set")

    def tell_thread(self, ref: CardRef, line: str, *, key: str) -> None:
        """Raise TemporaryFailure."""
        del ref, line, key
        _hold("cards wait until PRIVACY_DESK_SLACK_BOT_TOKEN is set")

    def call_people(self, ref: CardRef, line: str, *, key: str) -> None:
        """Raise TemporaryFailure."""
        del ref, line, key
        _hold("cards wait until PRIVACY_DESK_SLACK_BOT_TOKEN is set")

    def post_notice(self, line: str, *, key: str) -> CardRef:
        """Raise TemporaryFailure."""
        del line, key
        _hold("notices wait until PRIVACY_DESK_SLACK_BOT_TOKEN is set")


class UnsetPortal:
    """Stands for a desk without a portal; cases of such a desk have no tickets, so nothing is ever asked of it."""

    def open_ticket(self, ticket: NewTicket) -> TicketId:
        """Raise TemporaryFailure."""
        del ticket
        _hold("tickets wait until PRIVACY_DESK_PORTAL_URL is set")

    def add_reply(self, ticket_id: TicketId, text: str, *, key: str) -> None:
        """Raise TemporaryFailure."""
        del ticket_id, text, key
        _hold("tickets wait until PRIVACY_DESK_PORTAL_URL is set")

    def add_note(self, ticket_id: TicketId, text: str, *, key: str) -> None:
        """Raise TemporaryFailure."""
        del ticket_id, text, key
        _hold("tickets wait until PRIVACY_DESK_PORTAL_URL is set")

    def solve(self, ticket_id: TicketId) -> None:
        """Raise TemporaryFailure."""
        del ticket_id
        _hold("tickets wait until PRIVACY_DESK_PORTAL_URL is set")

    def list_changes(self, cursor: str) -> PortalChanges:
        """Raise TemporaryFailure."""
        del cursor
        _hold("tickets wait until PRIVACY_DESK_PORTAL_URL is set")


def _sent_folder(settings: Settings) -> ImapSentFolder | None:
    if not settings.imap_sent_folder:
        return None
    folder = _mailbox(settings, settings.imap_sent_folder)
    return ImapSentFolder(folder) if folder is not None else None


def _mailbox(settings: Settings, folder: str) -> ImapMailbox | None:
    if not settings.imap_host:
        return None
    return ImapMailbox(
        ImapAccount(
            host=settings.imap_host,
            port=settings.imap_port,
            username=settings.imap_user,
            password=settings.imap_password,
            encryption=Encryption(settings.imap_encryption),
            folder=folder,
        )
    )


def _mailer(settings: Settings, clock: Clock) -> SmtpMailer | None:
    if not settings.smtp_host:
        return None
    return SmtpMailer(
        SmtpAccount(
            host=settings.smtp_host,
            port=settings.smtp_port,
            username=settings.smtp_user or None,
            password=settings.smtp_password,
            encryption=Encryption(settings.smtp_encryption),
            sender=settings.help_address,
            sender_name=settings.help_name,
        ),
        clock=clock,
    )


def _slack(settings: Settings) -> SlackApprovals | None:
    if not settings.slack_bot_token:
        return None
    return SlackApprovals(
        SlackAccount(
            token=settings.slack_bot_token,
            approvals_channel=settings.slack_channel,
            review_channel=settings.slack_review_channel or settings.slack_channel,
            called=settings.slack_called,
            base_url=f"{settings.slack_api_url}/",
        )
    )


def _portal(settings: Settings, clock: Clock) -> ZendeskPortal | None:
    if not settings.portal_url:
        return None
    account = ZendeskAccount(
        base_url=settings.portal_url,
        client_id=settings.portal_client_id,
        client_secret=settings.portal_client_secret,
        agent_id=settings.portal_agent_id,
    )
    client = HttpClient(system="the portal", base_url=account.base_url, clock=clock)
    return ZendeskPortal(session=ZendeskSession(account=account, client=client, clock=clock))


def _unset(variable: str) -> Callable[[], str]:
    def say() -> str:
        return f"not set: set {variable} (see the settings table in README.md)"

    return say


def _no_portal() -> str:
    return "none: cases get no ticket; to connect one, set PRIVACY_DESK_PORTAL_URL"


def _hold(why: str) -> NoReturn:
    raise TemporaryFailure(why)
