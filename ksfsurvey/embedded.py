"""The embedded edition: which processes it has, and how it is made ready."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from ksfsurvey.broker import embedded_broker, free_port
from ksfsurvey.supervisor import Part, Supervisor

Say = Callable[[str], None]


@dataclass
class Edition:
    """One run of the embedded edition on an address of this machine, with or without the demo."""

    host: str
    port: int
    is_demo: bool
    say: Say
    mail_port: int = field(default_factory=free_port)

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def run(self) -> None:
        """Start all parts and stay until Ctrl-C; every part has ended when this returns."""
        broker = embedded_broker(Path(settings.VAR_DIR) / "broker")
        environment = self._environment(broker.url)
        base = [Part("broker", broker.command, standard_input=broker.configuration, is_quiet=True)]
        if self.is_demo:
            mailbox = self._python("-m", "ksfsurvey.demo.mailbox", "--host", "127.0.0.1", "--port", str(self.mail_port))
            base.append(Part("mailbox", mailbox, environment))
        supervisor = Supervisor([*base, *self._serving_parts(environment)], say=self.say)
        try:
            for part in base:
                part.start(now=time.monotonic())
            self._prepare(environment)
        except BaseException:
            supervisor.stop()
            raise
        supervisor.run(when_started=self._announce)

    def _environment(self, broker_url: str) -> dict[str, str]:
        environment = {
            "REDIS_URL": broker_url,
            "SITE_URL": os.environ.get("SITE_URL", self.address),
            # Hashed names, but not compressed: that would keep a first visitor waiting.
            "STATICFILES_STORAGE": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage",
        }
        if self.is_demo:
            environment |= {"DEMO": "1", "EMAIL_URL": f"smtp://127.0.0.1:{self.mail_port}"}
            environment["WEBHOOK_NETWORKS"] = "127.0.0.0/8"  # a receiver to try things with, on this machine
        return environment

    def _prepare(self, environment: dict[str, str]) -> None:
        self._manage(environment, "migrate", "--verbosity", "0")
        self._manage(environment, "collectstatic", "--no-input", "--verbosity", "0")
        if self.is_demo:
            self._manage(environment, "load_demo")

    def _serving_parts(self, environment: dict[str, str]) -> list[Part]:
        # On a machine of one's own, root is often who runs a demo: Celery's page of warning would hide the addresses.
        quiet = ["-W", "ignore:You're running the worker with superuser privileges"]
        celery = self._python(*quiet, "-m", "celery", "-A", "ksfsurvey", "--quiet")
        return [
            Part("web", self._python("-m", "granian", *self._web_options()), environment),
            Part("worker", [*celery, "worker", "-P", "threads", "-c", "2", "-l", "WARNING"], environment),
            Part("beat", [*celery, "beat", "-l", "WARNING"], environment),
        ]

    def _web_options(self) -> list[str]:
        options = {"interface": "wsgi", "host": self.host, "port": self.port, "workers": 1, "blocking-threads": 4}
        words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
        return ["ksfsurvey.wsgi:application", *words, "--no-ws", "--log-level", "warning"]

    def _python(self, *arguments: str) -> list[str]:
        return [sys.executable, *arguments]

    def _manage(self, environment: dict[str, str], *arguments: str) -> None:
        command = self._python(str(settings.BASE_DIR / "manage.py"), *arguments)
        subprocess.run(command, env={**os.environ, **environment}, check=True)

    def _announce(self) -> None:
        """Say where the product is, once the web server listens."""
        for _ in range(300):
            with suppress(OSError), socket.create_connection((self.host, self.port), timeout=1):
                self.say(f"Ready: {self.address}   (Ctrl-C ends everything)")
                return
            time.sleep(0.1)
        self.say("The web server does not answer; its messages stand above.")
