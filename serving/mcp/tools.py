"""The eight tools. A docstring is read by a model: it says when to use the tool, and when not."""

from typing import TYPE_CHECKING, Annotated

from mcp.server.mcpserver import MCPServer
from mcp.types import CallToolResult, ToolAnnotations
from pydantic import Field

from serving.mcp import answers, shown
from serving.mcp.door import Door
from serving.mcp.files import named_files
from serving.mcp.work import check, generate

if TYPE_CHECKING:
    from serving.app import App
    from serving.jobs import Job
    from serving.mcp.disclosure import Level

READ_ONLY = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
WRITES = ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=False, open_world_hint=False)
SPARE = 200  # tokens of an answer that the look-ups do not count: notes, levels, keys
CODE: list[answers.Kind] = ["symbol", "table", "exemplar"]

Name = Annotated[str, Field(description="Qualified or simple name of a type.", max_length=500)]
Request = Annotated[str, Field(description="What is wanted, in plain words, as the person said it.", max_length=20_000)]
Spot = Annotated[str, Field(description="Name of the spot, when it is known; empty: it is found.", max_length=500)]


def add_look_ups(server: MCPServer, door: Door) -> None:
    tokens = door.settings.answer_tokens - SPARE

    @server.tool(title="Find symbols", annotations=READ_ONLY)
    async def find_symbol(
        query: Annotated[str, Field(description="A name, or words that say what it is about.", max_length=2000)],
        kinds: Annotated[
            list[answers.Kind], Field(description="What to look for; passage: pieces of documents.")
        ] = CODE,
        limit: Annotated[int, Field(ge=1, le=50)] = 10,
    ) -> Annotated[CallToolResult, answers.Found]:
        """Find types, tables, existing code and documents of the framework and this site, by name or by words.

        Use it first when you do not know an exact name. Never guess names: what this index does not hold does not
        exist. Do not use it for code of other libraries."""
        return await door.look_up("find_symbol", lambda app, level: shown.found(app, query, kinds, limit, tokens))

    @server.tool(title="Show a type", annotations=READ_ONLY)
    async def show_type(
        name: Name,
        members_like: Annotated[
            str, Field(description="Keeps the members that share a word with this: 'due date'.", max_length=500)
        ] = "",
    ) -> Annotated[CallToolResult, answers.ShownType]:
        """Show a type of the framework or the site with the members that code can use on it, inherited ones too.

        Use it before you call a method on a type, instead of guessing or opening JARs. When members are left out,
        ask again with members_like."""
        return await door.look_up(
            "show_type", lambda app, level: shown.shown_type(app, name, members_like, level, tokens)
        )

    @server.tool(title="Show a table", annotations=READ_ONLY)
    async def show_table(
        name: Annotated[str, Field(description="Name of a database table.", max_length=500)],
    ) -> Annotated[CallToolResult, answers.ShownTable]:
        """Show a database table with its columns, keys, and the tables that keys join it to.

        Use it before you write or change a query. The names come from this site's own DDL."""
        return await door.look_up("show_table", lambda app, level: shown.shown_table(app, name, level, tokens))

    @server.tool(title="Who uses it", annotations=READ_ONLY)
    async def who_uses(
        name: Annotated[str, Field(description="Name of a type or of a table.", max_length=500)],
        limit: Annotated[int, Field(ge=1, le=200)] = 20,
    ) -> Annotated[CallToolResult, answers.Uses]:
        """List existing code that uses a type or table, types that take, return or extend it, tables that refer to it.

        Use it to find examples on this site, or to see what a change would touch."""
        return await door.look_up("who_uses", lambda app, level: shown.users(app, name, limit, tokens))


def add_resolving(server: MCPServer, door: Door) -> None:
    @server.tool(title="Resolve a request", annotations=READ_ONLY)
    async def resolve_request(request: Request, spot: Spot = "") -> Annotated[CallToolResult, answers.Resolved]:
        """Say which spot, tables, types and existing code a request needs, with reasons; nothing is generated.

        Use it to plan, or when a person asks where something belongs. Doubts are questions for the person."""

        def work(app: "App", level: "Level") -> answers.Resolved:
            from agents.state import Task

            return shown.resolved(app.resolve(Task(request, spot=spot)))

        return await door.look_up("resolve_request", work)


def add_work(server: MCPServer, door: Door) -> None:
    root, wanted = door.workspace.root, door.settings.write_to
    out = door.workspace.path(wanted) if wanted else None

    @server.tool(title="Generate code", annotations=WRITES if wanted else READ_ONLY)
    async def generate_code(
        request: Request,
        spot: Spot = "",
        class_name: Annotated[str, Field(description="Empty: made from the request.", max_length=500)] = "",
        package: Annotated[str, Field(description="Empty: where the site keeps such code.", max_length=500)] = "",
    ) -> Annotated[CallToolResult, answers.Outcome]:
        """Write the code that a request asks for, and prove it: compiled against the site's JARs, queries checked
        against the schema, house rules kept, a source for each external symbol.

        Use it for a new artefact of the framework, in place of writing one yourself; then keep what it wrote and work
        on what `todo` lists. Do not use it to change an existing file: edit that and call check_code. It writes
        nothing into the workspace unless the site set that up; `written` says what it wrote. When `job.id` is set,
        call job_status."""

        def work(app: "App", job: "Job") -> answers.Outcome:
            from agents.state import Task

            return generate(app, Task(request, spot=spot, class_name=class_name, package=package), job, out)

        return await door.start("generate_code", work)

    @server.tool(title="Check code", annotations=READ_ONLY)
    async def check_code(
        path: Annotated[
            str, Field(description="File or folder inside the workspace; with text: the name of that file.")
        ] = "",
        text: Annotated[str, Field(description="Content to check in place of what is on disk.")] = "",
    ) -> Annotated[CallToolResult, answers.Outcome]:
        """Check code against JARs, schema and house rules: compiler errors, names that do not exist, wrong queries.

        Use it after each edit of a file of the framework, with its path, or with text when it is not saved. Findings
        list the real names nearest to a wrong one. Status ok means proven, partial that something could not be
        checked."""

        def work(app: "App", job: "Job") -> answers.Outcome:
            return check(app, named_files(root, path, text, app), job)

        return await door.start("check_code", work)

    @server.tool(title="Status of a job", annotations=READ_ONLY)
    async def job_status(
        job_id: Annotated[str, Field(description="The `job.id` of an answer.", max_length=200)],
        wait_seconds: Annotated[float, Field(description="How long to wait for its end.", ge=0, le=45)] = 25.0,
        cancel: Annotated[bool, Field(description="Stop the job.")] = False,
    ) -> Annotated[CallToolResult, answers.Outcome]:
        """Wait for a job that generate_code or check_code started, and get its result or its progress.

        Use it when an answer has a `job.id`, until it has a `status`. Do not call the first tool again meanwhile."""
        return await door.job_status(job_id, wait_seconds, cancel)
