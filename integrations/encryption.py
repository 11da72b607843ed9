"""How a connection to a mail server is protected."""

from enum import StrEnum


class Encryption(StrEnum):
    """TLS from the first byte, TLS after a plain greeting, or none (loopback and test servers only)."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"
