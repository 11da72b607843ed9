"""Everything we call: one home per outside library."""
