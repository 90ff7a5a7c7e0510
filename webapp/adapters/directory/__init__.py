"""The register of companies: what its answers look like, and a file of answers for demonstrations and tests."""
