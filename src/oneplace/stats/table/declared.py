"""The methods over tables, each declared once: which columns and settings it takes, of which type, and what it gives.

A method is a function of a ``Sheet`` whose parameters say with ``Annotated`` what they hold. The declaration checks
what is given, makes settings of the command line's text what they should be, and is what the reference page is made of.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from oneplace.problems import OneplaceError, did_you_mean
from oneplace.sheets import Mark, Sheet, UnreadableError, number
from oneplace.stats import standards
from oneplace.vocabulary.wording import plainly


@dataclass(frozen=True)
class Column:
    """A parameter that names a column; with ``unless`` it isn't needed where another parameter is given."""

    holds: str
    unless: str = ""


@dataclass(frozen=True)
class Setting:
    """A choice; numbers go from ``least`` to ``most``, or from ``above`` one to ``below`` another."""

    says: str
    least: float | None = None
    most: float | None = None
    above: float | None = None
    below: float | None = None

    @property
    def between(self) -> str:
        """The bounds in words."""
        if self.least is not None and self.most is not None:
            return f" from {plainly(self.least)} to {plainly(self.most)}"
        if self.least is not None:
            return f" of {plainly(self.least)} or more"
        if self.above is not None and self.below is not None:
            return f" between {plainly(self.above)} and {plainly(self.below)}, such as 0.95"
        return "" if self.above is None else f" above {plainly(self.above)}"


@dataclass(frozen=True)
class Parameter:
    """One parameter of a method."""

    name: str
    kind: Any
    about: Column | Setting
    default: Any

    @property
    def required(self) -> bool:
        """Whether it must be given."""
        return self.default is inspect.Parameter.empty

    @property
    def choices(self) -> tuple[str, ...]:
        """The words that it may be, if they are given."""
        return get_args(self.kind) if get_origin(self.kind) is Literal else ()


By = Annotated[str | Sequence[str] | None, Column("columns that tell groups apart")]
Per = Annotated[float, Setting("for how many the result is given", above=0)]
Level = Annotated[float, Setting("the confidence level", above=0, below=1)]
Levels = Annotated[float | Sequence[float], Setting("one confidence level or several")]
Standard = Annotated[
    str | Mapping[str, float], Setting("the standard population: a name, or a file of age_band and weight")
]

METHODS: dict[str, Method] = {}
"""The methods by name."""


@dataclass(frozen=True)
class Method:
    """A method as it is declared."""

    name: str
    does: str
    parameters: Mapping[str, Parameter]
    gives: Mapping[str, str]
    function: Callable[..., Any]

    def __call__(self, data: object, /, **settings: Any) -> Any:
        """Apply it to a table; raises ``OneplaceError``."""
        sheet = Sheet.of(data)
        if sheet.filed and not len(sheet):
            raise OneplaceError.at(sheet.path, "holds no rows below its line of names.", "Give a table with rows.")
        given = self.checked(sheet.path, settings)
        sheet.need(*self.wanted(given))
        try:
            return self.function(sheet, **given)
        except ValueError as error:
            message = f"{self.name} can't be worked out: {error}"
            raise OneplaceError.at(sheet.path, message, "Check the settings.") from error

    def checked(self, path: Path, settings: Mapping[str, Any]) -> dict[str, Any]:
        """What is given, each of its type, with the defaults of the rest."""
        for name in settings:
            if name not in self.parameters:
                takes = f"It takes: {', '.join(self.parameters)}."
                raise OneplaceError.at(
                    path, f"{self.name} has no setting '{name}'.", did_you_mean(name, self.parameters, takes)
                )
        if missing := [each for name, each in self.parameters.items() if each.required and name not in settings]:
            one = missing[0]
            says = one.about.says if isinstance(one.about, Setting) else one.about.holds
            raise OneplaceError.at(path, f"{self.name} needs the setting '{one.name}'.", f"Give {says}.")
        return {
            name: _typed(path, each, settings[name]) if name in settings else each.default
            for name, each in self.parameters.items()
        }

    def wanted(self, given: Mapping[str, Any]) -> list[str]:
        """The columns that must be there, by the names that they have in the table."""
        columns = [each for each in self.parameters.values() if isinstance(each.about, Column)]
        found = [given[each.name] for each in columns if not given.get(each.about.unless)]  # type: ignore[union-attr]
        return [name for names in found if names for name in ([names] if isinstance(names, str) else names)]


def method(**gives: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare the function beneath as a method; ``gives`` says what the columns of its result hold."""

    def declare(function: Callable[..., Any]) -> Callable[..., Any]:
        does = " ".join((inspect.getdoc(function) or "").split())
        declared = Method(function.__name__, does, dict(_parameters(function)), gives, function)
        METHODS[declared.name] = declared

        @wraps(function)
        def call(data: object, **settings: Any) -> Any:
            return declared(data, **settings)

        return call

    return declare


def _parameters(function: Callable[..., Any]) -> Iterator[tuple[str, Parameter]]:
    hints = get_type_hints(function, include_extras=True)
    for name, each in list(inspect.signature(function).parameters.items())[1:]:
        kind, about = get_args(hints[name])[:2]
        yield name, Parameter(name, kind, about, each.default)


def _typed(path: Path, parameter: Parameter, value: Any) -> Any:
    """A setting as it should be, from Python or from the command line's text."""
    try:
        return _read(parameter, value)
    except (ValueError, TypeError) as error:
        shown = value if isinstance(value, str | int | float) else repr(value)
        raise OneplaceError.at(path, f"the setting {parameter.name} is '{shown}'.", str(error)) from None


def _read(parameter: Parameter, value: Any) -> Any:
    kind = parameter.kind
    if isinstance(parameter.about, Column):
        return _columns(kind, value)
    if parameter.choices:
        return _choice(parameter.choices, value)
    read = next((read for of, read in _READERS if of(kind)), _text)
    return read(parameter, value)


def _text(parameter: Parameter, value: Any) -> Any:
    if isinstance(value, str) or (value is None and type(None) in get_args(parameter.kind)):
        return value
    if float in get_args(parameter.kind):
        return _plain(value)
    raise TypeError("Write a text.")


def _texts(parameter: Parameter, value: Any) -> list[str]:
    return [part.strip() for part in value.split(",")] if isinstance(value, str) else [str(each) for each in value]


def _columns(kind: Any, value: Any) -> Any:
    several = "Sequence" in str(kind)
    if value is None and type(None) in get_args(kind):
        return value
    if isinstance(value, str):
        return value
    if several and isinstance(value, Sequence) and all(isinstance(each, str) for each in value):
        return list(value)
    raise TypeError("Name a column of the table.")


def _choice(choices: tuple[str, ...], value: Any) -> str:
    for each in choices:
        if isinstance(value, str) and value.strip().lower() == each.lower():
            return each
    raise ValueError(f"It is one of {', '.join(choices)}.")


_YES, _NO = {"true", "yes", "y", "on", "1"}, {"false", "no", "n", "off", "0"}


def _flag(parameter: Parameter, value: Any) -> bool:
    text = str(value).strip().lower()
    if isinstance(value, bool | str) and text in _YES | _NO:
        return text in _YES
    raise ValueError("It is true or false.")


def _number(parameter: Parameter, value: Any) -> Any:
    about, kinds = parameter.about, (parameter.kind, *get_args(parameter.kind))
    if value is None and type(None) in kinds:
        return None
    whole = float not in kinds
    found = _plain(value)
    bounds = about if isinstance(about, Setting) else Setting("")
    low = (bounds.least is not None and found < bounds.least) or (bounds.above is not None and found <= bounds.above)
    high = (bounds.most is not None and found > bounds.most) or (bounds.below is not None and found >= bounds.below)
    if low or high or (whole and found != int(found)):
        raise ValueError(f"Write {'a whole number' if whole else 'a number'}{bounds.between}.")
    return int(found) if whole else found


def _plain(value: Any) -> float:
    if isinstance(value, str):
        try:
            found, mark = number(value)
        except UnreadableError:
            found, mark = math.nan, Mark.MISSING
        if mark is not Mark.NUMBER:
            raise ValueError("Write a plain number.")
        return found
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("Write a plain number.")
    return float(value)


def _levels(parameter: Parameter, value: Any) -> Any:
    several = isinstance(value, Sequence) and not isinstance(value, str)
    try:
        found = [_plain(each) for each in (value if several else [value])]
    except ValueError:
        found = []
    if not found or not all(0 < each < 1 for each in found):
        raise ValueError("Write a level between 0 and 1, such as 0.95.")
    return found if several else found[0]


def _numeric(kind: Any) -> bool:
    kinds = set(get_args(kind) or (kind,))
    return bool(kinds & {int, float}) and str not in kinds


_READERS: tuple[tuple[Callable[[Any], bool], Callable[[Parameter, Any], Any]], ...] = (
    (lambda kind: kind is bool, _flag),
    (lambda kind: "Mapping" in str(kind), lambda _, value: standards.named(value)),
    (lambda kind: "Sequence[float]" in str(kind), _levels),
    (lambda kind: "Sequence[str]" in str(kind), _texts),
    (_numeric, _number),
)
