"""The files of data/: CSV in UTF-8 with a line of column names, one record a line, sorted by code."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

FOLDER = Path(__file__).parent / "data"

Record = tuple[str, ...]


def read(name: str) -> Iterator[list[str]]:
    """Without the line of column names."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        yield from lines


def write(path: Path, columns: Record, records: Iterable[Record]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(columns)
        lines.writerows(sorted(records))
