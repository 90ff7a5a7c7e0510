"""Addresses of the catalogue."""

CATALOGUE = "/aides"


def sheet(slug: str) -> str:
    return f"/aides/{slug}"
