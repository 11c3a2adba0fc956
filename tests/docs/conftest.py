"""The writers of the reference pages stand in ``scripts``."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))
