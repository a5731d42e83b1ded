"""Script that runs a command within a time limit, and deletes its folder when the command ends.

``guard.py SECONDS FOLDER COMMAND…`` also ends the command and its children when its standard input
closes, as when the parent is killed. Exit code: the command's, or 124 for time.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time

OUT_OF_TIME = 124


def main(arguments: list[str]) -> int:
    """Run a command under guard."""
    seconds, folder, *command = arguments
    process = subprocess.Popen(  # noqa: S603 - the caller's own command
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    is_alone = threading.Event()

    def watch() -> None:
        sys.stdin.buffer.read()  # returns when the other side is gone
        is_alone.set()
        _end(process)

    threading.Thread(target=watch, daemon=True).start()
    try:
        code = process.wait(float(seconds))
    except subprocess.TimeoutExpired:
        code = OUT_OF_TIME
    _end(process)
    if is_alone.is_set():
        # What was killed may still be on its way out and hold a file.
        for _ in range(50):
            shutil.rmtree(folder, ignore_errors=True)
            if not os.path.exists(folder):  # noqa: PTH110 - no more imports than needed
                break
            time.sleep(0.1)
    return code


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        taskkill = os.path.join(os.environ["SYSTEMROOT"], "System32", "taskkill.exe")  # noqa: PTH118
        subprocess.run(  # noqa: S603
            [taskkill, "/F", "/T", "/PID", str(process.pid)], check=False, capture_output=True
        )
    else:
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


if __name__ == "__main__":
    # _exit: the watching thread sits in a read that would hold up the interpreter's own end.
    os._exit(main(sys.argv[1:]))
