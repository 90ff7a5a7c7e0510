"""The Nu HTML checker over many pages, in one start of Java (1.5 s, then about 10 ms a page).

The jar comes from `tests/tools` by `npm ci`; Java 17 from the system (`default-jre-headless`).
"""

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

JAR = Path(__file__).parents[1] / "tools" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
# htmx's attributes are not HTML's; everything else it says of them is meant (a wrong element, a duplicate).
FILTERED = re.compile(r"^Attribute “hx-[a-z-]+(:inherited)?” not allowed on element “[a-z-]+” at this point\.$")
SECONDS = 300


def validate(pages: Mapping[str, str]) -> dict[str, list[str]]:
    """Sentences for each page (named by its address) that has an error or a warning; empty when all are valid.

    Raises FileNotFoundError if the jar or Java is not installed.
    """
    if not JAR.exists():
        raise FileNotFoundError(f"{JAR} is missing: run `npm ci` in tests/tools")
    found: dict[str, list[str]] = {}
    with TemporaryDirectory() as folder:
        names = {}
        for number, (address, html) in enumerate(pages.items()):
            file = Path(folder, f"{number}.html")
            file.write_text(html)
            names[file.as_uri().replace("file:///", "file:/")] = address
        for message in _run(folder):
            if message["type"] == "info" and message.get("subType") != "warning":
                continue
            if not FILTERED.match(message["message"]):
                place = (
                    f"line {message.get('lastLine', '?')}: {message['message']} {message.get('extract', '').strip()}"
                )
                found.setdefault(names[message["url"]], []).append(place)
    return found


def _run(folder: str) -> list[dict[str, str]]:
    command = [
        "java",
        "-jar",
        str(JAR),
        "--format",
        "json",
        "--stdout",
        "--exit-zero-always",
        "--skip-non-html",
        folder,
    ]
    answer = subprocess.run(command, capture_output=True, check=True, timeout=SECONDS)
    messages: list[dict[str, str]] = json.loads(answer.stdout)["messages"]
    return messages
