"""Start a server from whatever is there: `make run` and `make serve` call this module."""

import os
import secrets
import socket
import sys
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError

from . import env, paths
from .address import HOST, refuse_open_bind
from .logs import catch_the_rest

PRIVATE = 0o077  # records belong to the account that runs the server, and to nobody else
COMMAND = [sys.executable, "-m", "gunicorn", "--config", "python:dressapp.config.gunicorn"]


def main() -> None:
    """Prepare secret, database, demo and static files, then become the server."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dressapp.config.settings")
    os.umask(PRIVATE)
    try:
        refuse_taken_port(HOST, env.port())
        make_private(paths.VAR_DIR)
        make_secret(paths.SECRET_FILE)
        refuse_open_bind(HOST)
        django.setup()
        catch_the_rest()
        from .prepare import prepare  # its imports need the apps

        prepare()
    except (ImproperlyConfigured, CommandError) as error:
        sys.exit(f"\n{error}")
    os.execv(sys.executable, COMMAND)  # noqa: S606  our own interpreter, no shell, nothing typed


def refuse_taken_port(host: str, port: int) -> None:
    """Refuse a port on which something listens already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise ImproperlyConfigured(
                f"Port {port} is taken. Stop what listens there, or choose another: PORT={port + 1}"
            ) from None


def make_private(folder: Path) -> None:
    """Make the folder of the data, and keep other accounts out of it."""
    folder.mkdir(parents=True, exist_ok=True)
    if folder.stat().st_mode & PRIVATE:
        folder.chmod(0o700)


def make_secret(path: Path) -> None:
    """Make the secret key once, and keep it readable by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        path.chmod(0o600)
        return
    with os.fdopen(file, "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(64))


if __name__ == "__main__":
    main()
