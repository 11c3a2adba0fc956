"""Models of other tools as pathway files: PathSimR's two CSV files, json2ciw's JSON."""

from oneplace.flow.imports.imported import Imported
from oneplace.flow.imports.json2ciw import read_json2ciw
from oneplace.flow.imports.pathsimr import read_pathsimr

__all__ = ["Imported", "read_json2ciw", "read_pathsimr"]
