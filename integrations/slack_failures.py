"""What went wrong at Slack, in our two kinds of failure; never a token or a text of ours in the message."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from http.client import HTTPException
from typing import Any, Final

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.errors import PermanentFailure, TemporaryFailure

TEMPORARY: Final = frozenset(
    {
        "ratelimited",
        "rate_limited",
        "message_limit_exceeded",
        "internal_error",
        "fatal_error",
        "service_unavailable",
        "request_timeout",
        "team_added_to_org",
        "org_login_required",
        "update_failed",
    }
)

_SIGN_IN: Final = "set SLACK_BOT_TOKEN to the bot token (xoxb-…) of an app that is installed in the workspace"
_CHANNEL: Final = "set the channel's id (C…, not its name) and invite the app into it"
_SCOPE: Final = "give the app the scopes of the manifest and install it again"
_OURS: Final = "this is a fault of the desk: report it with the case's number"

REMEDIES: Final[Mapping[str, str]] = {
    "invalid_auth": _SIGN_IN,
    "not_authed": _SIGN_IN,
    "token_revoked": _SIGN_IN,
    "token_expired": _SIGN_IN,
    "account_inactive": _SIGN_IN,
    "not_allowed_token_type": _SIGN_IN,
    "channel_not_found": _CHANNEL,
    "not_in_channel": _CHANNEL,
    "is_archived": _CHANNEL,
    "missing_scope": _SCOPE,
    "no_permission": _SCOPE,
    "message_not_found": "the card was deleted in Slack: decide the case in the web queue",
    "thread_not_found": "the card was deleted in Slack: decide the case in the web queue",
    "cant_update_message": "the card was posted by another app: decide the case in the web queue",
    "edit_window_closed": "allow the app to edit its messages at any time",
    "msg_too_long": _OURS,
    "msg_blocks_too_long": _OURS,
    "invalid_blocks": _OURS,
    "invalid_blocks_format": _OURS,
    "no_text": _OURS,
    "metadata_too_large": _OURS,
}


def ask_slack(method: str, call: Callable[[], SlackResponse]) -> SlackResponse:
    """The answer of one Web API call; raises TemporaryFailure or PermanentFailure, nothing else."""
    try:
        return call()
    except SlackApiError as error:
        raise _translated(method, error.response) from None
    except (OSError, HTTPException, SlackClientError, ValueError, AttributeError) as error:
        # the last two: an answer that is no JSON object. `from None`: the library's message repeats the whole answer
        raise TemporaryFailure(f"Slack did not answer {method} ({type(error).__name__})") from None


def _translated(method: str, response: SlackResponse | Mapping[str, Any]) -> TemporaryFailure | PermanentFailure:
    status = getattr(response, "status_code", 200)
    code = _code(response)
    if status == 429 or code in TEMPORARY:
        return TemporaryFailure(f"Slack asks us to wait before {method}", retry_after=_retry_after(response))
    if status >= 500 or not code:
        return TemporaryFailure(f"Slack answered {method} with status {status}")
    remedy = REMEDIES.get(code, "see this error in Slack's documentation of the method")
    return PermanentFailure(f"Slack refused {method} with {code}: {remedy}")


def _code(response: SlackResponse | Mapping[str, Any]) -> str:
    """Slack's error code; empty when the answer was no JSON of Slack's, whose text we do not repeat."""
    try:
        code = response.get("error")
    except (ValueError, AttributeError):
        return ""
    return code if isinstance(code, str) and len(code) <= 60 and code.isidentifier() else ""


def _retry_after(response: SlackResponse | Mapping[str, Any]) -> timedelta | None:
    headers = getattr(response, "headers", {})
    seconds = next((str(value) for name, value in headers.items() if name.lower() == "retry-after"), "")
    return timedelta(seconds=int(seconds)) if seconds.isdigit() else None
