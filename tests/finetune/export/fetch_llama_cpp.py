"""``make llama``: llama.cpp's sources with its converters, out of the sdist of llama-cpp-python, into the cache.

No package holds the converters; this sdist carries the whole source tree of llama.cpp (77 MB to fetch).
"""

import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from tests.agents.coders.servers.build_llama_cpp_python import CACHE, VERSION

SOURCES = CACHE / f"llama.cpp-{VERSION}"
_WANTED = ("CMakeLists.txt", "LICENSE", "conversion/", "gguf-py/", "convert_hf_to_gguf.py", "convert_lora_to_gguf.py")


def main() -> None:
    if (SOURCES / "convert_hf_to_gguf.py").is_file():
        print(f"llama.cpp's converters are in {SOURCES}")
        return
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", "llama-cpp-python"]
        done = subprocess.run([*command, "-d", folder, f"llama-cpp-python=={VERSION}"], check=False)
        if done.returncode:
            sys.exit("pip failed, see above; it needs the package index that pip is set up for")
        (sdist,) = Path(folder).glob("*.tar.gz")
        unpack(sdist, SOURCES)
    print(f"llama.cpp's converters are in {SOURCES}")


def unpack(sdist: Path, target: Path) -> None:
    half = target.with_name(f".{target.name}.part")
    shutil.rmtree(half, ignore_errors=True)
    inside = f"{sdist.name.removesuffix('.tar.gz')}/vendor/llama.cpp/"
    with tarfile.open(sdist) as opened:
        for member in opened:
            name = member.name.removeprefix(inside)
            if name != member.name and name.startswith(_WANTED):
                member.name = name
                opened.extract(member, half, filter="data")
    half.rename(target)


if __name__ == "__main__":
    main()
