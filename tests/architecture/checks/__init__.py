"""House rules as functions: a Tree in, one sentence for each violation out. Each docstring says why it is a rule."""
