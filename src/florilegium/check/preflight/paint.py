"""The paint of a file, in a shop's words: colours, ink, pictures, hairlines, transparency."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pikepdf
from pikepdf import Object

from florilegium.check.preflight.painted import Paint, Painted, painted
from florilegium.findings import Finding
from florilegium.render.shop.job import PrintJob

# Below these a printed picture looks soft, or shows its pixels.
_SOFT, _COARSE = 200, 150
# Points: a thinner line is one that presses drop.
_HAIR = 0.25
# Of all four inks: what a rounding, or a step of JPEG, may add to the most that is allowed.
_SLACK = 0.02
_SAMPLE = 400  # pixels on a side that a picture is looked at with
_ALLOWED = {
    "k": ("DeviceGray", "DeviceCMYK", "Mask", "ICC 1"),
    "grey": ("DeviceGray", "Mask", "ICC 1"),
    "cmyk": ("DeviceGray", "DeviceCMYK", "Mask", "ICC 1", "ICC 4", "Separation", "DeviceN"),
    "rgb": ("DeviceGray", "DeviceRGB", "CalRGB", "Mask", "ICC 1", "ICC 3"),
}


@dataclass(slots=True)
class _Seen:
    """What was found so far, each thing once with the pages it is on."""

    where: str
    pages: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def add(self, code: str, message: str, page: int) -> None:
        found = self.pages.setdefault((code, message), [])
        if page not in found:
            found.append(page)

    def findings(self) -> Iterator[Finding]:
        for (code, message), pages in self.pages.items():
            more = f" (and on {len(pages) - 1} more pages)" if len(pages) > 1 else ""
            yield Finding(code, f"{self.where}, page {pages[0]}", message + more)


def check_paint(path: Path, job: PrintJob, *, best: int) -> Iterator[Finding]:
    """Yield S102 to S108 for the file at *path*; pictures below *best* ppi are soft, too."""
    seen = _Seen(path.name)
    inks: dict[tuple[int, int], float] = {}
    with pikepdf.open(path) as pdf:
        for number, page in enumerate(pdf.pages, start=1):
            for one in painted(page):
                for code, message in _objections(one, job, best, inks):
                    seen.add(code, message, number)
    yield from seen.findings()


def _objections(
    one: Painted, job: PrintJob, best: int, inks: dict[tuple[int, int], float]
) -> Iterator[tuple[str, str]]:
    space = one.paint.space
    if space not in _ALLOWED[job.colour] and space != "Pattern":
        kind = {"DeviceRGB": "RGB", "CalRGB": "RGB", "ICC 3": "RGB"}.get(space, space)
        yield "S102", f"a {one.what} is {kind}"
    if job.colour != "rgb":
        yield from _inked(one, job)
    if one.is_transparent and job.standard == "pdf/x-1a" and job.colour != "rgb":
        yield "S108", f"a {one.what} is transparent"
    if one.thin < _HAIR:
        yield "S107", f"a line is {one.thin:.2f} pt thin"
    if one.what == "picture" and one.item is not None:
        yield from _resolution(one, best)
        ink = _ink_of(one.item, inks)
        if ink > job.most_ink + _SLACK:
            yield "S104", f"a picture has {ink:.0%} of ink, and {job.most_ink:.0%} dry"


def _inked(one: Painted, job: PrintJob) -> Iterator[tuple[str, str]]:
    numbers = one.paint.numbers
    if one.paint.space != "DeviceCMYK" or len(numbers) != 4:  # noqa: PLR2004  # four inks
        return
    if job.colour == "k" and any(numbers[:3]):
        yield "S102", f"a {one.what} has coloured ink"
    if sum(numbers) > job.most_ink + _SLACK:
        yield "S104", f"a {one.what} has {sum(numbers):.0%} of ink, and {job.most_ink:.0%} dry"
    if not any(numbers) and one.paint.overprints:
        yield "S103", f"a white {one.what} overprints, so that it is not there"
    if one.what == "text":
        yield from _black(one.paint)


def _black(paint: Paint) -> Iterator[tuple[str, str]]:
    """Object to black letters of more than one ink, and to black that leaves a gap below it."""
    *colours, black = paint.numbers
    if (black == 0 and min(colours) > 0.6) or (black > 0.5 and min(colours) > 0.2):  # noqa: PLR2004
        inks = " ".join(f"{value:.0%}" for value in paint.numbers)
        yield "S103", f"black text is made of four inks ({inks})"
    elif black == 1 and not any(colours) and not paint.overprints:
        yield "S103", "black text does not overprint"


def _resolution(one: Painted, best: int) -> Iterator[tuple[str, str]]:
    if one.paint.space == "Mask" or one.item is None:
        return
    if one.ppi < _COARSE:
        yield "S106", f"a picture has {one.ppi:.0f} ppi at its printed size"
    elif one.ppi < max(_SOFT, best - 1):
        yield "S105", f"a picture has {one.ppi:.0f} ppi at its printed size"


def _ink_of(item: Object, known: dict[tuple[int, int], float]) -> float:
    """Return the most ink of any spot of a CMYK picture, 4 being all of every ink."""
    if item.objgen not in known:
        known[item.objgen] = 0.0
        if str(item.get("/ColorSpace")) == "/DeviceCMYK" and isinstance(item, pikepdf.Stream):
            picture = pikepdf.PdfImage(item).as_pil_image(apply_mask=False)
            picture.thumbnail((_SAMPLE, _SAMPLE))
            sums = np.asarray(picture, dtype=np.int32).sum(axis=-1)
            known[item.objgen] = float(sums.max(initial=0)) / 255
    return known[item.objgen]


def coloured_pages(path: Path) -> int:
    """Return on how many pages of the file at *path* there is more than black."""
    with pikepdf.open(path) as pdf:
        return sum(any(map(_is_coloured, painted(page))) for page in pdf.pages)


def _is_coloured(one: Painted) -> bool:
    space, numbers = one.paint.space, one.paint.numbers
    if space in ("DeviceGray", "Mask", "ICC 1"):
        return False
    if space == "DeviceCMYK" and numbers:
        return any(numbers[:3])
    return not (numbers and max(numbers) == min(numbers))
