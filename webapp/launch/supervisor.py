"""`make run`: starts the database, the server, the worker and the mail catcher, and stops them together."""

import http.client
import signal
from collections.abc import Mapping

from webapp.launch import children, postgres, premises
from webapp.launch.children import Child, Signals
from webapp.launch.errors import CannotStart, Misused
from webapp.launch.process import die_with_parent
from webapp.settings import Mode, Settings

SERVER_READY = 60.0


def run(settings: Settings, environ: Mapping[str, str], parent: int | None) -> None:
    """Run everything until a signal asks to stop. Raises CannotStart when something does not start, or ends by itself.

    With `parent`, the end of that process is a signal too: it is how a `make` that was killed takes everything along.
    """
    signals = Signals()
    if parent:
        die_with_parent(signal.SIGTERM, parent)
    with premises.occupied(settings.data_dir) as last_was_killed:
        supervisor = Supervisor(settings, environ, signals)
        try:
            supervisor.start(patience=premises.LEFTOVERS_END if last_was_killed else 0.0)
            supervisor.watch()
        finally:
            supervisor.stop()


class Supervisor:
    def __init__(self, settings: Settings, environ: Mapping[str, str], signals: Signals) -> None:
        self.settings = settings
        self.signals = signals
        self.environ = {**environ, "DATA_DIR": str(settings.data_dir.resolve())}
        self.database: postgres.Server | None = None
        self.serving: list[Child] = []  # the server and the worker
        self.catcher: list[Child] = []

    def start(self, *, patience: float) -> None:
        premises.ensure_free("PORT", self.settings.host, self.settings.port, patience=patience)
        catches_mail = self._choose_relay(patience)
        if self.settings.mode is Mode.DEMO and not self.environ.get("SECRET_KEYS"):
            self.environ["SECRET_KEYS"] = premises.kept_secret(self.settings.data_dir)
        self._start_database()
        notes = self._prepare()
        if self.signals.asked_to_stop:
            return
        # Whoever breaks into what serves must not find how to rewrite the audit: only the owner may.
        environ = {name: value for name, value in self.environ.items() if name != "DATABASE_OWNER_URL"}
        if catches_mail:
            self.catcher.append(children.spawn("mail catcher", ["mail-catcher"], environ))
        for name, command in (("server", "serve"), ("job worker", "worker")):
            self.serving.append(children.spawn(name, [command], environ))
        settled = self.signals.until(lambda: bool(self._dead()) or self._answers(), patience=SERVER_READY, every=0.05)
        if not settled:
            raise CannotStart(f"The server did not answer within {SERVER_READY:.0f} s.")
        if not self._dead() and not self.signals.asked_to_stop:
            self._greet(notes, catches_mail)

    def _choose_relay(self, patience: float) -> bool:
        """Whether mails stay here: always in a demonstration, unless a relay was named."""
        if self.settings.mode is not Mode.DEMO or self.environ.get("SMTP_HOST"):
            return False
        if self.environ.get("SMTP_PORT"):
            premises.ensure_free("SMTP_PORT", "127.0.0.1", self.settings.smtp_port, patience=patience)
        else:
            self.environ["SMTP_PORT"] = str(premises.free_port())
        self.environ |= {"SMTP_HOST": "127.0.0.1", "SMTP_TLS": "none", "SMTP_USERNAME": "", "SMTP_PASSWORD": ""}
        return True

    def _start_database(self) -> None:
        if self.settings.database_url:
            if not self.settings.database_owner_url:
                raise Misused("DATABASE_OWNER_URL is required with DATABASE_URL: it runs the migrations.")
            return
        home = self.settings.data_dir / "postgres"
        say("Starting the embedded PostgreSQL" + ("" if (home / "data").exists() else ", after making its data") + "…")
        self.database = postgres.start(home)
        self.environ["DATABASE_URL"] = self.database.database_url
        self.environ["DATABASE_OWNER_URL"] = self.database.database_owner_url

    def _prepare(self) -> list[str]:
        """Migrate, and load the demonstration; gives the lines that it has for people."""
        command = "demo" if self.settings.mode is Mode.DEMO else "migrate"
        say("Migrating the tables" + (" and loading the demonstration…" if command == "demo" else "…"))
        child = children.spawn("preparation of the database", [command], self.environ, keep_output=True)
        self.signals.until(lambda: child.process.poll() is not None or bool(self._dead()))
        if child.process.poll() is None:
            children.stop([child], patience=5)
        elif child.process.returncode:
            raise CannotStart(f"The {child.name} failed ({child.ending}).")
        with child.process.stdout as output:  # type: ignore[union-attr]  # it was asked for
            return output.read().decode().splitlines()

    def _answers(self) -> bool:
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.settings.host, self.settings.host)  # noqa: S104
        connection = http.client.HTTPConnection(host, self.settings.port, timeout=2)
        try:
            connection.request("GET", "/livez")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def _greet(self, notes: list[str], catches_mail: bool) -> None:
        say("", f"{self.settings.brand_name}: {self.settings.base_url}", *notes)
        if catches_mail:
            say(f"Mails: {self.settings.base_url}/dev/mails")
        say("Ctrl-C stops everything.", "")

    def watch(self) -> None:
        """Wait for a request to stop. Raises CannotStart when a child ends before it."""
        self.signals.until(lambda: bool(self._dead()))
        dead = self._dead()
        if dead and not self.signals.asked_to_stop:
            raise CannotStart(f"The {dead.name} stopped by itself ({dead.ending}); everything is stopped.")

    def _dead(self) -> Child | None:
        database = [Child("database", self.database.process)] if self.database else []
        for child in (*database, *self.serving, *self.catcher):
            if child.process.poll() is not None:
                return child
        return None

    def stop(self) -> None:
        """Those that work first, then what they need."""
        if self.serving or self.database:
            say("Stopping…")
        children.stop(self.serving, patience=5)
        children.stop(self.catcher, patience=2)
        if self.database:
            postgres.stop(self.database)


def say(*lines: str) -> None:
    for line in lines:
        print(line, flush=True)
