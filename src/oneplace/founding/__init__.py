"""A place founded from an area's code: what it is made of, whom to set beside it, its figures, and measures of them.

``found(folder, "E08000035")`` writes a place folder that ``oneplace check`` and ``oneplace run`` take at once. It is a
proposal that the place's own people change; nothing in it is a figure, target or promise that nobody published.
"""

from oneplace.founding.writing import Founded, found

__all__ = ["Founded", "found"]
