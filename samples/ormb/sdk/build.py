"""Builds the stand-in SDK: facts and signature files become Java stubs, class files, and JARs.

python samples/ormb/sdk/build.py [--out samples/ormb/lib] [--keep-sources DIR] [--javac PATH]
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from assemble import assemble
from emit import sources
from facts import read_facts
from pack_jars import JARS, pack
from signatures import SignatureError, read_signatures

HERE = Path(__file__).resolve().parent
STAMP = ".built-from"


class BuildError(Exception):
    """Something that a person must mend; the message says what and how."""


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        built = build(options.out, options.javac, options.keep_sources)
    except (BuildError, SignatureError) as problem:
        print(f"build.py: {problem}", file=sys.stderr)
        return 2
    except OSError as problem:
        print(f"build.py: cannot write {problem.filename or options.out}: {problem.strerror}", file=sys.stderr)
        return 2
    print(f"{'Built' if built else 'Up to date:'} {len(JARS)} JARs in {options.out}")
    return 0


def build(out: Path, javac: str | None = None, keep_sources: Path | None = None) -> bool:
    """Writes the JARs unless they are there and nothing changed; says whether it did."""
    stamp = fingerprint()
    if keep_sources is None and _current(out, stamp):
        return False
    compiler = javac or shutil.which("javac")
    if compiler is None or (javac and shutil.which(javac) is None):
        raise BuildError("no javac found. Install a JDK: apt-get install openjdk-17-jdk-headless")
    world = assemble(read_facts(HERE / "facts.json"), read_signatures(sorted((HERE / "signatures").glob("*.sig"))))
    with tempfile.TemporaryDirectory(prefix="spotsmith-sdk-") as folder:
        root = keep_sources or Path(folder) / "src"
        _write(sources(world), root)
        classes = Path(folder) / "classes"
        _compile(compiler, root, classes)
        pack(classes, out)
    (out / STAMP).write_text(stamp + "\n", encoding="utf-8")
    return True


def fingerprint() -> str:
    """Of the facts, the signature files and the builder itself."""
    digest = hashlib.sha256()
    for path in sorted([*HERE.glob("*.py"), HERE / "facts.json", *(HERE / "signatures").glob("*.sig")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _current(out: Path, stamp: str) -> bool:
    file = out / STAMP
    complete = all((out / name).is_file() for name in JARS)
    return complete and file.is_file() and file.read_text(encoding="utf-8").strip() == stamp


def _write(files: dict[str, str], root: Path) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _compile(javac: str, root: Path, classes: Path) -> None:
    classes.mkdir(parents=True)
    listing = classes.parent / "files.txt"
    listing.write_text("\n".join(f'"{path}"' for path in sorted(root.rglob("*.java"))), encoding="utf-8")
    flags = (
        "--release 8 -proc:none -nowarn -g:none -encoding UTF-8 -Xmaxerrs 1000 -Xlint:none -J-XX:+UseSerialGC".split()
    )
    command = [javac, *flags, "-d", str(classes), f"@{listing}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildError(f"the stubs do not compile:\n{done.stdout}{done.stderr}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Build the stand-in SDK of the sample utility.")
    parser.add_argument("--out", type=Path, default=HERE.parent / "lib", help="folder of the JARs")
    parser.add_argument("--keep-sources", type=Path, help="leave the generated Java sources here")
    parser.add_argument("--javac", help="the compiler to run, instead of the one on the PATH")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
