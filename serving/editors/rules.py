"""Rules for an IDE's agent: when to use which tool, in the files that agents read. The words come from the pack."""

import re
from pathlib import Path

from knowledge.pack_data import PackData
from serving.editors.changes import Change, read
from serving.mcp.wording import made_by, text_of

BEGIN = "<!-- spotsmith: begin. Written by `spotsmith mcp rules`; what stands between these marks is replaced -->"
END = "<!-- spotsmith: end -->"
_SECTION = re.compile(r"<!-- spotsmith: begin\b.*?<!-- spotsmith: end -->", re.DOTALL)


def rules(project: Path, pack: PackData) -> tuple[Change, ...]:
    """``AGENTS.md`` and a rule of Cursor's; what people wrote around our section stays."""
    section = f"{BEGIN}\n{_text(pack)}\n{END}"
    return (
        _changed(project / "AGENTS.md", section, ""),
        _changed(project / ".cursor" / "rules" / "spotsmith.mdc", section, _front_matter(pack)),
    )


def _changed(path: Path, section: str, head: str) -> Change:
    before = read(path)
    if not before:
        return Change(path, before, f"{head}{section}\n")
    if "\r\n" in before:
        section = section.replace("\n", "\r\n")
    if _SECTION.search(before):
        return Change(path, before, _SECTION.sub(lambda found: section, before, count=1))
    end = "\r\n" if "\r\n" in before else "\n"
    return Change(path, before, f"{before.rstrip()}{end}{end}{section}{end}")


def _text(pack: PackData) -> str:
    return text_of(
        "rules",
        title=pack.title,
        artefacts=" or ".join(made_by(pack)),
        suffixes=", ".join(f"*{suffix}" for suffix in pack.file_suffixes),
        example=pack.example_request,
    )


def _front_matter(pack: PackData) -> str:
    globs = ",".join(f"**/*{suffix}" for suffix in pack.file_suffixes)
    return f"---\ndescription: How to write and check code of {pack.title}\nglobs: {globs}\nalwaysApply: false\n---\n"
