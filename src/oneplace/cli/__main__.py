"""``python -m oneplace.cli``: the same as ``oneplace``."""

from oneplace.cli import main

main()
