"""Write every page into ``docs/reference``, and the schema of pathways beside those of a place's other files."""

from pathlib import Path

from docs_from_code import PAGES, pathway

ROOT = Path(__file__).parents[2]

for name, page in PAGES.items():
    (ROOT / "docs" / "reference" / name).write_text(page(), encoding="utf-8")
(ROOT / "schemas" / "pathway.schema.json").write_text(pathway.schema(), encoding="utf-8")
