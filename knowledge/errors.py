"""The one exception for what a person must put right; everything that the loop can act on is a Diagnostic."""


class SpotsmithError(Exception):
    """The message is shown as it is: what is wrong, where, and what to do next."""
