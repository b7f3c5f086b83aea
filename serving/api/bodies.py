"""What clients send. Text is data: it must be text, and names of files are labels that never become paths."""

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

_FILE = re.compile(r"[\w$@ +,;=~#%&()\[\]{}'!-][\w$@ .+,;=~#%&()\[\]{}'!-]*")
MOST_MESSAGES = 500


def _text(said: str) -> str:
    if any("\ud800" <= character <= "\udfff" for character in said):
        raise ValueError("half a surrogate pair is not text")
    return said


def _label(path: str) -> str:
    """A relative path with forward slashes; no part of it climbs or hides."""
    if len(path) > 500 or not all(_FILE.fullmatch(part) for part in path.split("/")):
        raise ValueError("write the path of a file as com/acme/Name.java: relative, with / and without ..")
    return path


Text = Annotated[str, AfterValidator(_text)]
Name = Annotated[str, Field(max_length=300), AfterValidator(_text)]
Path = Annotated[str, AfterValidator(_text), AfterValidator(_label)]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ResolveBody(Body):
    request: Text = Field(description="What the code is for, in plain words.")
    spot: Name = Field("", description="Name of the spot, when you know it.")


class GenerateBody(ResolveBody):
    class_name: Name = Field("", description="Name of the class; empty: made from the request.")
    package: Name = Field("", description="Package; empty: where the site keeps such code.")


class FileBody(Body):
    path: Path = Field(description="As com/acme/Name.java; findings name it.")
    text: Text


class CheckBody(Body):
    files: list[FileBody] = Field(min_length=1, description="Checked together.")


class GenerateJob(GenerateBody):
    kind: Literal["generate"] = "generate"


class CheckJob(CheckBody):
    kind: Literal["check"]


class AcceptBody(Body):
    run: Name = Field(description="Name of the run, as its result says.")
    file: FileBody | None = Field(None, description="The corrected file; without it the run's own.")
    force: bool = Field(False, description="Keep it although the check finds errors.")


class Said(BaseModel):
    """A message as clients of OpenAI's API write them; what we do not know of it is ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    role: str
    content: Text | list[dict[str, Any]] | None = None

    @property
    def text(self) -> str:
        if isinstance(self.content, str):
            return self.content
        parts = [part.get("text") for part in self.content or () if part.get("type") in ("text", "input_text")]
        return "\n".join(_clean(part) for part in parts if isinstance(part, str))


class SayBody(Body):
    messages: list[Said] = Field(min_length=1, max_length=MOST_MESSAGES, description="The whole conversation.")


class StreamOptions(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)
    include_usage: bool | None = None


class ChatBody(BaseModel):
    """Tools, temperatures and all else that a client may send are ignored: what is written here is decided by the
    site, not by the client."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    model: Text
    messages: list[Said] = Field(min_length=1, max_length=MOST_MESSAGES)
    stream: bool | None = None
    stream_options: StreamOptions | None = None


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
