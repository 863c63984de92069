"""Content streams → the same with every colour operator in inks.

In: the operators of a page, form, pattern or glyph (ISO 32000-1, 8.6.8, table 74). Out: the
same in DeviceGray or DeviceCMYK, black set to overprint (8.6.7). Marks for the structure tree
go: the printed file has none. It never changes a path, a letter or a position.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Operator

from florilegium.errors import RenderError
from florilegium.render.interior.inks import Inks, Numbers

Instruction = tuple[list[Any], Operator]
_SIMPLE = {"g": 1, "rg": 3, "k": 4}
_SPACES = {"DeviceGray": 1, "CalGray": 1, "DeviceRGB": 3, "CalRGB": 3, "DeviceCMYK": 4,
           "G": 1, "RGB": 3, "CMYK": 4}  # fmt: skip
_MARKS = {"BMC", "BDC", "EMC", "MP", "DP"}
_OVERPRINT = "FlOver"  # the graphics states that the pages get for black, by fill and stroke


@dataclass(frozen=True, slots=True)
class _State:
    """The colour spaces set, and whether black overprints; None where that is not known."""

    fill: str = "DeviceGray"
    stroke: str = "DeviceGray"
    fill_over: bool = False
    stroke_over: bool = False
    gs: str | None = None


@dataclass(slots=True)
class Converter:
    """Turns instructions into those of print; *spaces* are the colour spaces of the resources."""

    inks: Inks
    spaces: Mapping[str, Object]
    pictures: frozenset[str] = frozenset()
    overprints: bool = True
    _state: _State = field(default_factory=_State)
    _stack: list[_State] = field(default_factory=list)
    _kept: list[bool] = field(default_factory=list)

    def convert(self, instructions: Iterable[Any], *, is_page: bool) -> Iterator[Instruction]:
        """Yield *instructions* in inks; a page begins in black, a form as it is called."""
        if is_page:
            yield from self._set(self.inks.black(), is_stroke=False)
            yield from self._set(self.inks.black(), is_stroke=True)
        for one in instructions:
            if isinstance(one, pikepdf.ContentStreamInlineImage):
                yield from self._inline(one)
                continue
            operands, operator = list(one.operands), str(one.operator)
            if operator in _MARKS:
                if self._keeps(operator, operands):
                    yield operands, one.operator
            else:
                yield from self._one(operands, operator)

    def _one(self, operands: list[Any], operator: str) -> Iterator[Instruction]:
        small = operator.lower()
        is_stroke = operator.isupper()
        if small in _SIMPLE:
            self._space(_SPACES_OF[_SIMPLE[small]], is_stroke=is_stroke)
            yield from self._set(_numbers(operands), is_stroke=is_stroke)
        elif operator in ("cs", "CS"):
            yield from self._begin_space(str(operands[0])[1:], is_stroke=is_stroke)
        elif operator in ("sc", "SC", "scn", "SCN"):
            yield from self._colour(operands, operator, is_stroke=is_stroke)
        elif operator == "q":
            self._stack.append(self._state)
            yield operands, Operator(operator)
        elif operator == "Q":
            self._state = self._stack.pop() if self._stack else _State()
            yield operands, Operator(operator)
        elif operator == "Do" and str(operands[0]) in self.pictures and self._state.fill_over:
            # Black that overprints must not make a grey picture do so, too.
            yield from self._over(replace(self._state, fill_over=False))
            yield operands, Operator(operator)
            yield from self._over(replace(self._state, fill_over=True))
        else:
            yield operands, Operator(operator)

    def _keeps(self, operator: str, operands: list[Any]) -> bool:
        """Whether a mark stays: only those of layers are of use to a printer."""
        if operator in ("BMC", "BDC"):
            self._kept.append(str(operands[0]) == "/OC")
            return self._kept[-1]
        if operator == "EMC":
            return self._kept.pop() if self._kept else False
        return False

    def _space(self, name: str, *, is_stroke: bool) -> None:
        if is_stroke:
            self._state = replace(self._state, stroke=name)
        else:
            self._state = replace(self._state, fill=name)

    def _begin_space(self, name: str, *, is_stroke: bool) -> Iterator[Instruction]:
        self._space(name, is_stroke=is_stroke)
        if name == "Pattern" or self._components(name) == 0:
            yield [Name("/" + name)], Operator("CS" if is_stroke else "cs")
        else:
            yield from self._set(self.inks.black(), is_stroke=is_stroke)

    def _colour(
        self, operands: list[Any], operator: str, *, is_stroke: bool
    ) -> Iterator[Instruction]:
        space = self._state.stroke if is_stroke else self._state.fill
        if (operands and isinstance(operands[-1], Name)) or self._components(space) == 0:
            yield operands, Operator(operator)
            yield from self._mark_over(is_black=False, is_stroke=is_stroke)
            return
        numbers = _numbers(operands)
        if is_lab(self.spaces.get("/" + space)):
            numbers = lab_to_rgb(numbers)
        yield from self._set(numbers, is_stroke=is_stroke)

    def _components(self, name: str) -> int:
        """Return how many numbers a colour of the space *name* has; 0 for one that is kept."""
        if name in _SPACES:
            return _SPACES[name]
        return components(self.spaces.get("/" + name))

    def _set(self, numbers: Numbers, *, is_stroke: bool) -> Iterator[Instruction]:
        inks = self.inks.of(numbers)
        letter = "g" if self.inks.space == "DeviceGray" else "k"
        yield [_plain(one) for one in inks], Operator(letter.upper() if is_stroke else letter)
        yield from self._mark_over(is_black=inks == self.inks.black(), is_stroke=is_stroke)

    def _mark_over(self, *, is_black: bool, is_stroke: bool) -> Iterator[Instruction]:
        if is_stroke:
            yield from self._over(replace(self._state, stroke_over=is_black))
        else:
            yield from self._over(replace(self._state, fill_over=is_black))

    def _over(self, state: _State) -> Iterator[Instruction]:
        name = f"{_OVERPRINT}{int(state.fill_over)}{int(state.stroke_over)}"
        if self.overprints and self._state.gs != name:
            yield [Name("/" + name)], Operator("gs")
        self._state = replace(state, gs=name)

    def _inline(self, image: pikepdf.ContentStreamInlineImage) -> Iterator[Instruction]:
        picture = image.iimage
        if not picture.image_mask and str(picture.colorspace) not in ("/DeviceGray", "/G"):
            raise RenderError(
                "a small picture inside a page has colours that cannot be changed there",
                hint="Put it into book/pictures/ as a PNG or JPEG.",
            )
        yield list(image.operands), image.operator


_SPACES_OF = {1: "DeviceGray", 3: "DeviceRGB", 4: "DeviceCMYK"}


def overprint_states() -> Dictionary:
    """Return the graphics states that `Converter` names (ISO 32000-1, table 58)."""
    return Dictionary(
        {
            f"/{_OVERPRINT}{int(fill)}{int(stroke)}": Dictionary(
                Type=Name.ExtGState, OP=stroke, op=fill, OPM=1
            )
            for fill in (False, True)
            for stroke in (False, True)
        }
    )


def components(space: Object | None) -> int:
    """Return how many numbers a colour of *space* has: 1, 3, 4, or 0 for one of special inks."""
    if space is None:
        return 0
    if isinstance(space, Name):
        return _SPACES.get(str(space)[1:], 0)
    kind = str(space[0])[1:]
    if kind == "ICCBased":
        return int(space[1].N)
    return 3 if kind == "Lab" else _SPACES.get(kind, 0)


def is_lab(space: Object | None) -> bool:
    """Whether *space* is CIE Lab."""
    return isinstance(space, Array) and str(space[0]) == "/Lab"


def lab_to_rgb(numbers: Numbers) -> Numbers:
    """Return a colour in CIE Lab (D50) as sRGB, 0 to 1; what is outside is cut off."""
    light, a, b = numbers
    y = (light + 16) / 116
    x, y, z = (_cube(y + a / 500) * 0.9642, _cube(y), _cube(y - b / 200) * 0.8249)
    linear = (
        3.1338561 * x - 1.6168667 * y - 0.4906146 * z,
        -0.9787684 * x + 1.9161415 * y + 0.0334540 * z,
        0.0719453 * x - 0.2289914 * y + 1.4052427 * z,
    )
    return tuple(_encoded(min(1.0, max(0.0, one))) for one in linear)


def _cube(value: float) -> float:
    edge = 6 / 29
    return value**3 if value > edge else 3 * edge**2 * (value - 4 / 29)


def _encoded(linear: float) -> float:
    small = 0.0031308
    return 12.92 * linear if linear <= small else 1.055 * linear ** (1 / 2.4) - 0.055


def _numbers(operands: Iterable[Any]) -> Numbers:
    return tuple(float(one) for one in operands)


def _plain(value: float) -> int | float:
    return int(value) if value == int(value) else round(value, 4)
