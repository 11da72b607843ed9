"""The routes that check their callers themselves: Slack's, and the monitoring system's."""

from collections.abc import Iterator

from flask import Blueprint

from bot.ports.clock import Clock
from bot.ports.tallies import TallyView
from bot.settings import Settings
from bot.workflow.approval import Approval
from bot.workflow.review_desk import ReviewDesk
from handlers.metrics import Metrics
from handlers.slack_app import SlackSecrets, create_slack_blueprint


def iter_doors(
    settings: Settings, *, approval: Approval, review: ReviewDesk, tallies: TallyView, clock: Clock
) -> Iterator[Blueprint]:
    """Those that have a secret to tell their callers by: without one there is no door."""
    if settings.slack_signing_secret:
        account = SlackSecrets(
            signing_secret=settings.slack_signing_secret,
            bot_token=settings.slack_bot_token,
            base_url=f"{settings.slack_api_url}/",
        )
        yield create_slack_blueprint(
            approval=approval, review=review, staff=settings.staff, account=account, clock=clock
        )
    if settings.metrics_token:
        yield Metrics(tallies=tallies, token=settings.metrics_token).blueprint()
