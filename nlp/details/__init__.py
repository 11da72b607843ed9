"""What a request names: people, dates, conditions, corrections, identifiers, topics."""
