"""Charts: rows of results in, an SVG with its title, words and notes out."""

from oneplace.pack.charts.beside import beside
from oneplace.pack.charts.comparison import comparison
from oneplace.pack.charts.control import control, icons
from oneplace.pack.charts.differences import differences
from oneplace.pack.charts.groups import SHOWN, groups
from oneplace.pack.charts.neighbourhoods import neighbourhoods
from oneplace.pack.charts.theme import FONT, FONTS_FOLDER, Chart
from oneplace.pack.charts.trend import trend

__all__ = [
    "FONT",
    "FONTS_FOLDER",
    "SHOWN",
    "Chart",
    "beside",
    "comparison",
    "control",
    "differences",
    "groups",
    "icons",
    "neighbourhoods",
    "trend",
]
