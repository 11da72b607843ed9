"""Shopify, BigCommerce, Magento and WooCommerce, with the traps of each."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.action import Kept, RetentionGround
from bot.errors import PermanentFailure, TemporaryFailure
from integrations.connectors.engine import DeclaredConnector
from tests.integrations.connectors.vendor_contract import (
    KIM,
    TODAY,
    Call,
    SearchableVendorContract,
    Vendor,
    of,
    planned,
)


class ShopifyStandIn(Vendor):
    last_order: date = TODAY - timedelta(days=400)
    trouble: Any = None
    is_slow = False

    def reply(self, call: Call) -> Any:
        query, given = call.body["query"], call.body.get("variables", {})
        if self.trouble:
            return self.trouble
        if "customers(" in query:
            found = self.ids(given["q"].removeprefix('email:"').removesuffix('"'))
            nodes = [{"id": no, "defaultEmailAddress": {"emailAddress": self.people[no]}} for no in found]
            return {"data": {"customers": {"nodes": nodes}}}
        if "customerRequestDataErasure" in query:
            if not self.is_slow:
                self.people.pop(given["id"])
            return {"data": {"customerRequestDataErasure": {"customerId": given["id"], "userErrors": []}}}
        return {"data": {"customer": {"orders": {"nodes": [{"createdAt": f"{self.last_order}T10:00:00Z"}]}}}}

    def changes(self) -> list[Call]:
        return [call for call in self.calls if "mutation" in call.body["query"]]


class TestShopify(SearchableVendorContract):
    system = "shopify"

    @pytest.fixture
    def vendor(self) -> ShopifyStandIn:
        return ShopifyStandIn()

    def test_an_erasure_it_has_accepted_is_asked_after_for_days(
        self, connector: DeclaredConnector, vendor: ShopifyStandIn
    ) -> None:
        vendor.is_slow = True
        plan = planned(connector, self.erase, of(KIM))
        connector.perform(plan, of(KIM))

        with pytest.raises(TemporaryFailure, match="up to 30 days") as failure:
            connector.verify(plan, of(KIM))

        assert failure.value.retry_after == timedelta(days=1)

    def test_180_days_after_the_last_order_it_finishes_by_itself(
        self, connector: DeclaredConnector, vendor: ShopifyStandIn
    ) -> None:
        vendor.is_slow, vendor.last_order = True, TODAY - timedelta(days=20)
        plan = planned(connector, self.erase, of(KIM))

        outcome = connector.perform(plan, of(KIM))

        until = TODAY + timedelta(days=160)
        assert outcome.kept == (Kept(what="last order", count=1, ground=RetentionGround.CHARGEBACK, until=until),)
        assert connector.verify(plan, of(KIM))

    @pytest.mark.parametrize(
        ("answer", "failure"),
        [
            ({"errors": [{"message": KIM, "extensions": {"code": "ACCESS_DENIED"}}]}, PermanentFailure),
            ({"errors": [{"extensions": {"code": "THROTTLED"}}]}, TemporaryFailure),
        ],
    )
    def test_an_error_that_comes_with_status_200_is_one(
        self,
        connector: DeclaredConnector,
        vendor: ShopifyStandIn,
        answer: dict[str, object],
        failure: type[Exception],
    ) -> None:
        plan = planned(connector, self.erase, of(KIM))
        vendor.trouble = answer

        with pytest.raises(failure) as caught:
            connector.perform(plan, of(KIM))

        assert KIM not in str(caught.value)
        assert vendor.changes() == []


class BigCommerceStandIn(Vendor):
    ignores_ids = False
    ignores_filter = False

    def reply(self, call: Call) -> Any:
        ids = call.query.get("id:in", "").split(",")
        if call.method == "DELETE":
            if not self.ignores_ids:
                self.people = {no: mail for no, mail in self.people.items() if no not in ids}
            return 204, None
        if call.path.endswith("addresses"):
            return {"data": [{"id": 1}, {"id": 2}] if call.query.get("page", "1") == "1" else []}
        wanted = set(ids) | set(self.ids(call.query.get("email:in", "")))
        found = list(self.people) if self.ignores_filter else [no for no in self.people if no in wanted]
        data = [{"id": int(no), "email": self.people[no]} for no in found]
        return {"data": data, "meta": {"pagination": {"total_pages": 1}}}


class TestBigCommerce(SearchableVendorContract):
    system = "bigcommerce"

    @pytest.fixture
    def vendor(self) -> BigCommerceStandIn:
        return BigCommerceStandIn()

    def test_a_204_that_did_nothing_does_not_read_back(
        self, connector: DeclaredConnector, vendor: BigCommerceStandIn
    ) -> None:
        vendor.ignores_ids = True
        plan = planned(connector, self.erase, of(KIM))

        connector.perform(plan, of(KIM))

        assert not connector.verify(plan, of(KIM))

    def test_a_deletion_always_names_its_customer(self, connector: DeclaredConnector, vendor: Vendor) -> None:
        connector.perform(planned(connector, self.erase, of(KIM)), of(KIM))

        assert [call.query for call in vendor.changes()] == [{"id:in": "7"}]

    def test_a_search_that_ignores_its_filter_deletes_nobody_else(
        self, connector: DeclaredConnector, vendor: BigCommerceStandIn
    ) -> None:
        vendor.ignores_filter = True

        connector.perform(planned(connector, self.erase, of(KIM)), of(KIM))

        assert [call.query["id:in"] for call in vendor.changes()] == ["7"]

    def test_pages_are_counted_to_the_last_one(self, connector: DeclaredConnector) -> None:
        assert connector.preview(self.erase, of(KIM)).counts == {"customer": 1, "addresses": 2}


class MagentoStandIn(Vendor):
    def reply(self, call: Call) -> Any:
        if call.path == "/V1/orders":
            return {"items": [], "total_count": 3}
        if call.path == "/V1/customers/search":
            found = self.ids(call.query["searchCriteria[filterGroups][0][filters][0][value]"])
            return {"items": [{"id": int(no), "email": self.people[no]} for no in found], "total_count": len(found)}
        if call.last not in self.people:
            return 404, {"message": "No such entity with %fieldName = %fieldValue"}
        if call.method == "DELETE":
            del self.people[call.last]
            return True
        return {"id": int(call.last), "email": self.people[call.last]}


class TestMagento(SearchableVendorContract):
    system = "magento"

    @pytest.fixture
    def vendor(self) -> MagentoStandIn:
        return MagentoStandIn()

    def test_order_copies_stay_and_are_told(self, connector: DeclaredConnector) -> None:
        outcome = connector.perform(planned(connector, self.erase, of(KIM)), of(KIM))

        assert outcome.kept == (Kept(what="orders", count=3, ground=RetentionGround.TAX),)


class WooCommerceStandIn(Vendor):
    def reply(self, call: Call) -> Any:
        if call.path == "/orders":
            return [{"id": 1}, {"id": 2}]
        if call.path == "/customers":
            return [{"id": int(no), "email": self.people[no]} for no in self.ids(call.query.get("email", ""))]
        if call.last not in self.people:
            return 404, {"code": "woocommerce_rest_invalid_id"}
        if call.method == "DELETE":
            if call.query.get("force") != "true":
                return 501, {"code": "woocommerce_rest_trash_not_supported"}
            del self.people[call.last]
        return {"id": int(call.last)}


class TestWooCommerce(SearchableVendorContract):
    system = "woocommerce"

    @pytest.fixture
    def vendor(self) -> WooCommerceStandIn:
        return WooCommerceStandIn()

    def test_orders_stay_and_are_told(self, connector: DeclaredConnector) -> None:
        assert connector.preview(self.erase, of(KIM)).kept == (
            Kept(what="orders", count=2, ground=RetentionGround.TAX),
        )

    def test_it_signs_in_with_key_and_secret(self, connector: DeclaredConnector, vendor: Vendor) -> None:
        connector.check()

        assert vendor.calls[-1].headers["Authorization"] == "Basic dXNlcjp3b3Jk"
