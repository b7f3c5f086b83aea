"""``spotsmith chat``: a conversation on a terminal, or line by line through a pipe.

loop.py      reads a turn, has it answered, goes on after Ctrl-C
slash.py     the commands that begin with a slash
prompt.py    the line that a person types into (prompt_toolkit, imported on a terminal alone)
screen.py    what is shown: on a terminal, as plain text, or as JSON lines
sessions.py  conversations that can be gone on with
"""
