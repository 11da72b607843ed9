"""`privacy-desk check`: try each configured server and say, one line each, what works and what to set."""

from collections.abc import Callable, Iterator, Mapping

from bot.errors import PrivacyDeskError


def try_servers(checks: Mapping[str, Callable[[], str]]) -> Iterator[tuple[bool, str]]:
    """Whether each works, with a line for people."""
    width = max(map(len, checks))
    for name, check in checks.items():
        try:
            sentence = check()
        except PrivacyDeskError as error:
            yield False, f"✗ {name:<{width}}  {error}"
            continue
        is_set = not sentence.startswith("not set")
        yield is_set, f"{'✓' if is_set else '–'} {name:<{width}}  {sentence}"
