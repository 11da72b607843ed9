"""Letters that somebody worded for many, and agents who write for others: their kind, requests and fields."""
