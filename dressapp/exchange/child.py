"""A fresh interpreter for input that may be hostile: bounded in memory and time, without our secrets."""

import os
import resource
import subprocess
import sys
from threading import BoundedSemaphore

from .limits import CHILD_MEMORY, CHILD_SECONDS

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ENVIRONMENT = {"OPENPYXL_LXML": "False", "PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8"}
AT_ONCE = BoundedSemaphore(2)


class ChildFailed(Exception):
    """The child came to no result; the message says why."""


def run_child(module: str, content: bytes) -> bytes:
    """Return what a module of ours writes when it is given the content; raise ChildFailed where it cannot."""
    if not AT_ONCE.acquire(timeout=CHILD_SECONDS):
        raise ChildFailed("Other files are being read. Try again in a minute")
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter and module
            [sys.executable, "-s", "-m", module],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=CHILD_SECONDS,
            cwd=ROOT,
            env=ENVIRONMENT,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise ChildFailed(f"The file took longer than {CHILD_SECONDS} seconds to read") from None
    except subprocess.CalledProcessError:
        raise ChildFailed("The file is damaged, or needs more memory than a file may take") from None
    finally:
        AT_ONCE.release()
    return done.stdout


def limit_this_process() -> None:
    """Bound the memory and the time of the process that calls; called first thing by a child."""
    resource.setrlimit(resource.RLIMIT_AS, (CHILD_MEMORY, CHILD_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CHILD_SECONDS, CHILD_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
