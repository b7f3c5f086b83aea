"""Which index serves a workspace: a folder of its own, or one on a Qdrant server that several machines share."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.errors import SpotsmithError
from knowledge.store import PointStore, current_folder, open_folder, open_shard, read_manifest
from serving.settings import FILE, Workspace

if TYPE_CHECKING:
    from knowledge.server import Address


def open_index(workspace: Workspace) -> PointStore:
    """Raises SpotsmithError where there is none that can be read, or no server."""
    address = _address(workspace)
    if address is None:
        return open_folder(workspace.index)
    from knowledge.server import open_server

    return open_server(address)


def serving_index(workspace: Workspace) -> str:
    """Changes whenever `spotsmith index` made another index; empty: there is none."""
    address = _address(workspace)
    if address is None:
        return str(current_folder(workspace.index) or "")
    from knowledge.server import serving_collection

    return serving_collection(address)


def index_digest(workspace: Workspace) -> str:
    """Of what was indexed; two indexes of the same files have the same one. Empty: there is no index."""
    if _address(workspace):
        return serving_index(workspace).rpartition(".")[2]
    folder = current_folder(workspace.index)
    return _fingerprint(folder) if folder else ""


def publish_index(workspace: Workspace, progress: Callable[[int, int], None]) -> str:
    """Copy the index of the folder to the server, where one is set; what it is called there."""
    address, folder = _address(workspace), current_folder(workspace.index)
    if address is None or folder is None:
        return ""
    from knowledge.server import publish

    points = open_shard(folder)
    try:
        return publish(address, _fingerprint(folder), points.all(), points.count({}), progress)
    except SpotsmithError as error:
        raise SpotsmithError(f"indexed, and not published: {error} Then run `spotsmith index` again.") from error
    finally:
        points.close()


def _fingerprint(folder: Path) -> str:
    return str(read_manifest(folder).get("fingerprint", ""))


def _address(workspace: Workspace) -> "Address | None":
    asked = workspace.settings.index
    if not asked.qdrant:
        return None
    from knowledge.server import Address

    key = os.environ.get(asked.qdrant_key_env, "") if asked.qdrant_key_env else ""
    if not asked.site:
        raise SpotsmithError(f'index.qdrant is set and index.site is not: name the site in {FILE}, as site = "acme"')
    return Address(asked.qdrant, asked.site, key)
