"""Real Java for the tests: the JDK of this machine, JARs made by its own javac, one warm compiler for all."""

import os
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from agents.compilers.ecj import is_ecj
from agents.compilers.javac import JavacCompiler
from agents.compilers.jdk import Jdk
from agents.compilers.service import service_environment
from knowledge.records import SourceFile

MakeJar = Callable[..., Path]

LIBRARY = {
    "com/acme/Account.java": """
        package com.acme;
        import java.util.List;
        public class Account extends Entity<Account_Id> {
            public static final String KIND = "ACCT";
            public String currency;
            protected int secret;
            private int hidden;
            public String getCurrency() { return currency; }
            public List<Account> getChildren() { return null; }
            public void post(int amount, String text) throws PostingException {}
            public void notify(String who) {}
            public void notify(String who, int times) {}
            void internal() {}
        }""",
    "com/acme/Entity.java": """
        package com.acme;
        public abstract class Entity<I> {
            public I getId() { return null; }
            protected boolean notNull(Object value) { return value != null; }
        }""",
    "com/acme/Account_Id.java": """
        package com.acme;
        public class Account_Id {
            public Account_Id(String value) {}
            public Account getEntity() { return null; }
        }""",
    "com/acme/StatusLookup.java": """
        package com.acme;
        public class StatusLookup {
            public static class constants {
                public static final StatusLookup COMPLETE = new StatusLookup();
            }
            public boolean isComplete() { return true; }
        }""",
    "com/acme/PostingException.java": "package com.acme; public class PostingException extends Exception {}",
    "com/acme/Spot.java": """
        package com.acme;
        public interface Spot {
            void invoke();
            void setAccount(Account account);
        }""",
}


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("compiler-cache")


@pytest.fixture(scope="session")
def make_jar(jdk: Jdk, tmp_path_factory: pytest.TempPathFactory) -> MakeJar:
    """Compile sources with a plain javac and pack them with ``resources``."""

    def make(
        name: str,
        sources: Mapping[str, str],
        resources: Mapping[str, str] | None = None,
        release: str = "8",
        class_path: Path | None = None,
    ) -> Path:
        folder = tmp_path_factory.mktemp(name)
        for path, text in sources.items():
            target = folder / "source" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        files = [str(folder / "source" / path) for path in sources]
        plain_javac(jdk, folder / "classes", files, ["--release", release], class_path)
        jar = folder / f"{name}.jar"
        with zipfile.ZipFile(jar, "w") as archive:
            for file in sorted((folder / "classes").rglob("*.class")):
                archive.write(file, file.relative_to(folder / "classes").as_posix())
            for path, text in (resources or {}).items():
                archive.writestr(path, text)
        return jar

    return make


def plain_javac(jdk: Jdk, target: Path, files: list[str], options: list[str], class_path: Path | None) -> None:
    launcher = [str(jdk.java), "-XX:TieredStopAtLevel=1", "-m", "jdk.compiler/com.sun.tools.javac.Main"]
    path = ["-cp", str(class_path)] if class_path else []
    done = subprocess.run(
        [*launcher, "-proc:none", "-nowarn", *options, *path, "-d", str(target), *files],
        capture_output=True,
        env=service_environment(),
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()


@pytest.fixture(scope="session")
def library(make_jar: MakeJar) -> Path:
    """A small framework: entity, Id, lookup, exception, spot."""
    return make_jar("library", LIBRARY)


@pytest.fixture(scope="session")
def compiler(jdk: Jdk, library: Path, cache: Path) -> Iterator[JavacCompiler]:
    opened = JavacCompiler(jdk, [library], cache=cache)
    yield opened
    opened.close()


@pytest.fixture
def source() -> Callable[..., SourceFile]:
    """A class ``com.site.Draft`` around some members, each on its own line from line 4."""

    def make(
        *members: str, header: str = "public class Draft extends com.acme.Account", name: str = "Draft"
    ) -> SourceFile:
        lines = ["package com.site;", "import com.acme.*; import java.util.*;", f"{header} {{", *members, "}", ""]
        return SourceFile(f"com/site/{name}.java", "\n".join(lines))

    return make


@pytest.fixture(scope="session")
def ecj() -> Path:
    """The Eclipse compiler's JAR: ``SPOTSMITH_TEST_ECJ`` or Debian's."""
    named = os.environ.get("SPOTSMITH_TEST_ECJ")
    for path in [named] if named else ["/usr/share/java/eclipse-jdt-core.jar", "/usr/share/java/ecj.jar"]:
        if is_ecj(Path(path)):
            return Path(path)
    pytest.skip("no Eclipse compiler: `apt-get install ecj`, or set SPOTSMITH_TEST_ECJ to its JAR")
