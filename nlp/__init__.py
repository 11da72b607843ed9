"""Text in, domain values out; spaCy's only home."""
