"""``with_pre_tokenizer.py SCRIPT NAME ARGUMENTS``: runs a converter of llama.cpp that is told how a tokenizer splits.

The converter recognises tokenizers by a digest of what they make of a text, and so knows published ones alone. A
tokenizer that Spotsmith trained splits like a published one (``NAME``) but has other tokens.
"""

import runpy
import sys
from pathlib import Path


def main() -> None:
    script, name, *arguments = sys.argv[1:]
    folder = Path(script).parent
    sys.path[:0] = [str(folder), str(folder / "gguf-py")]
    from conversion.base import TextModel

    TextModel.get_vocab_base_pre = lambda self, tokenizer: name
    sys.argv = [script, *arguments]
    runpy.run_path(script, run_name="__main__")


if __name__ == "__main__":
    main()
