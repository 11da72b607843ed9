"""Settings: each names itself when it is missing or wrong, and says what to set."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.identity import EmailAddress
from bot.domain.request import RequestType
from bot.errors import SettingsError
from bot.settings import SETTINGS, Setting, Settings, read_settings

KEY = "0f" * 32
LEAST = {"PRIVACY_DESK_MASTER_KEY": KEY}
SECRETS = [setting for setting in SETTINGS if setting.is_secret]


def _refusal(**given: str) -> str:
    """What is said about these settings, beside a good master key."""
    environment = LEAST | {f"PRIVACY_DESK_{name.upper()}": value for name, value in given.items()}
    with pytest.raises(SettingsError) as refused:
        read_settings(environment)
    return str(refused.value)


def _settings(**given: str) -> Settings:
    return read_settings(LEAST | {f"PRIVACY_DESK_{name.upper()}": value for name, value in given.items()})


class TestDefaults:
    def test_only_the_master_key_has_to_be_set(self) -> None:
        settings = read_settings(LEAST)

        assert settings.master_key == bytes.fromhex(KEY)
        assert (settings.database_url, settings.port) == ("sqlite:///privacy-desk.db", 8000)
        assert settings.help_address == EmailAddress.parse("help@retailops.com")
        assert settings.automatic == {RequestType.MARKETING_OPT_OUT, RequestType.ADVERTISING_OPT_OUT}
        assert settings.cool_off == timedelta(hours=72)
        assert (settings.imap_host, settings.slack_bot_token, settings.portal_url) == ("", "", "")
        assert (dict(settings.systems), settings.staff.members) == ({}, ())

    def test_a_missing_master_key_is_named_with_the_command_that_makes_one(self) -> None:
        with pytest.raises(SettingsError) as refused:
            read_settings({})

        assert str(refused.value).startswith("PRIVACY_DESK_MASTER_KEY (or PRIVACY_DESK_MASTER_KEY_FILE) is not set:")
        assert "openssl rand -hex 32" in str(refused.value)

    def test_an_empty_setting_counts_as_not_set(self) -> None:
        assert _settings(port="", zone="  ").port == 8000

    def test_every_setting_says_what_to_set(self) -> None:
        assert all(setting.meaning for setting in SETTINGS)
        assert {setting.name for setting in SETTINGS} == set(Settings.__slots__)

    def test_settings_come_from_the_environment_unless_given(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PRIVACY_DESK_MASTER_KEY", KEY)
        monkeypatch.setenv("PRIVACY_DESK_PORT", "8123")

        assert read_settings().port == 8123


class TestWrongValues:
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("master_key", "abc"),
            ("master_key", "zz" * 32),
            ("master_key", "00 " * 32),
            ("port", "0"),
            ("port", "65536"),
            ("port", "eighty"),
            ("imap_port", "-1"),
            ("smtp_port", "25.5"),
            ("public_url", "privacy.example.com"),
            ("public_url", "https://"),
            ("public_url", "https://privacy.example.com/?x=1"),
            ("portal_url", "ftp://example.com"),
            ("slack_api_url", "slack.com"),
            ("zone", "Mars/Olympus"),
            ("zone", "America"),
            ("zone", "../../etc/passwd"),
            ("help_address", "help at example"),
            ("imap_encryption", "ssl"),
            ("smtp_encryption", "TLS"),
            ("portal_agent_id", "amina"),
            ("portal_agent_id", "-1"),
            ("automatic", "erasure"),
            ("automatic", "everything"),
            ("cool_off", "-1"),
            ("cool_off", "inf"),
            ("cool_off", "nan"),
            ("cool_off", "1e300"),
            ("link_life", "0"),
            ("poll_every", "0"),
            ("poll_every", "soon"),
            ("portal_poll_every", "1e300"),
            ("metrics_token", "fifteen-signs-x"),
            ("metrics_token", "sixteen or more but spaced"),
            ("worker_threads", "0"),
            ("worker_threads", "four"),
        ],
    )
    def test_a_wrong_value_is_named_with_what_to_set(self, name: str, value: str) -> None:
        setting = next(setting for setting in SETTINGS if setting.name == name)

        refusal = _refusal(**{name: value})

        shown = "" if setting.is_secret else f" (now: {value!r})"
        assert refusal == f"{setting.variable} is wrong{shown}: set {setting.meaning}"

    def test_good_values_are_read(self) -> None:
        settings = _settings(
            public_url="https://privacy.example.com/",
            zone="Europe/Berlin",
            automatic="",
            cool_off="0",
            poll_every="0.5",
            worker_threads="8",
            help_address="Privacy@Example.com",
        )

        assert settings.public_url == "https://privacy.example.com"
        assert (settings.zone.key, settings.cool_off, settings.worker_threads) == ("Europe/Berlin", timedelta(0), 8)
        assert settings.poll_every == timedelta(milliseconds=500)
        assert settings.help_address.value == "privacy@example.com"

    @pytest.mark.parametrize(
        ("given", "missing", "because"),
        [
            ({"imap_host": "mail.example.com"}, "IMAP_USER", "IMAP_HOST"),
            ({"imap_host": "mail.example.com", "imap_user": "help"}, "IMAP_PASSWORD", "IMAP_HOST"),
            ({"smtp_user": "help"}, "SMTP_PASSWORD", "SMTP_USER"),
            ({"slack_bot_token": "xoxb-1"}, "SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN"),
            ({"slack_bot_token": "xoxb-1", "slack_signing_secret": "s"}, "SLACK_CHANNEL", "SLACK_BOT_TOKEN"),
            ({"portal_url": "https://example.com"}, "PORTAL_CLIENT_ID", "PORTAL_URL"),
        ],
    )
    def test_half_a_server_is_refused_with_the_other_half(
        self, given: dict[str, str], missing: str, because: str
    ) -> None:
        refusal = _refusal(**given)

        assert refusal.startswith(f"PRIVACY_DESK_{missing} ")
        assert "is not set: set " in refusal
        assert refusal.endswith(f"(PRIVACY_DESK_{because} is set, which needs it)")


class TestStrangers:
    @pytest.mark.parametrize(
        ("stranger", "hint"),
        [
            ("PRIVACY_DESK_IMAP_HOTS", "did you mean PRIVACY_DESK_IMAP_HOST"),
            ("PRIVACY_DESK_SLACK_TOKEN", "PRIVACY_DESK_SLACK_BOT_TOKEN"),
            ("PRIVACY_DESK_HOST_FILE", "did you mean "),
            ("PRIVACY_DESK_", "is not a setting"),
            ("PRIVACY_DESK_QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ", "see the settings table in README.md"),
        ],
    )
    def test_an_unknown_variable_is_refused_with_the_nearest_ones(self, stranger: str, hint: str) -> None:
        with pytest.raises(SettingsError, match=f"{stranger} is not a setting: ") as refused:
            read_settings(LEAST | {stranger: "x"})

        assert hint in str(refused.value)

    def test_other_programs_variables_are_none_of_ours(self) -> None:
        assert read_settings(LEAST | {"PATH": "/bin", "PRIVACY": "yes"}).port == 8000


class TestSecrets:
    @pytest.mark.parametrize("setting", SECRETS, ids=lambda setting: setting.name)
    def test_a_secret_can_come_from_a_file(self, setting: Setting, tmp_path: Path) -> None:
        value = KEY if setting.name == "master_key" else "sqlite:///desk-of-ours.db"
        (tmp_path / "secret").write_text(f"{value}\n")
        others = {"PRIVACY_DESK_SLACK_SIGNING_SECRET": "s", "PRIVACY_DESK_SLACK_CHANNEL": "C1", **LEAST}
        others.pop(setting.variable, None)

        settings = read_settings({**others, f"{setting.variable}_FILE": str(tmp_path / "secret")})

        read = getattr(settings, setting.name)
        assert read == (bytes.fromhex(KEY) if setting.name == "master_key" else value)

    def test_no_secret_is_shown_by_the_settings_or_by_a_refusal(self, tmp_path: Path) -> None:
        systems = tmp_path / "systems.toml"
        systems.write_text('[systems.storefront]\nurl = "http://s.example.com"\ntoken = "hunter2-token"\n')
        given = {
            "database_url": "postgresql://desk:hunter2-db@host/name",
            "imap_password": "hunter2-imap",
            "smtp_password": "hunter2-smtp",
            "slack_bot_token": "hunter2-slack",
            "slack_signing_secret": "hunter2-signing",
            "slack_channel": "C1",
            "portal_client_secret": "hunter2-portal",
            "systems": str(systems),
        }

        assert "hunter2" not in repr(_settings(**given))
        assert KEY not in repr(_settings(**given))
        assert "hunter2" not in _refusal(**given, port="x")
        assert "hunter2" not in _refusal(master_key="hunter2")

    def test_a_secret_given_twice_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "secret").write_text("x")

        refusal = _refusal(imap_password="x", imap_password_file=str(tmp_path / "secret"))

        assert refusal == (
            "PRIVACY_DESK_IMAP_PASSWORD and PRIVACY_DESK_IMAP_PASSWORD_FILE are both set: set one of them"
        )

    @pytest.mark.parametrize(
        ("content", "words"),
        [(None, "cannot be read (No such file or directory)"), (b"\xff\xfe", "no UTF-8 text"), (b" \n", "is empty")],
    )
    def test_a_secrets_file_that_cannot_be_used_is_named(
        self, tmp_path: Path, content: bytes | None, words: str
    ) -> None:
        path = tmp_path / "secret"
        if content is not None:
            path.write_bytes(content)

        refusal = _refusal(imap_password_file=str(path))

        assert refusal.startswith(f"PRIVACY_DESK_IMAP_PASSWORD_FILE names {path}, which ")
        assert words in refusal
        assert refusal.endswith(": set the mailbox's password")


PERSON = '[[staff]]\nid = "mia"\nname = "Mia"\nemail = "mia@example.com"\nrole = "manager"\nslack_user = "U1"\n'
SYSTEM = '[systems.storefront]\nurl = "https://shop.example.com/"\n'


class TestStaffFile:
    def test_the_people_listed_may_decide(self, tmp_path: Path) -> None:
        path = tmp_path / "staff.toml"
        path.write_text(PERSON + PERSON.replace("mia", "bram").replace('slack_user = "U1"\n', ""))

        staff = _settings(staff=str(path)).staff

        assert [(member.staff_id, member.slack_user) for member in staff.members] == [("mia", "U1"), ("bram", "")]

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (None, "it cannot be read (No such file or directory)"),
            (b"\xff", "it is not UTF-8 text"),
            (b"[[staff", "it is not TOML: "),
            (b"", "it lists nobody: it needs one [[staff]] table for each person"),
            (b"staff = 'mia'", "it lists nobody"),
            (b"staff = [1]", "[[staff]] number 1: must be a table"),
            (PERSON.replace('role = "manager"\n', "").encode(), '[[staff]] number 1: "role" is missing'),
            (PERSON.replace('"manager"', '"boss"').encode(), '"role" must be one of agent, manager'),
            (PERSON.replace('"mia"\nname', '"mia manager"\nname').encode(), '"id" may have letters, digits'),
            (PERSON.replace('"Mia"', "5").encode(), '"name" must be a text'),
            (PERSON.replace("mia@example.com", "mia").encode(), '"email" is not an e-mail address'),
            (PERSON.replace("slack_user", "slack_usr").encode(), 'did you mean "slack_user"?'),
            (PERSON.encode() + b"qqqq = 1", '"qqqq" means nothing: there are id, name, email, role, slack_user'),
            ((PERSON * 2).encode(), '"id" mia is given to more than one person'),
            (
                (PERSON + PERSON.replace('"mia"', '"bram"')).encode(),
                '"slack_user" U1 is given to more than one person',
            ),
        ],
    )
    def test_a_file_that_cannot_be_used_is_named_with_what_is_wrong(
        self, tmp_path: Path, content: bytes | None, words: str
    ) -> None:
        path = tmp_path / "staff.toml"
        if content is not None:
            path.write_bytes(content)

        refusal = _refusal(staff=str(path))

        assert refusal.startswith(f"PRIVACY_DESK_STAFF names {path}, which cannot be used: ")
        assert words in refusal


class TestSystemsFile:
    def test_each_system_has_its_address_and_its_token(self, tmp_path: Path) -> None:
        (tmp_path / "token").write_text("t-2\n")
        path = tmp_path / "systems.toml"
        second = SYSTEM.replace("storefront", "payments") + f'token_file = "{tmp_path / "token"}"\n'
        path.write_text(SYSTEM + 'token = "t-1"\n' + second)

        systems = _settings(systems=str(path)).systems

        assert {name: (system.url, system.token) for name, system in systems.items()} == {
            "storefront": ("https://shop.example.com", "t-1"),
            "payments": ("https://shop.example.com", "t-2"),
        }

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            ("", "it names no system: it needs one [systems.NAME] table for each"),
            ("systems = []", "it names no system"),
            ("systems.storefront = 1", "[systems.storefront]: must be a table"),
            (SYSTEM, '[systems.storefront]: "token" or "token_file" is missing'),
            (SYSTEM + 'token = ""', '"token" must be a text'),
            (SYSTEM + 'token = "t"\ntoken_file = "x"', 'give "token" or "token_file", not both'),
            (SYSTEM + 'token_file = "/nowhere/at/all"', '"token_file" /nowhere/at/all cannot be read'),
            (SYSTEM + 'token_file = "/dev/null"', '"token_file" /dev/null is empty'),
            (SYSTEM + 'tokn = "t"', 'did you mean "token'),
            ('[systems.storefront]\ntoken = "t"', '"url" is missing'),
            ('[systems.storefront]\nurl = "shop"\ntoken = "t"', '"url" must begin with http:// or https://'),
        ],
    )
    def test_a_file_that_cannot_be_used_is_named_with_what_is_wrong(
        self, tmp_path: Path, content: str, words: str
    ) -> None:
        path = tmp_path / "systems.toml"
        path.write_text(content)

        refusal = _refusal(systems=str(path))

        assert refusal.startswith(f"PRIVACY_DESK_SYSTEMS names {path}, which cannot be used: ")
        assert re.search(re.escape(words), refusal)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("keep_contents", "0"),
        ("keep_contents", "90.5"),
        ("keep_contents", "99999"),
        ("keep_messages", "-1"),
        ("keep_records", "23"),
        ("keep_records", "for ever"),
    ],
)
def test_how_long_things_are_kept_has_its_limits(name: str, value: str) -> None:
    assert f"PRIVACY_DESK_{name.upper()} is wrong (now: {value!r})" in _refusal(**{name: value})


def test_how_long_things_are_kept_by_default() -> None:
    settings = _settings(keep_contents="30")

    assert (settings.keep_contents, settings.keep_messages) == (timedelta(days=30), timedelta(days=90))
    assert settings.keep_records == 24
