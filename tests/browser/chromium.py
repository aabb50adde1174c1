"""Find Chromium, and install it where there is none: `python -m tests.browser.chromium`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
NO_BROWSER = """No Chromium was found, and it could not be installed.
Install it (Debian, Ubuntu: apt install chromium) or run {python} -m playwright install chromium."""


def find() -> str | None:
    """Return the path of a Chromium: the system's, or Playwright's own."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def install() -> None:
    """Install Debian's package as root, Playwright's own browser as anybody else."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False)
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> None:
    """Make sure that there is a Chromium, or say what to do."""
    if find() is None:
        install()
        if find() is None:
            sys.exit(NO_BROWSER.format(python=sys.executable))


if __name__ == "__main__":
    main()
