"""Each house rule against small files that break it, and one that keeps it."""

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from tests.architecture.checks import CHECKS, documentation, models, python, repository, templates
from tests.architecture.checks.tree import Check, Tree

T = "webapp/templates/"
LONG = "def f():\n" + "    x = 1\n" * 40
HANDLER = "@post('/')\nasync def create():\n" + "    x = 1\n" * 25
REGISTRY = "https://" + "registry.example/x"
PAPERS = {"static/vendor/a.LICENSE.txt": "", "static/vendor/README.md": "a 1.2"}
SUMS = "| `a.js` | `{}` |"

GOOD = {
    "webapp/core/clock.py": "datetime.now(UTC)",
    "webapp/core/kinds.py": "class K(StrEnum):\n    A = 'a_word'",
    "docs/glossary.md": "**Kinds** – `K`\n\n| `a_word` |",
    "webapp/routes/x.py": "page('x/list.html', 'partials/x/new_row.html', f'x/{kind}.html', mail='x/sent')",
    f"{T}x/list.html": '{# |safe #}<a href="/x">x</a>{% include "x/part.html" %}{{ "<script>" }}',
    f"{T}x/part.html": "",
    f"{T}x/computed.html": "",
    f"{T}partials/x/new_row.html": '{# a #}<tr id="new-row">',
    f"{T}emails/x/sent.html": '<p style="color:red">',
    "static/vendor/a.js": "1",
    "static/vendor/a.LICENSE.txt": "",
    "static/vendor/README.md": "a 1.2\n\n" + SUMS.format(hashlib.sha256(b"1").hexdigest()),
    "requirements/run.lock": "a==1 --hash=sha256:00",
}

# (check, files, words of the violation)
BAD: list[tuple[Check, dict[str, str], str]] = [
    (python.short_functions, {"webapp/a.py": LONG}, "41 lines, at most 40"),
    (python.short_functions, {"webapp/routes/a.py": HANDLER}, "26 lines, at most 25"),
    (python.no_dumps, {"webapp/core/utils.py": ""}, "says nothing"),
    (python.no_dumps, {"tests/helpers/a.py": ""}, "says nothing"),
    (python.one_clock, {"webapp/a.py": "datetime.datetime.now()"}, "calls datetime.now"),
    (python.one_clock, {"webapp/a.py": "time.time()"}, "calls time.time"),
    (
        python.addresses_stand_in_paths,
        {"webapp/routes/a.py": "@get('/aides')\ndef show(): ..."},
        "the address '/aides'",
    ),
    (python.addresses_stand_in_paths, {"webapp/routes/b/a.py": "PATH = f'{paths.A}/{{b:str}}'"}, "address '/{b:str}'"),
    (python.htmx_in_two_places, {"webapp/routes/a.py": "h['HX-Redirect']"}, "'HX-Redirect'"),
    (python.no_skipped_tests, {"tests/test_a.py": "@pytest.mark.skip\ndef test(): ..."}, "mark.skip"),
    (python.no_skipped_tests, {"tests/test_a.py": "pytest.skip('later')"}, "pytest.skip"),
    (
        python.no_test_imports_another,
        {"tests/test_a.py": "from tests.b.test_c import d"},
        "imports from tests.b.test_c",
    ),
    (python.every_mail_waits_in_the_outbox, {"webapp/a.py": "import smtplib"}, "uses smtplib"),
    (python.every_mail_waits_in_the_outbox, {"webapp/a.py": "from webapp.core.ports import Mailer"}, "uses Mailer"),
    (python.every_mail_waits_in_the_outbox, {"webapp/a.py": "session.add(OutboxMail(id=1))"}, "uses OutboxMail"),
    (templates.nothing_inline, {f"{T}a.html": "{{ x|safe }}"}, "|safe"),
    (templates.nothing_inline, {f"{T}a.html": "{% autoescape false %}"}, "autoescape"),
    (templates.nothing_inline, {f"{T}a.html": "<script>1</script>"}, "inline script"),
    (templates.nothing_inline, {f"{T}a.html": '<p onclick="x">'}, "inline handler"),
    (templates.nothing_inline, {f"{T}a.html": '<p hx-on:click="x">'}, "hx-on"),
    (templates.nothing_inline, {f"{T}a.html": '<a href="javascript:x">'}, "javascript:"),
    (templates.nothing_inline, {f"{T}a.html": '<p style="x">'}, "inline style"),
    (templates.nothing_inline, {f"{T}a.html": "<style>"}, "style element"),
    (templates.nothing_inline, {f"{T}a.html": "{% if request.is_htmx %}"}, "knowledge of htmx"),
    (templates.every_template_is_used, {f"{T}x/a.html": "", "webapp/a.py": "page('x/b.html')"}, "named nowhere"),
    (templates.partials_are_found_by_their_id, {f"{T}partials/x/new_row.html": '<p id="row">'}, "needs id='new-row'"),
    (templates.partials_are_found_by_their_id, {f"{T}partials/row.html": '<p id="row">'}, "partials/<domain>/"),
    (templates.mails_become_text, {f"{T}emails/x/sent/body.txt": ""}, "emails/<domain>/<mail>.html"),
    (templates.mails_become_text, {f"{T}emails/sent.html": ""}, "emails/<domain>/<mail>.html"),
    (templates.mails_become_text, {f"{T}emails/x/sent.html": "<p><table>"}, "has <table>"),
    (repository.small_files, {"webapp/a.py": "\n" * 401}, "401 lines, at most 400"),
    (repository.small_files, {f"{T}x/a.html": "\n" * 121}, "at most 120"),
    (repository.small_files, {f"{T}partials/x/a.html": "\n" * 81}, "at most 80"),
    (repository.small_files, {"static/js/a.js": "\n" * 101}, "at most 100"),
    (repository.foreign_files_have_papers, {"static/vendor/a.js": "", "static/vendor/README.md": "a 1.2"}, "licence"),
    (repository.foreign_files_have_papers, {"static/fonts/a.woff2": "", "static/fonts/LICENSE": ""}, "README.md"),
    (repository.sums_are_true, {**PAPERS, "v/a.js": "2", "v/README.md": SUMS.format("0" * 64)}, "is not the one"),
    (repository.sums_are_true, {"v/README.md": SUMS.format("0" * 64)}, "is not there"),
    (repository.no_package_addresses, {"a/package-lock.json": '{"resolved": "https://a.example/"}'}, "an address"),
    (repository.no_package_addresses, {"a/.npmrc": "registry=//a.example"}, "chooses an index"),
    (repository.no_package_addresses, {"requirements/run.lock": "--index-url //a.example"}, "chooses an index"),
    (repository.no_package_addresses, {"README.md": f"see {REGISTRY}"}, "a place of packages"),
    (
        documentation.quoted_handlers_are_the_code,
        {"CONTRIBUTING.md": "```python\n@get('/x')\ndef show(): ...\n```", "webapp/routes/a.py": "@get('/y')"},
        "quotes a handler",
    ),
    (documentation.vocabularies_are_in_the_glossary, {"webapp/a.py": "class K(StrEnum):\n    A = 'word'"}, "`word`"),
    (documentation.vocabularies_are_in_the_glossary, {"webapp/a.py": "class K(StrEnum):\n    AB = auto()"}, "`ab`"),
    (
        documentation.vocabularies_are_in_the_glossary,
        {
            "webapp/a.py": "class K(StrEnum):\n    A = 'word'",
            "docs/glossary.md": "**A** – `K`\n\n**B** – `L`: `word`\n",
        },
        "lacks `word` in a section on `K`",
    ),
]


def make(root: Path, files: dict[str, str]) -> Tree:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return Tree.of_folder(root)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_good_files_have_no_violation(check: Check, tmp_path: Path) -> None:
    assert list(check(make(tmp_path, GOOD))) == []


@pytest.mark.parametrize(("check", "files", "words"), BAD)
def test_bad_files_are_told(check: Check, files: dict[str, str], words: str, tmp_path: Path) -> None:
    found = list(check(make(tmp_path, files)))
    assert any(words in violation for violation in found), found


def test_each_check_has_a_bad_sample() -> None:
    assert {check for check, _, _ in BAD} == set(CHECKS)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("", "lacks the row | `PORT` | `8000` |"),
        ("| `PORT` | `80` | x |", "the default of PORT is '8000', not '80'"),
        ("| `PORT` | `8000` | x |\n| `OLD` | | x |", "documents OLD"),
    ],
)
def test_a_stale_row_of_settings_is_told(row: str, words: str, tmp_path: Path) -> None:
    found = list(documentation.settings_are_documented(make(tmp_path, {"docs/operations.md": row}), {"PORT": "8000"}))
    assert any(words in violation for violation in found), found


def test_a_true_row_of_settings_is_accepted(tmp_path: Path) -> None:
    tree = make(tmp_path, {"docs/operations.md": "| `PORT` | `8000` | x |\n| `LOGO` | | x |"})
    assert list(documentation.settings_are_documented(tree, {"PORT": "8000", "LOGO": ""})) == []


def test_a_relationship_that_loads_by_itself_is_told() -> None:
    class Base(DeclarativeBase):
        pass

    class Parent(Base):
        __tablename__ = "parent"
        id: Mapped[int] = mapped_column(primary_key=True)

    class Child(Base):
        __tablename__ = "child"
        id: Mapped[int] = mapped_column(primary_key=True)
        parent_id: Mapped[int] = mapped_column(ForeignKey("parent.id"))
        eager: Mapped[Parent] = relationship()
        careful: Mapped[Parent] = relationship(lazy="raise", viewonly=True)

    found = list(models.relationships_never_load_by_themselves(Base))
    assert found == ["Child.eager is lazy='select': it must be 'raise'"]
