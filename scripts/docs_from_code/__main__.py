"""Write every page into ``docs/reference``."""

from pathlib import Path

from docs_from_code import PAGES

FOLDER = Path(__file__).parents[2] / "docs" / "reference"

for name, page in PAGES.items():
    (FOLDER / name).write_text(page(), encoding="utf-8")
