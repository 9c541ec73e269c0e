"""`manage.py up`: prepare the data, start web, worker and scheduler, say where to go."""

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError

from core.supervisor import PartStopped, Supervisor, port_is_free

#: How Celery's warning of a worker run as root begins. It is about messages that run what they carry; ours
#: are JSON, and the containers people try the product in are often root. A deployment still hears it.
AS_ROOT = "You're running the worker with superuser privileges"


class Command(BaseCommand):
    help = "Migrates, loads the demonstration data, then runs web, worker and scheduler until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--no-demo", action="store_true", help="Leave the database without demonstration data."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        began, port = time.monotonic(), settings.PORT
        if not port_is_free(port):
            raise CommandError(f"Port {port} is taken. Choose another: make run PORT={port + 1}")
        self._prepare(demo=not options["no_demo"])
        supervisor = Supervisor()
        address = f"http://127.0.0.1:{port}"
        try:
            self._start(supervisor, port)
            if supervisor.wait_until_answering(f"{address}/sante/", seconds=60):
                self._welcome(address, time.monotonic() - began, demo=not options["no_demo"])
                supervisor.run()
        except PartStopped as stopped:
            raise CommandError(str(stopped)) from stopped
        finally:
            self.stdout.write("Stopping…")
            supervisor.stop()
            self.stdout.write("Stopped.")

    def _prepare(self, *, demo: bool) -> None:
        settings.STATE_DIR.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if demo and "seed_demo" in get_commands():
            call_command("seed_demo", stdout=self.stdout)

    def _start(self, supervisor: Supervisor, port: int) -> None:
        environment = {"PYTHONUNBUFFERED": "1"}
        python = sys.executable
        supervisor.start(
            "web",
            [python, "-m", "uvicorn", "config.asgi:application", "--host", "127.0.0.1", "--port", str(port),
             "--log-level", "warning", "--timeout-graceful-shutdown", "5"],
            environment,
        )  # fmt: skip
        supervisor.start(
            "worker",
            [python, "-W", f"ignore:{AS_ROOT}", "-m", "celery", "-A", "config", "--quiet", "worker", "--beat",
             "--pool", "threads", "--concurrency", "2", "--queues", "default,mail",
             "--loglevel", "WARNING", "--schedule", settings.CELERY_BEAT_SCHEDULE_FILENAME],
            environment,
        )  # fmt: skip
        # A process of its own: nobody who waits for a code by mail waits for PDFs and long readings too.
        supervisor.start(
            "reader",
            [python, "-W", f"ignore:{AS_ROOT}", "-m", "celery", "-A", "config", "--quiet", "worker",
             "--pool", "threads", "--concurrency", "2", "--queues", "work,pdf", "--hostname", "reader@%h",
             "--loglevel", "WARNING"],
            environment,
        )  # fmt: skip

    def _welcome(self, address: str, seconds: float, *, demo: bool) -> None:
        self.stdout.write(f"\nReady in {seconds:.1f} s: {address}\n")
        if demo and "seed_demo" in get_commands():
            call_command("seed_demo", logins=True, stdout=self.stdout)
        self.stdout.write("Mails are printed here. Ctrl-C stops everything.\n")
        self.stdout.flush()  # a log file must show it at once too
