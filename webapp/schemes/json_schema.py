"""The JSON Schema of a scheme's file: with it, an editor completes keys and shows mistakes while one types.

It says the shape only. What a file means, `python -m webapp schemes check` says.
"""

from typing import Any

import msgspec

from webapp.schemes.definition import SchemeDefinition

FILE_NAME = "scheme.schema.json"
FIRST_LINE = f"#:schema ./{FILE_NAME}"
"""Of a scheme's file: how Taplo, and the editors that use it, find the schema."""


def json_schema_text() -> str:
    """Without `$id`: Taplo 0.7 refuses a relative one, and the file lies beside those that it is for."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **_without_null(msgspec.json.schema(SchemeDefinition)),
    }
    return msgspec.json.format(msgspec.json.encode(schema), indent=2).decode() + "\n"


def _without_null(part: Any) -> Any:
    """TOML has no null: a key that is not given is not there."""
    if isinstance(part, list):
        return [_without_null(one) for one in part if one != {"type": "null"}]
    if not isinstance(part, dict):
        return part
    kept = {key: _without_null(value) for key, value in part.items() if not (key == "default" and value is None)}
    if len(kept.get("anyOf", ())) == 1:
        (only,) = kept.pop("anyOf")
        return {**only, **kept}
    return kept
