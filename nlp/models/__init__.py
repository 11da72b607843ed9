"""Models beside the built-in one: kept, measured, promoted, rolled back."""
