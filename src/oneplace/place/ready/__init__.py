"""Ready declarations of the extracts that English services send: a place copies one and corrects what is its own."""

from oneplace.place.ready.adding import Added, add
from oneplace.place.ready.shipped import Mapping, absent, declared, fitting, names, shipped

__all__ = ["Added", "Mapping", "absent", "add", "declared", "fitting", "names", "shipped"]
