"""How gunicorn serves dressapp: two workers, four threads each, nothing loaded before the fork."""

import gc
import os
from typing import Any

from django.conf import settings

from . import env
from .address import HOST, is_loopback, refuse_open_bind
from .logs import catch_the_rest
from .warmup import warm_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dressapp.config.settings")

bind = f"{HOST}:{env.port()}"
wsgi_app = "dressapp.config.wsgi"
workers = 2
worker_class = "gthread"
threads = 4
# The figure and the report hang for ever in a child forked after their first use: each worker loads its own.
preload_app = False
timeout = 60
graceful_timeout = 10
keepalive = 5
umask = 0o077  # as in start.py
loglevel = "warning"
logconfig_dict = settings.LOGGING  # no access log: each request has its line by request_line.py
control_socket_disable = True
SILENCE = 10  # seconds that a client may let a thread wait for the next bytes of its request


def announcement(host: str) -> str:
    """Return where the application is and, in the demonstration, how to get in."""
    shown = "localhost" if is_loopback(host) else host
    lines = [f"dressapp is ready at http://{shown}:{env.port()}"]
    if settings.IS_DEMO:
        lines += [f"sign in as {settings.DEMO_USER} with the password {settings.DEMO_PASSWORD}"]
    return "\n" + "\n".join(f"    {line}" for line in lines) + "\n"


def on_starting(server: Any) -> None:
    """Check the address before anything listens."""
    refuse_open_bind(HOST)


def when_ready(server: Any) -> None:
    """Tell the person who started it."""
    print(announcement(HOST), flush=True)  # noqa: T201


def pre_request(worker: Any, request: Any) -> None:
    """Give a client up that stops in the middle of its request: each holds one of eight threads."""
    request.unreader.sock.settimeout(SILENCE)


def post_worker_init(worker: Any) -> None:
    """Let each app load what its first page would wait for; the garbage collector then leaves that alone."""
    catch_the_rest()
    warm_up()
    gc.collect()
    gc.freeze()
