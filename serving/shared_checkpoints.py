"""Checkpoints in a database, as the settings name it: the address comes from the environment, for it is a secret."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from knowledge.errors import SpotsmithError

if TYPE_CHECKING:
    from agents.checkpoints_postgres import PostgresCheckpoints


def shared_checkpoints(variable: str, environment: Mapping[str, str]) -> "PostgresCheckpoints":
    """Raises SpotsmithError when the address, the extra or the database is not there."""
    where = "[checkpoints] postgres_env"
    address = environment.get(variable, "")
    if not address:
        raise SpotsmithError(f"{where}: the environment variable {variable} is not set; put the address there")
    try:
        from agents.checkpoints_postgres import open_postgres
    except ImportError as error:
        raise SpotsmithError(f"{where} needs an extra: pip install 'spotsmith[postgres]'") from error
    return open_postgres(address, variable)
