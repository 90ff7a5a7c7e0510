"""The rules of our own that `tests.support.html` applies: each yields one sentence for each violation."""
