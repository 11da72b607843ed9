"""Downstream systems that hold personal data, one file each, and the engine that runs them."""
