"""Stripe, PayPal's vault and ShipStation, with the traps of each."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.action import DataCategory, Kept, RetentionGround
from bot.errors import PermanentFailure
from integrations.connectors.engine import DeclaredConnector
from tests.integrations.connectors.vendor_contract import (
    CLOCK,
    KIM,
    TODAY,
    Call,
    SearchableVendorContract,
    Vendor,
    VendorContract,
    of,
    planned,
)


def days_ago(days: int) -> int:
    return int((CLOCK.now() - timedelta(days=days)).timestamp())


class StripeStandIn(Vendor):
    def reply(self, call: Call) -> Any:
        if call.path == "/v1/charges":
            first = {"data": [{"id": "ch_1", "created": days_ago(10)}], "has_more": True}
            return (
                {"data": [{"id": "ch_2", "created": days_ago(200)}], "has_more": False}
                if (call.query.get("starting_after") == "ch_1")
                else first
            )
        if call.path.endswith("/payment_methods"):
            return {"data": [{"id": "pm_1"}], "has_more": False}
        if call.path == "/v1/customers":
            found = self.ids(call.query.get("email", ""))
            return {"data": [{"id": no, "email": self.people[no]} for no in found], "has_more": False}
        if call.method == "DELETE":
            if self.people.pop(call.last, None) is None:
                return 404, {"error": {"code": "resource_missing"}}
            return {"id": call.last, "deleted": True}
        gone = call.last not in self.people
        return {"id": call.last, **({"deleted": True} if gone else {})}


class TestStripe(SearchableVendorContract):
    system = "stripe"
    category = DataCategory.PAYMENT

    @pytest.fixture
    def vendor(self) -> StripeStandIn:
        return StripeStandIn()

    def test_charges_of_the_last_90_days_stay_until_then_and_older_ones_for_tax(
        self, connector: DeclaredConnector
    ) -> None:
        preview = connector.preview(self.erase, of(KIM))

        until = TODAY + timedelta(days=80)
        assert preview.counts == {"customer": 1, "cards": 1}
        assert preview.kept == (
            Kept(what="charges", count=1, ground=RetentionGround.CHARGEBACK, until=until),
            Kept(what="charges", count=1, ground=RetentionGround.TAX),
        )

    def test_a_deletion_carries_the_actions_id_as_its_key(self, connector: DeclaredConnector, vendor: Vendor) -> None:
        plan = planned(connector, self.erase, of(KIM))

        connector.perform(plan, of(KIM))

        assert [call.headers["Idempotency-Key"] for call in vendor.changes()] == [plan.action_id]


class PayPalStandIn(Vendor):
    refuses_next = False
    tokens = 0

    def reply(self, call: Call) -> Any:
        if call.path == "/v1/oauth2/token":
            self.tokens += 1
            return {"access_token": f"access-{self.tokens}", "expires_in": 32_400}
        if call.headers["Authorization"] != f"Bearer access-{self.tokens}" or self.refuses_next:
            self.refuses_next = False
            return 401, {"error": "invalid_token"}
        if call.method == "DELETE":
            self.people.pop(call.last, None)
            return 204, None
        found = [no for no, mail in self.people.items() if customer(mail) == call.query["customer_id"]]
        if call.query.get("page", "1") != "1":
            return {"payment_tokens": []}
        tokens = [{"id": no, "customer": {"id": customer(self.people[no])}} for no in found]
        return {"payment_tokens": tokens, "total_pages": 1}


def customer(mail: str) -> str:
    return hashlib.md5(mail.encode(), usedforsecurity=False).hexdigest()


class TestPayPal(VendorContract):
    system = "paypal"
    category = DataCategory.PAYMENT

    @pytest.fixture
    def vendor(self) -> PayPalStandIn:
        return PayPalStandIn()

    def test_nobody_found_proves_nothing_where_nobody_can_be_searched(self, connector: DeclaredConnector) -> None:
        with pytest.raises(PermanentFailure, match="cannot be searched by address"):
            connector.preview(self.erase, of("nobody@sampleton.test"))

    def test_a_token_withdrawn_early_is_fetched_anew_once(
        self, connector: DeclaredConnector, vendor: PayPalStandIn
    ) -> None:
        connector.check()
        vendor.refuses_next = True

        connector.check()

        assert vendor.tokens == 2


class ShipStationStandIn(Vendor):
    def reply(self, call: Call) -> Any:
        page = int(call.query.get("page", "1"))
        people = [{"customerId": int(no), "email": mail} for no, mail in self.people.items()]
        if call.path == "/customers":
            return {"customers": people[page - 1 : page], "page": page, "pages": len(people)}
        return (404, {}) if call.last not in self.people else {"customerId": int(call.last)}


class TestShipStation(SearchableVendorContract):
    system = "shipstation"
    by_hand = True

    @pytest.fixture
    def vendor(self) -> ShipStationStandIn:
        return ShipStationStandIn()
