"""What a monitoring system reads."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.domain.classification import Decision
from bot.domain.tally import Agreement, DecidedOn, Tallies
from handlers.metrics import Metrics, exposition
from tests.domain.tallies import TODAY, decided, read
from tests.handlers.conftest import World
from tests.handlers.fake_tallies import FakeTallies

TOKEN = "c0ffee" * 6
SOME = Tallies(
    readings=(
        read(TODAY, 5),
        read(TODAY, 2, language="nl", decision=Decision.UNSURE, unknown_up_to=50, unknown_permille=700),
        read(TODAY, 1, language="nl", decision=Decision.UNSURE, unknown_up_to=None, unknown_permille=0),
    ),
    decisions=(
        decided(TODAY, 3),
        decided(TODAY, 1, agreement=Agreement.NOT_PRIVACY),
        decided(TODAY, 2, decided_on=DecidedOn.CASE, agreement=Agreement.PARTLY),
    ),
)


def scraper_of(tallies: Tallies) -> FlaskClient:
    app = Flask(__name__)
    app.register_blueprint(Metrics(tallies=FakeTallies(tallies), token=TOKEN).blueprint())
    return app.test_client()


@pytest.fixture
def scraper() -> FlaskClient:
    return scraper_of(SOME)


def test_who_knows_the_token_reads_all_counts(scraper: FlaskClient) -> None:
    answer = scraper.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})

    assert answer.status_code == 200
    assert answer.content_type == "text/plain; version=0.0.4; charset=utf-8"
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    assert lines == [
        'privacy_desk_messages_classified_total{decision="none",language="en"} 5',
        'privacy_desk_messages_classified_total{decision="unsure",language="nl"} 3',
        'privacy_desk_review_agreement_total{outcome="agreed"} 3',
        'privacy_desk_review_agreement_total{outcome="partly"} 0',
        'privacy_desk_review_agreement_total{outcome="disagreed"} 0',
        'privacy_desk_review_agreement_total{outcome="not_privacy"} 1',
        "privacy_desk_readings_corrected_total 2",
        'privacy_desk_unknown_words_share_bucket{le="0.1"} 5',
        'privacy_desk_unknown_words_share_bucket{le="0.2"} 5',
        'privacy_desk_unknown_words_share_bucket{le="0.3"} 5',
        'privacy_desk_unknown_words_share_bucket{le="0.5"} 7',
        'privacy_desk_unknown_words_share_bucket{le="1.0"} 7',
        'privacy_desk_unknown_words_share_bucket{le="+Inf"} 7',
        "privacy_desk_unknown_words_share_sum 0.9",
        "privacy_desk_unknown_words_share_count 7",
        'privacy_desk_model_info{version="7"} 1',
    ]
    assert answer.text.endswith("\n")


@pytest.mark.parametrize(
    "shown", ["", "Bearer", "Bearer ", f"Basic {TOKEN}", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", TOKEN, "Bearer ü"]
)
def test_anybody_else_reads_nothing(scraper: FlaskClient, shown: str) -> None:
    answer = scraper.get("/metrics", headers={"Authorization": shown})

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert "privacy_desk" not in answer.text


def test_a_caller_on_the_same_machine_is_nobody_special(scraper: FlaskClient) -> None:
    answer = scraper.get("/metrics", environ_overrides={"REMOTE_ADDR": "127.0.0.1"})

    assert answer.status_code == 401


def test_without_a_token_in_the_settings_there_is_no_such_page(world: World) -> None:
    assert world.app().test_client().get("/metrics").status_code == 404


def test_nothing_counted_is_zeros_and_no_model() -> None:
    lines = list(exposition(Tallies()))

    assert "privacy_desk_readings_corrected_total 0" in lines
    assert 'privacy_desk_unknown_words_share_bucket{le="+Inf"} 0' in lines
    assert not any(line.startswith("privacy_desk_model_info") for line in lines)
    assert not any(line.startswith("privacy_desk_messages_classified_total") for line in lines)


@pytest.mark.parametrize(
    ("version", "shown"),
    [
        ('7"} 1\nevil_total 9', r"7\"} 1\nevil_total 9"),
        ("back\\slash", r"back\\slash"),
        ("\r\x00\x1b[31m", "\r\x00\x1b[31m"),
    ],
)
def test_a_hostile_version_stays_inside_its_label(version: str, shown: str) -> None:
    answer = "\n".join(exposition(Tallies(readings=(read(TODAY, model_version=version),))))

    assert f'privacy_desk_model_info{{version="{shown}"}} 1' in answer
    assert "\nevil_total" not in answer


def test_a_version_that_is_no_text_is_still_answered() -> None:
    scraper = scraper_of(Tallies(readings=(read(TODAY, model_version="\ud800"),)))

    assert scraper.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_the_model_is_the_one_that_read_last() -> None:
    earlier = read(TODAY - timedelta(days=1), model_version="8")

    lines = list(exposition(Tallies(readings=(*SOME.readings, earlier))))

    assert 'privacy_desk_model_info{version="7"} 1' in lines
    assert sum(line.startswith("privacy_desk_model_info{") for line in lines) == 1


def test_the_token_does_not_show() -> None:
    assert TOKEN not in repr(Metrics(tallies=FakeTallies(), token=TOKEN))
