"""One tree of errors; whether trying again can help is a type, not a message."""

from datetime import timedelta


class PrivacyDeskError(Exception):
    """Something the desk can put into one clear sentence."""


class UserError(PrivacyDeskError):
    """The person asking can mend it; the message names the thing and the remedy."""


class SettingsError(UserError):
    """A setting is missing or wrong; the message names it and says what to set."""


class NotFound(UserError):
    """There is no such thing under that name."""


class OutsideFailure(PrivacyDeskError):
    """A system we call did not do what we asked."""


class TemporaryFailure(OutsideFailure):
    """Trying the same again later can succeed."""

    def __init__(self, message: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class PermanentFailure(OutsideFailure):
    """Trying the same again cannot succeed; a person has to look."""


class IllegalTransition(PrivacyDeskError):
    """The case may not move from its state to the one asked for."""


class StaleVersion(PrivacyDeskError):
    """Somebody else changed it since it was read; nothing was written."""


class DecisionRefused(UserError):
    """The decision was not taken; the message tells the person who clicked why, `code` the audit log."""

    def __init__(self, message: str, *, code: str = "refused") -> None:
        super().__init__(message)
        self.code = code


class PlanChanged(DecisionRefused):
    """The plan is no longer the one that was shown."""

    def __init__(self, message: str, *, code: str = "plan_changed") -> None:
        super().__init__(message, code=code)


class LinkRefused(UserError):
    """A one-time link is unknown, used, expired or made for something else."""


class ProofIncomplete(UserError):
    """Not everything that has to be shown was filled in; nothing was compared and no try was used up."""


class ProofWrong(UserError):
    """What was filled in does not fit; the message never says which part."""


class UnreadableMail(PrivacyDeskError):
    """The bytes cannot be read as a mail at all; they are kept as a dead letter."""


class SecondProcess(UserError):
    """Another process already runs on the same database file."""


class BrokenChain(PrivacyDeskError):
    """The audit log was changed, cut or reordered."""


class KeyDestroyed(PrivacyDeskError):
    """The payload's key was destroyed at the end of its retention."""
