"""What people do with structures; one verb, one transaction."""

from webapp.structures.use_cases.declaration import Declaration, declare_structure

__all__ = ["Declaration", "declare_structure"]
