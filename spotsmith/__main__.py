"""``python -m spotsmith``: the same as ``spotsmith``, for launchers of several processes."""

from spotsmith.launch import main

if __name__ == "__main__":
    main()
