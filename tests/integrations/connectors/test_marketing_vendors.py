"""Klaviyo, Mailchimp, HubSpot, SendGrid and Segment, with the traps of each."""

import hashlib
from collections.abc import Mapping
from typing import Any, ClassVar

import pytest

from bot.domain.action import ActionKind, DataCategory, Instruction, OutcomeKind
from bot.errors import PermanentFailure, TemporaryFailure
from integrations.connectors.engine import DeclaredConnector
from tests.integrations.connectors.vendor_contract import (
    KIM,
    LEE,
    Call,
    SearchableVendorContract,
    Vendor,
    VendorContract,
    of,
    planned,
)

STOP = Instruction(kind=ActionKind.STOP_MARKETING, category=DataCategory.CONTACT)


class KlaviyoStandIn(Vendor):
    def __post_init__(self) -> None:
        self.suppressed: list[str] = []
        self.resyncs = False

    def reply(self, call: Call) -> Any:
        if call.path.endswith("suppression-bulk-create-jobs"):
            profiles = call.body["data"]["attributes"]["profiles"]["data"]
            self.suppressed += [profile["attributes"]["email"] for profile in profiles]
            return 202, {"data": {"type": "profile-suppression-bulk-create-job", "id": "job-1"}}
        if call.path.endswith("data-privacy-deletion-jobs"):
            mail = self.people.pop(call.body["data"]["attributes"]["profile"]["data"]["id"])
            if self.resyncs:
                self.people["10"] = mail
            return 202, None
        if call.path == "/api/profiles":
            found = self.ids(call.query["filter"].removeprefix('equals(email,"').removesuffix('")'))
            return {"data": [self.profile(no) for no in found], "links": {"next": None}}
        return {"data": self.profile(call.last)} if call.last in self.people else (404, {"errors": [{"code": "x"}]})

    def profile(self, no: str) -> dict[str, Any]:
        mail = self.people[no]
        marketing = {"can_receive_email_marketing": mail not in self.suppressed}
        return {"id": no, "attributes": {"email": mail, "subscriptions": {"email": {"marketing": marketing}}}}


class TestKlaviyo(SearchableVendorContract):
    system = "klaviyo"

    @pytest.fixture
    def vendor(self) -> KlaviyoStandIn:
        return KlaviyoStandIn()

    def test_the_address_is_suppressed_before_the_profile_is_deleted(
        self, connector: DeclaredConnector, vendor: KlaviyoStandIn
    ) -> None:
        connector.perform(planned(connector, self.erase, of(KIM)), of(KIM))

        written = [call.path.rpartition("/")[2] for call in vendor.calls if call.method == "POST"]
        assert written == ["profile-suppression-bulk-create-jobs", "data-privacy-deletion-jobs"]
        assert vendor.suppressed == [KIM]

    def test_a_profile_that_the_shop_brings_back_does_not_read_back_as_gone(
        self, connector: DeclaredConnector, vendor: KlaviyoStandIn
    ) -> None:
        vendor.resyncs = True
        plan = planned(connector, self.erase, of(KIM))
        connector.perform(plan, of(KIM))

        with pytest.raises(TemporaryFailure, match="up to 7 days"):
            connector.verify(plan, of(KIM))

        assert vendor.suppressed == [KIM]

    def test_every_call_names_its_revision(self, connector: DeclaredConnector, vendor: Vendor) -> None:
        connector.perform(planned(connector, STOP, of(KIM)), of(KIM))

        assert {call.headers["Revision"] for call in vendor.calls} == {"2025-10-15"}
        assert {call.headers["Authorization"] for call in vendor.calls} == {"Klaviyo-API-Key word"}

    def test_a_stop_reads_back(self, connector: DeclaredConnector) -> None:
        plan = planned(connector, STOP, of(KIM))
        connector.perform(plan, of(KIM))

        assert connector.verify(plan, of(KIM))


def subscriber_hash(mail: str) -> str:
    return hashlib.md5(mail.encode(), usedforsecurity=False).hexdigest()


class MailchimpStandIn(Vendor):
    def reply(self, call: Call) -> Any:
        assert call.path.startswith("/lists/list-1/members/")
        wanted = call.path.split("/")[4]
        found = [no for no, mail in self.people.items() if subscriber_hash(mail) == wanted]
        if not found and call.method != "PUT":
            return 404, {"title": "Resource Not Found"}
        if call.path.endswith("delete-permanent"):
            del self.people[found[0]]
            return 204, None
        if call.method == "PUT":
            return {"id": wanted, "status": call.body["status"]}
        return {"id": wanted, "email_address": self.people[found[0]], "status": "unsubscribed"}


class TestMailchimp(VendorContract):
    system = "mailchimp"
    settings: ClassVar[Mapping[str, str]] = {"list_id": "list-1"}

    @pytest.fixture
    def vendor(self) -> MailchimpStandIn:
        return MailchimpStandIn()

    def test_somebody_unknown_is_unsubscribed_before_they_come(
        self, connector: DeclaredConnector, vendor: Vendor
    ) -> None:
        connector.perform(planned(connector, STOP, of("new@sampleton.test")), of("new@sampleton.test"))

        assert vendor.calls[-1].method == "PUT"
        assert vendor.calls[-1].body["status"] == "unsubscribed"

    def test_a_stop_reads_back(self, connector: DeclaredConnector) -> None:
        plan = planned(connector, STOP, of(KIM))
        connector.perform(plan, of(KIM))

        assert connector.verify(plan, of(KIM))


class HubSpotStandIn(Vendor):
    def reply(self, call: Call) -> Any:
        if call.path.endswith("/search"):
            found = self.ids(call.body["filterGroups"][0]["filters"][0]["value"])
            return {"results": [{"id": no, "properties": {"email": self.people[no]}} for no in found]}
        if call.path.endswith("/gdpr-delete"):
            del self.people[call.body["objectId"]]
            return 204, None
        if call.last == "unsubscribe-all":
            return {"results": [{"wideStatuses": [{"status": "UNSUBSCRIBED"}]}]}
        return {"id": call.last} if call.last in self.people else (404, {"category": "OBJECT_NOT_FOUND"})


class TestHubSpot(SearchableVendorContract):
    system = "hubspot"

    @pytest.fixture
    def vendor(self) -> HubSpotStandIn:
        return HubSpotStandIn()

    def test_a_stop_reads_back(self, connector: DeclaredConnector) -> None:
        plan = planned(connector, STOP, of(KIM))
        connector.perform(plan, of(KIM))

        assert connector.verify(plan, of(KIM))


class SendGridStandIn(Vendor):
    def __post_init__(self) -> None:
        self.suppressed: set[str] = set()

    def reply(self, call: Call) -> Any:
        if call.path == "/v3/marketing/contacts/search":
            found = self.ids(call.body["query"].removeprefix("email = '").removesuffix("'"))
            return {"result": [{"id": no, "email": self.people[no]} for no in found]}
        if call.path == "/v3/asm/suppressions/global":
            self.suppressed |= set(call.body["recipient_emails"])
            return 201, {"recipient_emails": call.body["recipient_emails"]}
        if call.path == "/v3/recipients/erasejob":
            self.suppressed -= set(call.body["email_addresses"])
            return 202, {"job_id": "job-1"}
        if call.method == "DELETE":
            del self.people[call.query["ids"]]
            return 202, {"job_id": "job-0"}
        if "suppressions" in call.path:
            return {"recipient_email": call.last} if call.last in self.suppressed else {}
        return {"id": call.last} if call.last in self.people else (404, None)


class TestSendGrid(SearchableVendorContract):
    system = "sendgrid"

    @pytest.fixture
    def vendor(self) -> SendGridStandIn:
        return SendGridStandIn()

    def test_the_suppression_outlives_the_erasure(self, connector: DeclaredConnector, vendor: SendGridStandIn) -> None:
        outcome = connector.perform(planned(connector, self.erase, of(KIM)), of(KIM))

        assert outcome.receipt == "job-1"
        assert vendor.suppressed == {KIM}

    def test_a_stop_reads_back(self, connector: DeclaredConnector) -> None:
        plan = planned(connector, STOP, of(KIM))
        connector.perform(plan, of(KIM))

        assert connector.verify(plan, of(KIM))


class SegmentStandIn(Vendor):
    def __post_init__(self) -> None:
        self.status = "FINISHED"

    def reply(self, call: Call) -> Any:
        if call.method == "POST":
            self.people = {no: mail for no, mail in self.people.items() if mail not in call.body["subjectIds"]}
            return {"data": {"regulateId": "reg-1"}}
        if call.path == "/regulations/reg-1":
            return {"data": {"regulation": {"id": "reg-1", "overallStatus": self.status}}}
        return {"data": {"workspace": {"id": "w"}}}


class TestSegment(VendorContract):
    system = "segment"
    category = DataCategory.ADVERTISING

    @pytest.fixture
    def vendor(self) -> SegmentStandIn:
        return SegmentStandIn()

    def test_a_regulation_still_running_is_asked_after_and_not_made_twice(
        self, connector: DeclaredConnector, vendor: SegmentStandIn
    ) -> None:
        vendor.status = "RUNNING"
        plan = planned(connector, self.erase, of(KIM))
        with pytest.raises(TemporaryFailure, match="still at work"):
            connector.perform(plan, of(KIM))
        vendor.status = "FINISHED"

        outcome = connector.perform(plan, of(KIM))

        assert (outcome.kind, outcome.receipt) == (OutcomeKind.DONE, "reg-1")
        assert [call.method for call in vendor.calls].count("POST") == 1
        assert vendor.people == {"8": LEE}

    @pytest.mark.parametrize("status", ["FAILED", "INVALID", "NOT_SUPPORTED"])
    def test_a_regulation_that_failed_needs_a_person(
        self, connector: DeclaredConnector, vendor: SegmentStandIn, status: str
    ) -> None:
        vendor.status = status

        with pytest.raises(PermanentFailure, match="could not do it"):
            connector.perform(planned(connector, self.erase, of(KIM)), of(KIM))
