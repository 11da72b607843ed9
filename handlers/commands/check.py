"""`privacy-desk check`: try each configured server and say, one line each, what works and what to set."""

from collections.abc import Callable, Iterator, Mapping

from bot.errors import PrivacyDeskError


def try_servers(checks: Mapping[str, Callable[[], str]]) -> Iterator[tuple[bool, str]]:
    """Whether each is as it should be, with a line for people; "none" is a choice, "not set" a gap."""
    width = max(map(len, checks))
    for name, check in checks.items():
        try:
            sentence = check()
        except PrivacyDeskError as error:
            yield False, f"✗ {name:<{width}}  {error}"
            continue
        is_missing = sentence.startswith("not set")
        mark = "–" if is_missing or sentence.startswith("none") else "✓"
        yield not is_missing, f"{mark} {name:<{width}}  {sentence}"
