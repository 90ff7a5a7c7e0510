"""The figures of the house: how much there is, how large its parts are, what a page costs. Of this tree or another.

Duplicated pairs need `npx`; without it they are left out and the line says so.
"""

import ast
import gzip
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

KINDS = {
    "webapp, Python": r"webapp/.*\.py",
    "templates": r"webapp/templates/.*\.(html|txt)",
    "style and scripts": r"static/(css|js)/.*\.(css|js)",
    "tests": r"tests/.*\.py",
}
DUPLICATES = [
    "npx",
    "--yes",
    "jscpd@4.0.5",
    "--min-lines",
    "6",
    "--min-tokens",
    "50",
    "--silent",
    "--reporters",
    "json",
]
EVERY_PAGE = ["vendor/htmx.min.js", "fonts/atkinson-hyperlegible-next.woff2", "icons.svg", "img/favicon.svg"]


def main(root: Path) -> None:
    names = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, check=True, text=True).stdout.split()
    for kind, pattern in KINDS.items():
        sizes = {name: lines(root / name) for name in names if re.fullmatch(pattern, name) and (root / name).is_file()}
        largest = max(sizes, key=lambda name: sizes[name])
        median = statistics.median(size for size in sizes.values() if size)
        print(
            f"{kind}: {len(sizes)} files, {sum(sizes.values())} lines, median {median:.0f}, "
            f"largest {sizes[largest]} ({largest})"
        )
    sources = [root / name for name in names if re.fullmatch(r"webapp/.*\.py", name)]
    functions = [function for path in sources for function in functions_of(path)]
    handlers = [function for path in sources if "/routes/" in str(path) for function in functions_of(path, routed=True)]
    print(f"functions: {len(functions)}, longest {max(map(length, functions))} lines")
    print(f"handlers: {len(handlers)}, median {statistics.median(map(length, handlers)):.0f}, ", end="")
    print(f"longest {max(map(length, handlers))} lines")
    print(f"duplicated pairs (6 lines and 50 tokens or more): {duplicated(root)}")
    costs = statements(root)
    print(f"statements of a page: {len(costs)} pages, median {statistics.median(costs):.0f}, most {max(costs)}")
    print(f"first load: {first_load(root) / 1000:.1f} KB of static files, with gzip")


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions_of(path: Path, *, routed: bool = False) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        decorators = {getattr(getattr(one, "func", None), "id", "") for one in node.decorator_list}
        if not routed or decorators & {"get", "post"}:
            yield node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body: the signature tells what is given, it does nothing."""
    return (function.end_lineno or 0) - function.body[0].lineno + 1


def duplicated(root: Path) -> str:
    if shutil.which("npx") is None:
        return "not counted, there is no npx"
    with tempfile.TemporaryDirectory() as report:
        folders = ["webapp", "tests", "static/js", "static/css"]
        subprocess.run([*DUPLICATES, "--output", report, *folders], cwd=root, check=True, capture_output=True)
        total = json.loads((Path(report) / "jscpd-report.json").read_text())["statistics"]["total"]
    return f"{total['clones']}, {total['duplicatedLines']} lines"


def statements(root: Path) -> list[int]:
    """As tests/routes/test_statements.py says for each page, and checks."""
    source = (root / "tests/routes/test_statements.py").read_text(encoding="utf-8")
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "COST":
            return list(ast.literal_eval(node.value).values())
    raise SystemExit("tests/routes/test_statements.py has no table COST")


def first_load(root: Path) -> int:
    """Bytes; tests/web/test_static_weight.py has the limit. Fonts are compressed already."""
    static = root / "static"
    own = [*static.glob("css/*.css"), *static.glob("js/*.js"), *(static / name for name in EVERY_PAGE)]
    contents = [(path, path.read_bytes()) for path in own]
    return sum(len(content if path.suffix == ".woff2" else gzip.compress(content, 9)) for path, content in contents)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve())
