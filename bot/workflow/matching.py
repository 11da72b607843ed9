"""Matching: what a message names, looked up in every system; where several people fit, one of ours picks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from bot.domain.action import SystemName
from bot.domain.authority import is_about_another
from bot.domain.candidate import Candidate
from bot.domain.case import Case
from bot.domain.identity import DataSubject, EmailAddress, Identifiers
from bot.domain.policy import POLICY
from bot.errors import PermanentFailure, TemporaryFailure
from bot.ports.clock import Clock
from bot.ports.connector import Connector
from bot.workflow.one_time_link import others_named

_PATIENCE: Final = timedelta(hours=12)
"""How long a system that does not answer may keep us from knowing who somebody is."""

_MOST: Final = 8
"""Identifiers of a kind that are looked up: a list of other people's addresses is no request of theirs."""


@dataclass(slots=True)
class _Findings:
    """Who was found so far, by address, in the order of finding; and which systems did not answer."""

    candidates: dict[EmailAddress, Candidate] = field(default_factory=dict)
    failures: set[SystemName] = field(default_factory=set)

    def add(self, subject: DataSubject, *, system: SystemName, by: str) -> None:
        """One system knows somebody by one kind of identifier."""
        known = self.candidates.get(subject.address)
        if known is None:
            self.candidates[subject.address] = Candidate(subject=subject, systems=(system,), fits=(by,))
            return
        whole = replace(
            known.subject,
            name=known.subject.name or subject.name,
            customer_since=known.subject.customer_since or subject.customer_since,
        )
        systems = tuple(dict.fromkeys((*known.systems, system)))
        self.candidates[subject.address] = Candidate(
            subject=whole, systems=systems, fits=tuple(dict.fromkeys((*known.fits, by)))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """Asks the systems; changes nothing."""

    connectors: Sequence[Connector]
    clock: Clock

    def look_up(self, case: Case) -> tuple[Candidate, ...]:
        """Who may be meant, one an address on file; raises TemporaryFailure while waiting for a system is worth it.

        Who wrote from an address on file is that person, whatever else they name: the link goes there.
        """
        findings = _Findings()
        for identifiers in _asked_about(case):
            self._ask(findings, identifiers, is_urgent=not POLICY[case.request_type].needs_identity)
            if findings.candidates:
                unanswered = tuple(sorted(findings.failures))
                return tuple(replace(each, unanswered=unanswered) for each in findings.candidates.values())
        if findings.failures and self._is_worth_waiting(case):
            raise TemporaryFailure(f"nobody found yet, and {', '.join(sorted(findings.failures))} did not answer")
        return ()

    def _ask(self, findings: _Findings, identifiers: Identifiers, *, is_urgent: bool) -> None:
        """Every system by every kind; what may not be held up stops at the first that knows somebody."""
        for by, asked in _kinds(identifiers):
            for connector in self.connectors:
                try:
                    found = connector.find_subjects(asked)
                except PermanentFailure:
                    # Its own actions will show it to people; the person must not wait for it.
                    continue
                except TemporaryFailure:
                    findings.failures.add(connector.system)
                    continue
                for subject in found:
                    findings.add(subject, system=connector.system, by=by)
                if found and is_urgent:
                    return

    def _is_worth_waiting(self, case: Case) -> bool:
        """Opt-outs wait for nobody; and after half a day the link goes to who wrote: the law's clock is running."""
        age = self.clock.now() - case.received_at
        return POLICY[case.request_type].needs_identity and age < _PATIENCE


def stops_for_another(case: Case) -> bool:
    """Whether an opt-out names another address than the writer's."""
    return POLICY[case.request_type].may_be_automatic and bool(others_named(case))


def _kinds(identifiers: Identifiers) -> Iterator[tuple[str, Identifiers]]:
    if identifiers.emails:
        yield "e-mail address", Identifiers(emails=identifiers.emails[:_MOST])
    if identifiers.orders:
        yield "order number", Identifiers(orders=identifiers.orders[:_MOST])
    if identifiers.phones:
        yield "telephone number", Identifiers(phones=identifiers.phones[:_MOST])


def _asked_about(case: Case) -> tuple[Identifiers, ...]:
    """Whom a message may be about, in the order to look for them.

    With a link to the address on file it may be anybody named. Without one it is who wrote; only a stop may name
    another e-mail address, known or not, for holding it up is forbidden and keeping an address out harms nobody.
    Whoever writes for somebody else is never looked for: what is theirs must not be taken for the other's.
    """
    written_from, named = Identifiers(emails=(case.payload.requester,)), case.payload.subject.identifiers
    if is_about_another(case) and not POLICY[case.request_type].may_be_automatic:
        return (named,) if named != Identifiers() else ()
    if POLICY[case.request_type].needs_identity:
        return written_from, named
    if stops_for_another(case):
        return (Identifiers(emails=others_named(case)[:1]),)
    return () if is_about_another(case) else (written_from,)
