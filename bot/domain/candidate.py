"""Somebody our systems know under what a message names, and who may or may not be the person it is about."""

from dataclasses import dataclass, field

from bot.domain.identity import DataSubject, SubjectKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One address on file; `systems` hold it, `fits` says by what kinds of identifiers it was found, never which.

    `key` is what a person's choice names; `unanswered` are systems that could not say whether they know them.
    """

    subject: DataSubject = field(repr=False)
    systems: tuple[str, ...]
    fits: tuple[str, ...]
    key: SubjectKey | None = None
    unanswered: tuple[str, ...] = ()
