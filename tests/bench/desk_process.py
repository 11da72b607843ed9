"""The real `privacy-desk serve`, as a process that can be ended in every way."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.bench.mails import REPOSITORY

_SECONDS: Final = 60.0


@dataclass(slots=True, kw_only=True)
class DeskProcess:
    """One desk at a time; its log grows in `log`."""

    environment: Mapping[str, str]
    log: Path
    _process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Returns once it says that it is running."""
        with self.log.open("a", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot", "serve"],
                env=dict(self.environment),
                cwd=REPOSITORY,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        line = self._process.stdout.readline() if self._process.stdout else ""
        if "running" not in line:
            self.end(signal.SIGKILL)
            raise RuntimeError(f"the desk did not start: {self.log.read_text(encoding='utf-8')[-2_000:]}")

    def end(self, number: signal.Signals) -> int:
        """Send a signal and wait until the process is gone; its exit code."""
        process, self._process = self._process, None
        if process is None:
            return 0
        process.send_signal(number)
        code = process.wait(_SECONDS)
        if process.stdout:
            process.stdout.close()
        return code

    def stop(self) -> int:
        """Politely; 0 when it ended as it should."""
        return self.end(signal.SIGTERM)

    def is_alive(self) -> bool:
        """Whether it still runs."""
        return self._process is not None and self._process.poll() is None

    def cpu_seconds(self) -> float:
        """Time on the processor since it was started, children included; 0 where the system does not tell."""
        stat = Path(f"/proc/{self._process.pid}/stat") if self._process else None
        if stat is None or not stat.exists():
            return 0.0
        fields = stat.read_text(encoding="ascii").rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
