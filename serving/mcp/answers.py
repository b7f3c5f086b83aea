"""What the tools answer: the schemas that clients see, each field marked with the level that shows it.

Field names are those of ``agents.known`` and ``serving.shapes``, so that one thing has one name at every door.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from serving.mcp.disclosure import BODY, NAME, OWN, SIGNATURE, Level

Kind = Literal["symbol", "table", "exemplar", "passage"]
Verdict = Literal["", "ok", "partial", "failed"]


class Part(BaseModel):
    """Read from records by attribute names."""

    model_config = ConfigDict(from_attributes=True, extra="ignore")


class Answer(Part):
    disclosure: Annotated[Level, OWN] = Field(default="full", description="The level that this client is shown.")
    cut: Annotated[dict[str, int], OWN] = Field(default={}, description="Entries that did not fit the budget, by list.")
    note: Annotated[str, OWN] = Field(default="", description="What to know about this answer, and what to do next.")


class Known(Answer):
    """An answer about a name, which may not be known."""

    name: Annotated[str, NAME] = ""
    known: Annotated[bool, OWN] = Field(default=True, description="False: the index does not hold this name.")
    nearest: Annotated[list[str], NAME] = Field(default=[], description="Real names nearest to one that is not known.")


class Hit(Part):
    name: Annotated[str, NAME] = ""
    kind: Annotated[str, OWN] = ""
    role: Annotated[str, OWN] = Field(
        default="", description="What it is to the framework: spot, entity, id, lookup ..."
    )
    signature: Annotated[str, SIGNATURE] = ""
    text: Annotated[str, BODY] = Field(default="", description="Of passages of documents: what they say.")
    source: Annotated[str, OWN] = ""
    why: Annotated[str, SIGNATURE] = ""


class Found(Answer):
    hits: Annotated[list[Hit], OWN] = []
    left_out: Annotated[int, OWN] = 0


class ShownMember(Part):
    name: Annotated[str, NAME] = ""
    signature: Annotated[str, SIGNATURE] = ""
    declared_in: Annotated[str, NAME] = Field(
        default="", description="The supertype that declares it; empty: the type itself."
    )
    note: Annotated[str, SIGNATURE] = Field(default="", description="Modifiers, exceptions, the value of a constant.")


class ShownType(Known):
    kind: Annotated[str, OWN] = ""
    role: Annotated[str, OWN] = ""
    declaration: Annotated[str, SIGNATURE] = ""
    source: Annotated[str, OWN] = ""
    detail: Annotated[str, OWN] = Field(default="", description="How much of each member is shown.")
    members: Annotated[list[ShownMember], OWN] = []
    left_out: Annotated[int, OWN] = Field(default=0, description="Members that did not fit; ask with members_like.")
    unknown_supertypes: Annotated[list[str], NAME] = Field(
        default=[], description="What they would add is missing here."
    )
    namesakes: Annotated[list[str], NAME] = []


class ShownColumn(Part):
    name: Annotated[str, NAME] = ""
    type: Annotated[str, SIGNATURE] = ""
    comment: Annotated[str, SIGNATURE] = ""


class RelatedTable(Part):
    name: Annotated[str, NAME] = ""
    how: Annotated[str, SIGNATURE] = ""


class ShownTable(Known):
    comment: Annotated[str, SIGNATURE] = ""
    source: Annotated[str, OWN] = ""
    detail: Annotated[str, OWN] = ""
    primary_key: Annotated[list[str], NAME] = []
    columns: Annotated[list[ShownColumn], OWN] = []
    related: Annotated[list[RelatedTable], OWN] = []
    left_out: Annotated[int, OWN] = 0


class Use(Part):
    name: Annotated[str, NAME] = ""
    kind: Annotated[str, OWN] = ""
    how: Annotated[str, SIGNATURE] = ""
    source: Annotated[str, OWN] = ""


class Uses(Known):
    uses: Annotated[list[Use], OWN] = []
    left_out: Annotated[int, OWN] = 0


class Candidate(Part):
    name: Annotated[str, NAME] = ""
    score: Annotated[float, OWN] = 0.0
    why: Annotated[str, SIGNATURE] = ""
    summary: Annotated[str, SIGNATURE] = ""


class ResolvedType(Part):
    name: Annotated[str, NAME] = ""
    role: Annotated[str, OWN] = ""
    why: Annotated[str, SIGNATURE] = ""
    source: Annotated[str, OWN] = ""


class ResolvedTable(Part):
    name: Annotated[str, NAME] = ""
    columns: Annotated[list[str], NAME] = []
    why: Annotated[str, SIGNATURE] = ""
    source: Annotated[str, OWN] = ""


class ResolvedExemplar(Part):
    name: Annotated[str, NAME] = ""
    why: Annotated[str, SIGNATURE] = ""
    source: Annotated[str, OWN] = ""


class SoftParameter(Part):
    name: Annotated[str, NAME] = ""
    type: Annotated[str, SIGNATURE] = ""
    entity: Annotated[str, SIGNATURE] = ""
    required: Annotated[bool, SIGNATURE] = False


class Resolved(Answer):
    artefact: Annotated[str, OWN] = ""
    spot: Annotated[Candidate, OWN] = Candidate()
    alternatives: Annotated[list[Candidate], OWN] = []
    types: Annotated[list[ResolvedType], OWN] = []
    tables: Annotated[list[ResolvedTable], OWN] = []
    soft_parameters: Annotated[list[SoftParameter], OWN] = []
    exemplars: Annotated[list[ResolvedExemplar], OWN] = []
    doubts: Annotated[list[str], SIGNATURE] = Field(
        default=[], description="What was not certain; ask the person about it."
    )


class Job(Part):
    id: Annotated[str, OWN] = Field(default="", description="For job_status; empty when the answer is complete.")
    status: Annotated[Literal["", "queued", "running", "done", "failed", "cancelled"], OWN] = ""
    position: Annotated[int, OWN] = Field(default=0, description="Place in the queue; 0: it runs, or has ended.")
    steps: Annotated[list[str], OWN] = Field(default=[], description="Steps that are done.")


class Finding(Part):
    code: Annotated[str, OWN] = ""
    severity: Annotated[str, OWN] = ""
    path: Annotated[str, OWN] = ""
    line: Annotated[int, OWN] = 0
    column: Annotated[int, OWN] = 0
    symbol: Annotated[str, NAME] = ""
    receiver: Annotated[str, NAME] = ""
    candidates: Annotated[list[str], NAME] = Field(
        default=[], description="Real names nearest to a wrong one, best first."
    )
    message: Annotated[str, SIGNATURE] = ""


class Grounded(Part):
    name: Annotated[str, NAME] = ""
    signature: Annotated[str, SIGNATURE] = ""
    source: Annotated[str, OWN] = ""


class CodeFile(Part):
    path: Annotated[str, NAME] = ""
    content: Annotated[str, BODY] = ""


class Outcome(Answer):
    """Of generate_code, check_code and job_status."""

    job: Annotated[Job, OWN] = Job()
    status: Annotated[Verdict, OWN] = Field(
        default="",
        description="ok: proven. partial: not all could be checked or written. failed: errors. Empty: not yet.",
    )
    files: Annotated[list[CodeFile], OWN] = []
    diagnostics: Annotated[list[Finding], OWN] = []
    unchecked: Annotated[list[str], SIGNATURE] = Field(
        default=[], description="Checks that could not run: not clean, unknown."
    )
    unchecked_count: Annotated[int, OWN] = 0
    todo: Annotated[list[str], SIGNATURE] = Field(default=[], description="What only a person can decide.")
    todo_count: Annotated[int, OWN] = 0
    spot: Annotated[str, NAME] = ""
    tables: Annotated[list[str], NAME] = []
    doubts: Annotated[list[str], SIGNATURE] = []
    sources: Annotated[list[Grounded], OWN] = Field(
        default=[], description="Where each external symbol of the code is known from."
    )
    coder: Annotated[str, OWN] = ""
    rounds: Annotated[int, OWN] = 0
    coder_notes: Annotated[list[str], SIGNATURE] = []
    run: Annotated[str, OWN] = Field(default="", description="Folder where the run is kept, with its file and report.")
    written: Annotated[list[str], OWN] = Field(
        default=[], description="Files that were written; empty: none, as by default."
    )


class Rule(Part):
    id: Annotated[str, NAME] = ""
    level: Annotated[str, OWN] = ""
    title: Annotated[str, SIGNATURE] = ""
    why: Annotated[str, SIGNATURE] = ""
    good: Annotated[str, BODY] = ""
    bad: Annotated[str, BODY] = ""


class Rules(Answer):
    rules: Annotated[list[Rule], OWN] = []


class Listed(Part):
    name: Annotated[str, NAME] = ""
    summary: Annotated[str, SIGNATURE] = ""


class Listing(Answer):
    """Names of a kind, for resources."""

    kind: Annotated[str, OWN] = ""
    names: Annotated[list[Listed], OWN] = []


class ShownExemplar(Known):
    artefact: Annotated[str, OWN] = ""
    source: Annotated[str, OWN] = ""
    spot: Annotated[str, NAME] = ""
    summary: Annotated[str, SIGNATURE] = ""
    types: Annotated[list[str], NAME] = []
    tables: Annotated[list[str], NAME] = []
    soft_parameters: Annotated[list[SoftParameter], OWN] = []
    text: Annotated[str, BODY] = ""
