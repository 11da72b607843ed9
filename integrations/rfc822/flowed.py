"""format=flowed (RFC 3676): lines that end in a blank go on in the next."""


def unflowed(text: str, *, joins_words: bool) -> str:
    """Paragraphs put back together, quote marks kept; `joins_words` is DelSp=yes."""
    lines: list[str] = []
    open_depth = -1
    for line in text.split("\n"):
        content = line.lstrip(">")
        depth = len(line) - len(content)
        content = content.removeprefix(" ")
        is_signature = content == "-- "
        flows = content.endswith(" ") and not is_signature
        shown = content[:-1] if flows and joins_words else content
        if open_depth == depth and not is_signature:
            lines[-1] += shown
        else:
            lines.append(f"{'>' * depth} {shown}" if depth else shown)
        open_depth = depth if flows else -1
    return "\n".join(lines)
