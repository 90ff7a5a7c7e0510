"""docs/security.md says what is in force: each figure is compared with the code, and nothing is left out."""

import ast
import re
from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec
import pytest

import webapp
from webapp.accounts import throttling
from webapp.accounts.links import LIFETIMES
from webapp.accounts.models import LinkPurpose
from webapp.applications.use_cases import pieces
from webapp.core.actor import AccountKind
from webapp.core.throttle import Limit
from webapp.members import throttling as member_throttling
from webapp.settings import Settings
from webapp.structures import throttling as structure_throttling
from webapp.threads import throttling as thread_throttling

PAGE = (Path(__file__).parents[2] / "docs/security.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\|(?P<cells>.+)\| `(?P<name>webapp\.[^`]+)` \|$", re.MULTILINE)
ABOUT = (
    "account",
    "agent",
    "application",
    "bank_account",
    "document",
    "mail",
    "piece",
    "representative",
    "scheme",
    "session",
    "structure",
    "thread",
    "solicitation",
    "reply",
    "throttle",
)
EVENT = re.compile(rf"({'|'.join(ABOUT)})\.[a-z_]+")
UNITS = {timedelta(days=1): "days", timedelta(hours=1): "h", timedelta(minutes=1): "min", timedelta(seconds=1): "s"}


def rows() -> Iterator[tuple[list[str], str]]:
    """The values of a row, without what they are about; the name of what holds them."""
    for found in ROW.finditer(PAGE):
        yield [cell.strip() for cell in found["cells"].split("|")][1:], found["name"]


def value_of(name: str) -> Any:
    """`package.module:NAME`, `package.module:NAME[key]` or `package.module:Settings.field`."""
    module, _, place = name.partition(":")
    first, _, rest = re.sub(r"\[(.+)\]", r".\1", place).partition(".")
    value = getattr(import_module(module), first)
    if value is Settings:
        return next(field.default for field in msgspec.structs.fields(Settings) if field.name == rest)
    return value[rest] if rest else value


def shown(value: Any) -> list[str]:
    match value:
        case Limit():
            return [f"{value.most} in {shown(value.window)[0]}"]
        case timedelta():
            # "72 h" and "24 h", as the guide says it; whole days only from there on.
            units = [unit for unit in UNITS if value % unit == timedelta(0) and (unit.days == 0 or value.days > 3)]
            return [f"{value // units[0]} {UNITS[units[0]]}"]
        case dict():
            return [shown(value[kind])[0] for kind in (AccountKind.APPLICANT, AccountKind.AGENT)]
    return [str(value)]


@pytest.mark.parametrize(("cells", "name"), [pytest.param(*row, id=row[1]) for row in rows()])
def test_each_figure_is_the_one_in_force(cells: list[str], name: str) -> None:
    assert cells == shown(value_of(name))


def test_no_limit_and_no_link_is_left_out() -> None:
    named = {name for _, name in rows()}
    limits = {
        f"{module.__name__}:{name}"
        for module in (throttling, member_throttling, structure_throttling, thread_throttling, pieces)
        for name, value in vars(module).items()
        if isinstance(value, Limit)
    }
    links = {f"webapp.accounts.links:LIFETIMES[{purpose}]" for purpose in LinkPurpose}
    assert set(LIFETIMES) == set(LinkPurpose)
    assert limits | links | {"webapp.members.links:LIFETIME"} <= named


def test_every_limit_of_the_product_is_in_a_place_that_is_looked_at() -> None:
    sources = Path(webapp.__file__).parent.rglob("*.py")
    made = {path.stem for path in sources if re.search(r"^[A-Z_]+ = Limit\(", path.read_text(), re.MULTILINE)}
    assert made == {"throttling", "pieces"}


def test_every_audited_event_is_on_the_page_and_no_other() -> None:
    """Each is written out in a call, so that a search for the event finds what writes it."""
    events = set()
    for path in Path(webapp.__file__).parent.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and not ast.unparse(call.func).endswith("ForeignKey"):
                words = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
                events |= {word for word in words if isinstance(word, str) and EVENT.fullmatch(word)}
    chapter = PAGE.partition("## Audit")[2]
    assert set(re.findall(r"^\| `([a-z_.]+)`", chapter, re.MULTILINE)) == events
