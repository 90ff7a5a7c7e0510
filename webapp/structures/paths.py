"""Addresses of the pages about the structure."""

STRUCTURE = "/structure"
DECLARATION = "/structure/nouvelle"
