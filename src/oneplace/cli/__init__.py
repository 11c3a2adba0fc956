"""The command line: a module a group of commands, and what they print in one place."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from oneplace.deferred import deferred
from oneplace.problems import OneplaceError

if TYPE_CHECKING:
    from oneplace.cli.commands import app
else:
    deferred(__name__)

__all__ = ["app", "main"]


def main() -> None:
    """Run the command line; a mistake in the user's files is told in words and exits with 1."""
    try:
        _run()
    except OneplaceError as error:
        from oneplace.cli.show import print_problems

        print_problems(error.problems)
        sys.exit(1)
    except OSError as error:
        from oneplace import whole
        from oneplace.cli.show import err

        said = f"{error.filename or 'The system'}: {error.strerror or error}."
        mend = f" {whole.MENDS[error.errno]}." if error.errno in whole.MENDS else ""
        err.print(said + mend, style="red", markup=False)
        sys.exit(1)


def _run() -> None:
    """Statistics start without the other commands and what these need, for who works with many small files."""
    if sys.argv[1:2] == ["stats"]:
        from oneplace.cli.stats import alone

        alone()
    else:
        from oneplace.cli import app

        app()
