"""Makes what a test needs, through the use cases where there is one; each call gives something new."""
