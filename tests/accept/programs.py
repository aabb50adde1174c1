"""Programs that checks need beside Python: found, or installed from Debian, or missed aloud."""

import os
import shutil
import subprocess
import sys


def needed(name: str, package: str) -> str:
    """Return the path of a program, installing its package where it is missing and this is root."""
    if not shutil.which(name) and os.geteuid() == 0 and shutil.which("apt-get"):
        for command in (["update"], ["install", "-y", "--no-install-recommends", package]):
            subprocess.run(["apt-get", "-qq", *command], stdout=sys.stderr, check=False)
    if path := shutil.which(name):
        return path
    raise AssertionError(f"{name} is missing and could not be installed: apt install {package}")
