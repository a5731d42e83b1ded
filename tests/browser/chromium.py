"""Finds a Chromium for the tests. Run as a module, it installs one where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

_SHELL = "chromium-headless-shell"
_APT = ["apt-get", "install", "-y", "-q", "--no-install-recommends"]

ARGUMENTS = [
    "--no-sandbox",  # as root, as CI runs, Chromium has no sandbox
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def path() -> str | None:
    """The browser that is installed; None where there is none.

    First the one that has no window at all: it takes less of the processor.
    """
    for name in (_SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        found = shutil.which(name)
        if found:
            return found
    mac = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
    if mac.exists():
        return str(mac)
    return _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def install() -> bool:
    """Install one: Debian's where this may be done, else Playwright's own."""
    attempts = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        fonts = ["fonts-noto-core", "fonts-noto-cjk"]
        attempts[:0] = [
            ["apt-get", "update", "-q"],
            [*_APT, _SHELL, *fonts],
            [*_APT, "chromium", *fonts],  # where the other is not to be had
        ]
    for command in attempts:
        subprocess.run(
            command, check=False, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        )
        if path():
            return True
    return False


if __name__ == "__main__":
    if not path() and not install():
        sys.exit(
            "The browser tests need Chromium and it could not be installed. Install it by hand "
            "(Debian: apt-get install chromium) and run this again."
        )
