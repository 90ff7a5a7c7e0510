"""Names of files that any system can unpack, each of them once. Pure.

What Windows refuses is in "Naming Files, Paths, and Namespaces" of Microsoft's documentation.
"""

import re
import unicodedata

MOST_BYTES = 120
"""Of a name, in UTF-8: file systems take 255, and Windows 260 characters with all that stands before."""
_REFUSED = re.compile(r'[<>:"/\\|?*]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}$")


def safe_name(text: str) -> str:
    """No way to another folder, no control character, none that turns the reading direction, short; never empty."""
    plain = unicodedata.normalize("NFC", text)
    shown = "".join(" " if char.isspace() else char for char in plain if unicodedata.category(char)[0] != "C")
    name = _REFUSED.sub("_", shown).strip(" .") or "fichier"
    if _DEVICES.fullmatch(name):
        name = f"_{name}"
    found = _ENDING.search(name)
    ending = found[0] if found else ""
    stem = name.removesuffix(ending).encode()[: MOST_BYTES - len(ending)]
    return stem.decode(errors="ignore").rstrip(" .") + ending


class Names:
    """Those of one archive; the same name again gets a number: "statuts (2).pdf"."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def once(self, folder: str, name: str) -> str:
        """A path, in which `folder` may be empty; letters are compared without regard to case."""
        stem, dot, ending = name.rpartition(".") if _ENDING.search(name) else (name, "", "")
        number, path = 1, f"{folder}/{name}" if folder else name
        while path.casefold() in self._taken:
            number += 1
            again = f"{stem} ({number}){dot}{ending}"
            path = f"{folder}/{again}" if folder else again
        self._taken.add(path.casefold())
        return path
