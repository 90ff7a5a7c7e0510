"""Python: sizes, names, time, addresses, htmx, skipped tests."""

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from tests.architecture.checks.tree import Tree

# Not migrations: each is one list of statements, read once.
PYTHON = ("webapp/**/*.py", "tests/**/*.py", "bench/**/*.py")
LONGEST_FUNCTION = 40
LONGEST_HANDLER = 25
HANDLERS = ("get", "post", "put", "patch", "delete", "route", "head")
DUMPS = ("utils", "util", "helpers", "helper", "misc", "common")
CLOCK = "webapp/core/clock.py"
CLOCK_READS = ("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "func.now")
KNOW_HTMX = ("page", "errors", "request", "headers")
# What can send a mail or queue one, and the modules that do: the outbox, who empties it, and how.
SEND_MAILS = {
    "aiosmtplib": ("webapp/adapters/smtp.py",),
    "smtplib": (),
    "SmtpMailer": ("webapp/worker.py",),
    "Mailer": ("webapp/postman.py",),
    "OutboxMail": ("webapp/core/work.py",),
}
SKIPS = ("pytest.skip", "pytest.xfail", "pytest.importorskip", "mark.skip", "mark.skipif", "mark.xfail")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def short_functions(tree: Tree) -> Iterator[str]:
    """A function that fits a screen is read whole; a handler that is longer does a use case's work."""
    for name in tree.matching(*PYTHON):
        for node in ast.walk(tree.parsed(name)):
            if not isinstance(node, Function) or node.end_lineno is None:
                continue
            length = node.end_lineno - node.lineno + 1
            handler = name.startswith("webapp/routes/") and any(_called(d) in HANDLERS for d in node.decorator_list)
            most = LONGEST_HANDLER if handler else LONGEST_FUNCTION
            if length > most:
                yield f"{name}:{node.lineno} {node.name} has {length} lines, at most {most}"


def no_dumps(tree: Tree) -> Iterator[str]:
    """A module named after nothing collects everything: name it by what it knows."""
    for name in tree.matching("**/*.py"):
        for word in (*PurePosixPath(name).parts[:-1], PurePosixPath(name).stem):
            if word in DUMPS:
                yield f"{name}: {word!r} says nothing of what is inside"


def one_clock(tree: Tree) -> Iterator[str]:
    """Deadlines and retention are tested by moving the clock, which works if nobody reads another one."""
    for name in tree.matching("webapp/**/*.py"):
        if name == CLOCK:
            continue
        for node in ast.walk(tree.parsed(name)):
            if isinstance(node, ast.Call) and (read := _called(node, words=2)) in CLOCK_READS:
                yield f"{name}:{node.lineno} calls {read}: ask {CLOCK}"


def addresses_stand_in_paths(tree: Tree) -> Iterator[str]:
    """An address is written once, in a `paths.py`: who searches it finds it, and what leads there cannot miss it."""
    for name in tree.matching("webapp/routes/**/*.py"):
        for node in ast.walk(tree.parsed(name)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.match(r"/[\w{]", node.value):
                yield f"{name}:{node.lineno} writes the address {node.value!r}"


def htmx_in_two_places(tree: Tree) -> Iterator[str]:
    """An upgrade of htmx that renames a header must be one small change: web/ knows them, routes never."""
    known = [f"webapp/web/{module}.py" for module in KNOW_HTMX]
    for name in tree.matching("webapp/**/*.py"):
        if name in known:
            continue
        for node in ast.walk(tree.parsed(name)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.lower().startswith("hx-"):
                yield f"{name}:{node.lineno} names the header {node.value!r}"


def no_skipped_tests(tree: Tree) -> Iterator[str]:
    """A test that does not run says nothing, and nobody comes back to it."""
    for name in tree.matching("tests/**/*.py"):
        for node in ast.walk(tree.parsed(name)):
            if isinstance(node, ast.Attribute) and (dotted := _dotted(node, words=2)) in SKIPS:
                yield f"{name}:{node.lineno} uses {dotted}"


def no_test_imports_another(tree: Tree) -> Iterator[str]:
    """What two test modules share is a factory or a helper with a name of its own: who looks for it finds it."""
    for name in tree.matching("tests/**/*.py"):
        for node in ast.walk(tree.parsed(name)):
            if isinstance(node, ast.ImportFrom) and re.search(r"\.test_\w+$", node.module or ""):
                yield f"{name}:{node.lineno} imports from {node.module}"


def every_mail_waits_in_the_outbox(tree: Tree) -> Iterator[str]:
    """A mail that leaves by another way is lost with its transaction, or sent although that was undone."""
    for name in tree.matching("webapp/**/*.py"):
        for node in ast.walk(tree.parsed(name)):
            used = _names(node)
            for what in used & set(SEND_MAILS):
                if name not in SEND_MAILS[what]:
                    yield f"{name}:{getattr(node, 'lineno', 0)} uses {what}: queue the mail, work.mail(…)"


def _names(node: ast.AST) -> set[str]:
    """What an import brings, and where from; what a call makes."""
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    if isinstance(node, ast.ImportFrom):
        return {node.module or "", *(alias.name for alias in node.names if alias.name != "OutboxMail")}
    return {_called(node)} if isinstance(node, ast.Call) else set()


def _called(node: ast.expr, words: int = 1) -> str:
    return _dotted(node.func if isinstance(node, ast.Call) else node, words)


def _dotted(node: ast.expr, words: int) -> str:
    """The last words of `a.b.c`."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.insert(0, node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        parts.insert(0, node.id)
    return ".".join(parts[-words:])


CHECKS = (
    short_functions,
    no_dumps,
    one_clock,
    addresses_stand_in_paths,
    htmx_in_two_places,
    no_skipped_tests,
    no_test_imports_another,
    every_mail_waits_in_the_outbox,
)
