"""A child process that answers JSON lines, with a deadline that the parent keeps.

A running javac cannot be stopped from inside its JVM, so whoever asks also kills. What the lines mean is left to
the caller.
"""

import json
import os
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO


class ProcessDied(Exception):
    """The child ended or wrote something that is no answer; the text says what is known."""


class DeadlinePassed(Exception):
    """The child did not answer in time and was killed."""


class JsonProcess:
    """One child, started at once. One answer for one request, in order; not safe for several threads."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by ``_release``
        try:
            self._child = subprocess.Popen(
                list(command),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                env=dict(environment),
                start_new_session=os.name == "posix",
            )
        except OSError as error:
            self._errors.close()
            raise ProcessDied(f"{command[0]} does not start: {error.strerror or error}") from error

    @property
    def pid(self) -> int:
        return self._child.pid

    @property
    def running(self) -> bool:
        return self._child.poll() is None

    def send(self, request: Mapping[str, object], seconds: float) -> None:
        """Hand over a request without waiting for its answer."""
        assert self._child.stdin is not None
        line = json.dumps(request).encode("ascii") + b"\n"
        with self._deadline(seconds):
            try:
                self._child.stdin.write(line)
                self._child.stdin.flush()
            except (OSError, ValueError) as error:
                raise ProcessDied(self._last_words()) from error

    def receive(self, seconds: float) -> dict[str, object]:
        """The answer to the oldest request that has none yet."""
        assert self._child.stdout is not None
        with self._deadline(seconds):
            try:
                line = self._child.stdout.readline()
                answer = json.loads(line)
            except ValueError:
                # The JVM itself says "Terminating due to java.lang.OutOfMemoryError" on stdout.
                said = line.decode("utf-8", "replace").strip()
                raise ProcessDied(said or self._last_words()) from None
        if not isinstance(answer, dict):
            raise ProcessDied(f"not an answer: {line[:80]!r}")
        return answer

    def kill(self) -> None:
        """End the child and its group at once, and wait until it is gone."""
        kill_group(self._child)
        self._release()

    def finish(self, seconds: float) -> None:
        """Let the child end by itself, as it does when its input ends; kill it after ``seconds``."""
        assert self._child.stdin is not None
        try:
            self._child.stdin.close()
            self._child.wait(seconds)
        except (OSError, subprocess.TimeoutExpired):
            kill_group(self._child)
        self._release()

    @contextmanager
    def _deadline(self, seconds: float) -> Iterator[None]:
        """Kill the child after ``seconds``, which ends every read and write that waits for it."""
        passed = threading.Event()

        def expire() -> None:
            passed.set()
            kill_group(self._child)

        timer = threading.Timer(seconds, expire)
        timer.daemon = True
        timer.start()
        try:
            yield
        except ProcessDied:
            if passed.is_set():
                raise DeadlinePassed from None
            raise
        finally:
            timer.cancel()
            timer.join()

    def _last_words(self) -> str:
        try:
            code = self._child.wait(1)
        except subprocess.TimeoutExpired:
            kill_group(self._child)
            code = self._child.returncode
        self._errors.seek(0)
        lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        return lines[0] if lines else f"it ended with code {code}"

    def _release(self) -> None:
        for stream in (self._child.stdin, self._child.stdout, self._errors):
            if stream is not None:
                try:
                    stream.close()
                except BrokenPipeError:  # a request that nobody read
                    continue


def run_to_end(
    command: Sequence[str], *, folder: Path, environment: Mapping[str, str], seconds: float
) -> tuple[int, str]:
    """Exit code and everything that ``command`` wrote; raises ProcessDied when it does not start, DeadlinePassed
    after it and all its children were killed."""
    with tempfile.TemporaryFile() as output:  # a file: a pipe would stay open while a grandchild lives
        try:
            child = subprocess.Popen(
                list(command),
                cwd=folder,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=os.name == "posix",
            )
        except OSError as error:
            raise ProcessDied(f"{command[0]} does not start: {error.strerror or error}") from error
        try:
            code = child.wait(seconds)
        except subprocess.TimeoutExpired:
            raise DeadlinePassed from None
        finally:
            kill_group(child)
        output.seek(0)
        return code, output.read().decode("utf-8", "replace")


def kill_group(child: subprocess.Popen[bytes]) -> None:
    """End ``child`` and what it started, at once, and wait for it."""
    if child.poll() is None:
        if os.name == "posix":
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()
    child.wait()
