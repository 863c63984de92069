"""The content of a PDF page → what it paints: colours, widths of lines, sizes of pictures.

In: a page, opened by pikepdf. Out: one `Painted` for each text, path, picture and shade, forms
and patterns gone through. Source: ISO 32000-1, 8.4 (graphics state), 8.6 (colour), 8.9
(pictures). It never looks at what a program says of the file.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

What = Literal["text", "fill", "stroke", "picture", "shade"]
Matrix = tuple[float, float, float, float, float, float]
_START: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_DEEPEST = 12  # forms within forms
_TEXT = frozenset(["Tj", "TJ", "'", '"'])
_FILL = frozenset(["f", "F", "f*", "B", "B*", "b", "b*"])
_STROKE = frozenset(["S", "s", "B", "B*", "b", "b*"])
_ENDS = _FILL | _STROKE | {"n"}
_NOTHING = 0.001  # points
_INVISIBLE = 3  # text rendering mode


@dataclass(frozen=True, slots=True)
class Paint:
    """A colour: the kind of its *space*, its *numbers*, whether it overprints what is below."""

    space: str = "DeviceGray"
    numbers: tuple[float, ...] = (0.0,)
    overprints: bool = False


@dataclass(frozen=True, slots=True)
class Painted:
    """One thing on a page: *what* it is and its *paint*; *thin* is the least width in points.

    A picture has its *ppi*, the *item* it is, and none of its colours here.
    """

    what: What
    paint: Paint
    is_transparent: bool = False
    thin: float = math.inf
    ppi: float = math.inf
    item: Object | None = None


@dataclass(frozen=True, slots=True)
class _State:
    matrix: Matrix = _START
    fill: Paint = Paint()
    stroke: Paint = Paint()
    width: float = 1.0
    mode: int = 0
    is_transparent: bool = False


@dataclass(slots=True)
class _Reader:
    """Reads one content stream; *resources* name what it calls."""

    resources: Object
    state: _State
    depth: int = 0
    stack: list[_State] = field(default_factory=list)
    rectangles: list[tuple[float, ...]] = field(default_factory=list)
    pattern: str = ""

    def read(self, content: Any) -> Iterator[Painted]:  # noqa: ANN401  # a page or a stream
        for one in pikepdf.parse_content_stream(content):
            operands = list(one.operands)
            name = str(one.operator)
            if isinstance(one, pikepdf.ContentStreamInlineImage):
                space = "Mask" if one.iimage.image_mask else str(one.iimage.colorspace)[1:]
                yield Painted("picture", Paint(space, ()))
            elif name == "Do":
                yield from self._called(str(operands[0]))
            elif name == "sh":
                shade = self._resource("/Shading", str(operands[0]))
                yield self._shade(shade)
            elif name in _TEXT:
                yield from self._text()
            elif name in _ENDS:
                yield from self._path(name)
            else:
                self._set(name, operands)

    def _resource(self, kind: str, name: str) -> Object:
        return self.resources.get(kind, Dictionary()).get(name, Dictionary())

    # -- what is painted ---------------------------------------------------------------------

    def _text(self) -> Iterator[Painted]:
        if self.state.mode % 4 != _INVISIBLE:
            yield Painted("text", self.state.fill, self.state.is_transparent)

    def _path(self, name: str) -> Iterator[Painted]:
        state, thin = self.state, self._thinnest(is_ring=name.endswith("*"))
        self.rectangles.clear()
        if name in _FILL:
            yield from self._filled(Painted("fill", state.fill, state.is_transparent, thin))
        if name in _STROKE:
            width = state.width * _scale(state.matrix)
            yield from self._filled(Painted("stroke", state.stroke, state.is_transparent, width))

    def _thinnest(self, *, is_ring: bool) -> float:
        """Return the least width in points of the rectangles of a path, or of the ring they make.

        A border is the ring between two rectangles; one without a width paints nothing.
        """
        if is_ring and len(self.rectangles) == 2:  # noqa: PLR2004  # outer and inner
            (x, y, wide, high), (x2, y2, wide2, high2) = self.rectangles
            widths = [x2 - x, y2 - y, x + wide - x2 - wide2, y + high - y2 - high2]
        else:
            widths = [side for one in self.rectangles for side in one[2:]]
        seen = [abs(side) for side in widths if abs(side) > _NOTHING]
        return min(seen, default=math.inf) * _scale(self.state.matrix)

    def _filled(self, painted: Painted) -> Iterator[Painted]:
        """Yield what a path shows: itself, or the pattern it is filled with."""
        if painted.paint.space != "Pattern":
            yield painted
            return
        pattern = self._resource("/Pattern", self.pattern)
        if pattern.get("/PatternType") == 2:  # noqa: PLR2004  # a shade
            yield self._shade(pattern.Shading)
        elif pattern.get("/PatternType") == 1 and self.depth < _DEEPEST:
            inner = _Reader(
                pattern.get("/Resources", self.resources),
                replace(_State(), matrix=_matrix(pattern)),
                self.depth + 1,
            )
            yield from inner.read(pattern)

    def _shade(self, shade: Object) -> Painted:
        space = kind_of(shade.get("/ColorSpace"))
        return Painted("shade", Paint(space, ()), self.state.is_transparent)

    def _called(self, name: str) -> Iterator[Painted]:
        item = self._resource("/XObject", name)
        if item.get("/Subtype") == Name.Image:
            yield self._picture(item)
        elif item.get("/Subtype") == Name.Form and self.depth < _DEEPEST:
            matrix = _times(_matrix(item), self.state.matrix)
            inner = _Reader(
                item.get("/Resources", self.resources),
                replace(self.state, matrix=matrix),
                self.depth + 1,
            )
            yield from inner.read(item)

    def _picture(self, item: Object) -> Painted:
        a, b, c, d, *_ = self.state.matrix
        across, down = math.hypot(a, b) / 72, math.hypot(c, d) / 72
        sizes = ((int(item.Width), across), (int(item.Height), down))
        ppi = min((pixels / inches for pixels, inches in sizes if inches > 0), default=math.inf)
        is_mask = bool(item.get("/ImageMask", False))
        space = "Mask" if is_mask else kind_of(item.get("/ColorSpace"))
        paint = self.state.fill if is_mask else Paint(space, ())
        is_clear = self.state.is_transparent or "/SMask" in item
        return Painted("picture", paint, is_clear, ppi=ppi, item=item)

    # -- what is set -------------------------------------------------------------------------

    def _set(self, name: str, operands: list[Any]) -> None:
        state = self.state
        if name == "q":
            self.stack.append(state)
        elif name == "Q":
            self.state = self.stack.pop() if self.stack else state
        elif name == "cm":
            self.state = replace(state, matrix=_times(_floats(operands), state.matrix))
        elif name == "w":
            self.state = replace(state, width=float(operands[0]))
        elif name == "Tr":
            self.state = replace(state, mode=int(operands[0]))
        elif name == "re":
            self.rectangles.append(_floats(operands))
        elif name == "gs":
            self._graphics(self._resource("/ExtGState", str(operands[0])))
        else:
            self._colour(name, operands)

    def _graphics(self, given: Object) -> None:
        state = self.state
        if "/LW" in given:
            state = replace(state, width=float(given.LW))
        if "/OP" in given or "/op" in given:
            fill = bool(given.get("/op", given.get("/OP", False)))
            stroke = bool(given.get("/OP", state.stroke.overprints))
            state = replace(
                state,
                fill=replace(state.fill, overprints=fill),
                stroke=replace(state.stroke, overprints=stroke),
            )
        if any(key in given for key in ("/ca", "/CA", "/BM", "/SMask")):
            state = replace(state, is_transparent=_is_transparent(given))
        self.state = state

    def _colour(self, name: str, operands: list[Any]) -> None:
        key = "stroke" if name.isupper() else "fill"
        old = getattr(self.state, key)
        small = name.lower()
        if small in _DEVICE:
            made = replace(old, space=_DEVICE[small], numbers=_floats(operands))
        elif small == "cs":
            space = self._space(str(operands[0]))
            made = replace(old, space=space, numbers=(0.0,) * 3)
        elif small in ("sc", "scn"):
            if operands and isinstance(operands[-1], Name):
                self.pattern = str(operands[-1])
                operands = operands[:-1]
            made = replace(old, numbers=_floats(operands))
        else:
            return
        self.state = replace(self.state, **{key: made})

    def _space(self, name: str) -> str:
        named = self.resources.get("/ColorSpace", Dictionary()).get(name)
        return kind_of(named) if named is not None else name[1:]


_DEVICE = {"g": "DeviceGray", "rg": "DeviceRGB", "k": "DeviceCMYK"}


def painted(page: pikepdf.Page) -> Iterator[Painted]:
    """Yield all that *page* paints, in order."""
    reader = _Reader(page.obj.get("/Resources", Dictionary()), _State())
    yield from reader.read(page)


def kind_of(space: Object | None) -> str:
    """Return the kind of a colour *space*: ``DeviceRGB``, ``ICC 3``, ``Indexed DeviceRGB``."""
    if space is None:
        return "none"
    if isinstance(space, Name):
        return str(space)[1:]
    kind = str(space[0])[1:]
    if kind == "ICCBased":
        return f"ICC {int(space[1].N)}"
    if kind in ("Indexed", "I") or (kind == "Pattern" and len(space) > 1):
        return f"{kind} {kind_of(space[1])}"
    return kind


def _is_transparent(state: Object) -> bool:
    is_clear = any(float(state.get(key, 1)) < 1 for key in ("/ca", "/CA"))
    blends = state.get("/BM", Name.Normal)
    modes = list(blends) if isinstance(blends, Array) else [blends]
    is_blend = all(one not in (Name.Normal, Name.Compatible) for one in modes)
    return is_clear or is_blend or isinstance(state.get("/SMask"), Dictionary)


def _floats(operands: list[Any]) -> Any:  # noqa: ANN401  # numbers or a matrix
    return tuple(float(one) for one in operands)


def _matrix(item: Object) -> Matrix:
    return _floats(list(item.get("/Matrix", _START)))  # type: ignore[no-any-return]


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (
        a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j,
        e * g + f * i + k, e * h + f * j + m,
    )  # fmt: skip


def _scale(matrix: Matrix) -> float:
    a, b, c, d, *_ = matrix
    return math.sqrt(abs(a * d - b * c))
