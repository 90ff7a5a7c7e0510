"""`python -m webapp <command>`. Each command imports what it needs when it runs, so that `--help` is instant."""

# ruff: noqa: PLC0415
import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from webapp.launch.errors import CannotStart, Misused
from webapp.launch.process import die_with_parent
from webapp.settings import BadSettings, Mode, Settings, load
from webapp.web.branding import check_brand


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0, 1 when something failed, 2 when the command or a setting is wrong."""
    parser = argparse.ArgumentParser(prog="python -m webapp", description="Mes aides en ligne.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, (_, line) in COMMANDS.items():
        command = commands.add_parser(name, help=line, description=line)
        for option in OPTIONS.get(name, ()):
            command.add_argument(option, required=True)
        for argument, how in ARGUMENTS.get(name, {}).items():
            command.add_argument(argument, **how)
        command.add_argument("--parent", type=int, metavar="PID", help="stop when this process, which started it, ends")
    given = parser.parse_args(arguments)
    try:
        settings = load()
        check_brand(settings)
        if given.command == "run":
            _run(settings, given.parent)
        elif given.command == "administrator":
            _administrator(settings, given.email, given.first_name, given.last_name)
        elif given.command == "schemes":
            _schemes(settings, given.what, given.files)
        elif given.command == "files":
            return _files(settings, deep=given.deep, delete_orphans=given.delete_orphans)
        else:
            if given.parent:
                die_with_parent(signal.SIGTERM, given.parent)
            COMMANDS[given.command][0](settings)
    except BadSettings as error:
        return _fail(str(error), 2)
    except CannotStart as error:
        return _fail(str(error), error.status)
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    return 0


def _fail(sentence: str, status: int) -> int:
    print(f"error: {sentence}", file=sys.stderr)
    return status


def _run(settings: Settings, parent: int | None = None) -> None:
    from webapp.launch.supervisor import run

    run(settings, os.environ, parent)


def _serve(settings: Settings) -> None:
    from webapp.launch.server import serve

    if not settings.database_url:
        raise Misused("DATABASE_URL must be set to serve alone; `run` brings its own database.")
    serve(settings)


def _revision(settings: Settings) -> None:
    from webapp.core.migrate import new_revision

    print(new_revision(_as_owner(settings)))


def _worker(settings: Settings) -> None:
    from webapp.worker import main as work

    asyncio.run(work(_connected(settings)))


def _mail_catcher(settings: Settings) -> None:
    from webapp.launch.mail_catcher import catch

    asyncio.run(catch(settings))


def _migrate(settings: Settings) -> None:
    from webapp.core.migrate import upgrade

    upgrade(_as_owner(settings))


def _demo(settings: Settings) -> None:
    if settings.mode is not Mode.DEMO:
        raise Misused("Demonstration accounts are only loaded when MODE is demo.")
    from webapp.demo import load as load_demonstration

    settings = _connected(settings)
    _migrate(settings)
    for line in asyncio.run(load_demonstration(settings)):
        print(line)


def _administrator(settings: Settings, email: str = "", first_name: str = "", last_name: str = "") -> None:
    from webapp.launch.first_administrator import invite_administrator

    for line in asyncio.run(invite_administrator(_connected(settings), email, first_name, last_name)):
        print(line)


def _schemes(settings: Settings, what: str = "check", files: Sequence[Path] = ()) -> None:
    from webapp.launch.scheme_files import check_files, load_files
    from webapp.schemes.json_schema import json_schema_text

    if what == "schema":
        print(json_schema_text(), end="")
        return
    for line in check_files(files) if what == "check" else asyncio.run(load_files(_connected(settings), files)):
        print(line)


def _files(settings: Settings, *, deep: bool = False, delete_orphans: bool = False) -> int:
    """The exit status: 1 when something is wrong."""
    from webapp.launch.files_check import check

    told = asyncio.run(check(_connected(settings), deep=deep, delete_orphans=delete_orphans))
    for line in told.lines:
        print(line)
    return 0 if told.is_well else 1


def _as_owner(settings: Settings) -> Settings:
    """For what changes the tables; nothing else needs the owner's address."""
    settings = _connected(settings)
    if not settings.database_owner_url:
        raise Misused("DATABASE_OWNER_URL must be set with DATABASE_URL: its role owns the tables.")
    return settings


def _connected(settings: Settings) -> Settings:
    """Settings with the address of the embedded server that `run` has started, when DATABASE_URL is empty."""
    if settings.database_url:
        return settings
    from webapp.launch import postgres

    socket_dir = postgres.running_on(settings.data_dir / "postgres")
    if socket_dir is None:
        raise Misused("DATABASE_URL must be set, or `run` must be running on the same DATA_DIR.")
    return msgspec.structs.replace(
        settings,
        database_url=postgres.address(socket_dir, postgres.APPLICATION),
        database_owner_url=postgres.address(socket_dir, postgres.OWNER),
    )


COMMANDS: dict[str, tuple[Callable[[Settings], object], str]] = {
    "run": (_run, "start everything: database, server, worker, and mail catcher in a demonstration"),
    "serve": (_serve, "start the web server alone"),
    "worker": (_worker, "start the job worker alone"),
    "mail-catcher": (_mail_catcher, "keep mails as files in DATA_DIR/mails instead of sending them"),
    "migrate": (_migrate, "bring the tables up to date"),
    "revision": (_revision, "write the next migration: what models say and the migrated tables lack"),
    "administrator": (_administrator, "invite the first administrator, who then invites the other agents"),
    "schemes": (_schemes, "check the files of schemes, load them into the catalogue, or print their JSON Schema"),
    "files": (_files, "compare the files that are kept with the rows that name them"),
    "demo": (_demo, "bring the tables up to date, then load the demonstration catalogue and accounts"),
}
# All of them are required.
OPTIONS = {"administrator": ("--email", "--first-name", "--last-name")}
ARGUMENTS: dict[str, dict[str, Any]] = {
    "files": {
        "what": {"choices": ("check",)},
        "--deep": {"action": "store_true", "help": "read every file, and compare its sha256"},
        "--delete-orphans": {"action": "store_true", "help": "delete the files that no row has named for a day"},
    },
    "schemes": {
        "what": {"choices": ("check", "load", "schema")},
        "files": {"nargs": "*", "type": Path, "metavar": "FILE", "help": "a scheme, named by its address: aide.toml"},
    },
}
