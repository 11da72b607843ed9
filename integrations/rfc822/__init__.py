"""Mail bytes to meaning (RFC 5322, MIME): lenient with everything the field sends."""

from integrations.rfc822.parser import Rfc822Parser

__all__ = ["Rfc822Parser"]
