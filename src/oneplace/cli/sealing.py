"""``oneplace seal``: what names people, encrypted with the key of now."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from oneplace.cli.show import out


def seal(folder: Annotated[Path, typer.Argument(metavar="PLACE", help="The place's folder.")]) -> None:
    """Encrypt every file of identities with ONEPLACE_IDENTITY_KEY: open ones, and those under another key.

    Give the other key as ONEPLACE_IDENTITY_KEY_BEFORE until it has ended. Cut short, the same command goes on.
    """
    from oneplace import run as pipeline

    done = pipeline.sealing.seal(folder)
    told = f"{done} files were encrypted anew." if done else "Every file is encrypted with this key."
    out.print(f"{told} ONEPLACE_IDENTITY_KEY_BEFORE is needed no more here; backups still need it.", markup=False)
