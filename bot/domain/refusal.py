"""The sentence we propose to whoever refuses a request."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedRefusal:
    """What the customer would read, in their language, and the same in English for who decides; both may be empty."""

    words: str
    in_english: str

    @property
    def is_foreign(self) -> bool:
        """Whether who decides may need the English to know what it says."""
        return self.words != self.in_english
