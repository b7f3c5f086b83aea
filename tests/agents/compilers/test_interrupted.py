"""A check that Ctrl-C ends: the next one is answered for itself."""

import os
import signal
from pathlib import Path
from types import FrameType

import pytest

from agents.compilers.javac import JavacCompiler
from agents.compilers.jdk import Jdk
from knowledge.records import SourceFile

BAD = SourceFile("Bad.java", "class Bad { Missing a; }")
GOOD = SourceFile("Good.java", "class Good { int a; }")


def interrupted(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@pytest.mark.skipif(os.name != "posix", reason="a process is stopped with SIGSTOP, which Windows does not have")
def test_an_answer_that_nobody_waited_for_is_not_taken_for_the_next_one(jdk: Jdk, tmp_path: Path) -> None:
    compiler = JavacCompiler(jdk, (), deadline=60, cache=tmp_path)
    usual = signal.signal(signal.SIGALRM, interrupted)
    try:
        assert not compiler.compile([GOOD]).diagnostics
        pid = compiler.pid
        assert pid
        os.kill(pid, signal.SIGSTOP)  # it answers nothing now, so the alarm finds us waiting
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        with pytest.raises(KeyboardInterrupt):
            compiler.compile([BAD])
        if compiler.pid == pid:
            os.kill(pid, signal.SIGCONT)
        assert compiler.compile([GOOD]).diagnostics == ()
        assert [d.symbol for d in compiler.compile([BAD]).diagnostics] == ["Missing"]
    finally:
        signal.signal(signal.SIGALRM, usual)
        compiler.close()
