"""The examples of docs/schemes.md: a whole small scheme, then parts that go on from it, of every kind there is."""

import re
from pathlib import Path

DOC = Path(__file__).parents[2] / "docs" / "schemes.md"
_BLOCKS = re.findall(r"^```toml\n(.*?)^```", DOC.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
SMALL = _BLOCKS[0]
WHOLE = "\n".join(_BLOCKS)


def whole_with(old: str, new: str) -> str:
    assert WHOLE.count(old) == 1, f"{WHOLE.count(old)} times: {old}"
    return WHOLE.replace(old, new)
