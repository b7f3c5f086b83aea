"""The data of a workspace's pack, without its code: a server knows its words before it opens anything."""

from pathlib import Path

from knowledge.errors import SpotsmithError
from knowledge.pack_data import FILE, PackData, installed_packs, read_pack
from serving.settings import Workspace


def site_pack(workspace: Workspace) -> tuple[PackData, Path]:
    """The pack by name or folder, with its folder; the only installed one when the workspace names none."""
    name = workspace.settings.pack
    if not name:
        names = list(installed_packs())
        if len(names) != 1:
            raise SpotsmithError(f"say which pack: set pack = ... in spotsmith.toml; installed: {', '.join(names)}")
        name = names[0]
    own = workspace.path(name)
    return read_pack(str(own) if (own / FILE).is_file() else name)
