"""What the writer wrote: history, signatures, small print and our own letters are cut off and kept apart."""
