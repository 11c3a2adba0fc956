"""Reading the reference cases."""

import csv
import json
from pathlib import Path

FOLDER = Path(__file__).parent / "cases"


def rows(name):
    with (FOLDER / name).open(newline="") as file:
        return list(csv.DictReader(file))


def number(text):
    return float(text) if text else float("nan")


def numbers(found, column):
    return [number(row[column]) for row in found]


def spc_cases(name):
    return json.loads((FOLDER / "rules_unit_cases.json").read_text())[name]
