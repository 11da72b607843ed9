"""The privacy desk itself: pure domain, workflow steps, store and the wiring that joins them."""
