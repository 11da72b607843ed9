"""The demo's servers are an extra; without them the command says so."""

import sys

import pytest

from bot.__main__ import main


def test_a_missing_package_is_named_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [name for name in sys.modules if name.startswith(("pymap", "integrations.sandbox.mail_server"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "bot.bootstrap.demo", raising=False)
    monkeypatch.setitem(sys.modules, "aiosmtpd", None)
    monkeypatch.delitem(sys.modules, "aiosmtpd.smtp", raising=False)
    monkeypatch.delitem(sys.modules, "aiosmtpd.controller", raising=False)

    code = main(["demo", "--no-browser"])

    assert code == 2
    assert "run `make demo`" in capsys.readouterr().err
