"""Templates that a scheme gives to download: read beside its file, served from its revision."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from webapp.documents.inspection import FORMATS, FileRefused, inspect
from webapp.schemes.definition import SchemeDefinition
from webapp.schemes.models import SchemeTemplate

FOLDER = "modeles"
LARGEST = 1_000_000  # bytes; one of the database's rows
_FORMATS = {format_.extension: format_ for format_ in FORMATS}


@dataclass(frozen=True, slots=True)
class Template:
    file: str
    content: bytes

    @property
    def media_type(self) -> str:
        return _FORMATS[self.file.rpartition(".")[2]].media_type


def read_templates(scheme_file: Path, definition: SchemeDefinition) -> dict[str, bytes]:
    """By name. Raises OSError; whoever wants to know what is wrong asks `template_mistakes` first."""
    folder = scheme_file.parent / FOLDER
    return {name: (folder / name).read_bytes() for name in definition.template_files}


def template_mistakes(scheme_file: Path, definition: SchemeDefinition) -> Iterator[str]:
    """What a person could not download, or not open."""
    for name in definition.template_files:
        path = scheme_file.parent / FOLDER / name
        if not path.is_file():
            yield f'the template "{name}" is not in {path.parent}'
        elif (size := path.stat().st_size) > LARGEST:
            yield f'the template "{name}" has {size:,} bytes: at most {LARGEST:,}'
        else:
            try:
                inspect(path, name)
            except FileRefused as refused:
                yield f'the template "{name}" would be refused as a piece: {refused.reason}'


async def template_of(connection: AsyncConnection, revision_id: UUID, file: str) -> Template | None:
    query = select(SchemeTemplate.content).where(SchemeTemplate.revision_id == revision_id, SchemeTemplate.file == file)
    content: bytes | None = await connection.scalar(query)
    return None if content is None else Template(file, content)
