"""Blocks: plain values shown, edited and saved as wholes. Their fields are named as the columns behind them."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any, ClassVar, Protocol, TypeVar


class Block(Protocol):
    """A frozen dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


Kind = TypeVar("Kind", bound=Block)


def names_of(kind: type[Block]) -> tuple[str, ...]:
    """The fields of a block, which are the columns that keep it."""
    return tuple(kind.__dataclass_fields__)


def block_of(kind: type[Kind], row: Any) -> Kind:
    """From the columns of a row, mapped or not."""
    return kind(**{name: getattr(row, name) for name in names_of(kind)})


def changes(before: Block, after: Block) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields that differ, as they were and as they are: two plain dictionaries with the same keys."""
    old, new = asdict(before), asdict(after)
    names = [name for name in new if old[name] != new[name]]
    return {name: old[name] for name in names}, {name: new[name] for name in names}


def undone(block: Kind, before: Mapping[str, Any]) -> Kind:
    """The block as it was before a change; fields that it has no more are passed over."""
    return replace(block, **{name: value for name, value in before.items() if name in names_of(type(block))})
