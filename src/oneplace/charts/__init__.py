"""Charts: rows of results in, an SVG with its title, words and notes out."""

from oneplace.charts.beside import beside
from oneplace.charts.comparison import comparison
from oneplace.charts.control import control, icons
from oneplace.charts.differences import differences
from oneplace.charts.fan import fan
from oneplace.charts.gantt import MOST as MOST_ROWS
from oneplace.charts.gantt import drag_words, gantt
from oneplace.charts.groups import groups
from oneplace.charts.levels import Line
from oneplace.charts.neighbourhoods import Fifths, fifths, neighbourhoods
from oneplace.charts.picture import bitmap, picture, stacked
from oneplace.charts.spine import Spine, middle_half
from oneplace.charts.steps import steps
from oneplace.charts.theme import FONT, FONTS_FOLDER, Chart
from oneplace.charts.trend import trend

__all__ = [
    "FONT",
    "FONTS_FOLDER",
    "MOST_ROWS",
    "Chart",
    "Fifths",
    "Line",
    "Spine",
    "beside",
    "bitmap",
    "comparison",
    "control",
    "differences",
    "drag_words",
    "fan",
    "fifths",
    "gantt",
    "groups",
    "icons",
    "middle_half",
    "neighbourhoods",
    "picture",
    "stacked",
    "steps",
    "trend",
]
