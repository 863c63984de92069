"""Colours of the screen → inks: one table for letters, rules, pictures and shades of a file.

In: numbers in RGB, grey or CMYK, and pictures. Out: the same as inks of one colour mode. What
is neutral becomes black ink alone; what has a hue goes through littlecms and an ICC profile,
and gets no more ink than dries: of too much, the three colours give way to the black. It never
makes a rich black.
"""

import io
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageCms

from florilegium.errors import ConfigError
from florilegium.model import Colour

Numbers = tuple[float, ...]
# Relative colorimetric with black point compensation: the whites of screen and paper meet.
_INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
_FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION
_CMYK = 4
_NEAR = 1 / 510  # half a step of eight bits
_FULL = 4.0  # all of every ink
# A picture stays below the limit by so much: JPEG moves its inks by a step or two.
_SPARED = 0.04
_STEPS = 17  # on each side of the cube of colours that a profile is asked for


@dataclass(frozen=True)
class Inks:
    """How the colours of a file become those of print; *mode* is `Colour`, never ``rgb``.

    *profile* is the ICC profile of the condition of printing, *limit* the most ink of any spot,
    4 being all of every ink.
    """

    mode: Colour
    profile: bytes
    limit: float = _FULL
    _known: dict[Numbers, Numbers] = field(default_factory=dict, compare=False, repr=False)

    @property
    def space(self) -> str:
        """The name of the colour space that solid colours are given in."""
        return "DeviceGray" if self.mode == "grey" else "DeviceCMYK"

    @property
    def overprints(self) -> bool:
        """Whether black is printed over what is below it: only inks can be."""
        return self.mode != "grey"

    def of(self, numbers: Numbers) -> Numbers:
        """Return the inks for *numbers*: one is a grey, three are RGB, four CMYK; 0 to 1."""
        found = self._known.get(numbers)
        if found is None:
            found = self._known[numbers] = self._converted(numbers)
        return found

    def black(self) -> Numbers:
        """Return solid black."""
        return self.of((0.0,))

    def picture(self, picture: Image.Image, icc: bytes = b"") -> Image.Image:
        """Return *picture* in grey (``L``), or in CMYK where colours are printed.

        *icc* is the picture's own profile; sRGB where it has none.
        """
        if picture.mode in ("1", "L", "I;16") or (picture.mode == "CMYK" and self.mode == "cmyk"):
            return self._dried(picture) if picture.mode == "CMYK" else picture.convert("L")
        if picture.mode == "CMYK" and not is_grey(self.profile):
            shown = ImageCms.applyTransform(picture, _separated(self.profile, to_screen=True))
            return _grey(_image(shown), b"")
        plain = picture.convert("RGB")
        if self.mode != "cmyk":
            return _grey(plain, icc)
        return self._dried(_image(ImageCms.applyTransform(plain, _separated(self.profile, icc))))

    def _dried(self, picture: Image.Image) -> Image.Image:
        """Return a *picture* in CMYK with no more ink than dries."""
        if self.limit >= _FULL:
            return picture
        inks = np.asarray(picture, dtype=np.float32)
        black, most = inks[..., 3], 255 * (self.limit - _SPARED)
        colours = inks[..., :3].sum(axis=-1)
        share = np.minimum(1.0, (most - black) / np.maximum(colours, 1.0))
        kept = np.floor(inks[..., :3] * share[..., None])
        made = np.concatenate([np.where(share[..., None] < 1, kept, inks[..., :3]),
                               black[..., None]], axis=-1)  # fmt: skip
        return Image.fromarray(made.astype(np.uint8), "CMYK")

    def _converted(self, numbers: Numbers) -> Numbers:
        if len(numbers) == 1:
            return self._neutral(numbers[0])
        if len(numbers) == _CMYK:
            return self._inked(numbers)
        red, green, blue = numbers
        if max(numbers) - min(numbers) <= _NEAR:
            return self._neutral((red + green + blue) / 3)
        pixel = Image.new("RGB", (1, 1), tuple(round(255 * one) for one in numbers))
        return self._pixel(self.picture(pixel))

    def _inked(self, numbers: Numbers) -> Numbers:
        if self.mode == "cmyk" or not any(numbers[:3]):
            return self._limited(numbers) if self.mode != "grey" else (1 - numbers[3],)
        pixel = Image.new("CMYK", (1, 1), tuple(round(255 * one) for one in numbers))
        return self._pixel(self.picture(pixel))

    def _pixel(self, pixel: Image.Image) -> Numbers:
        value = pixel.getpixel((0, 0))
        if isinstance(value, tuple):
            return self._limited(tuple(round(one / 255, 4) for one in value))
        return self._neutral(round(float(value or 0) / 255, 4))

    def _limited(self, numbers: Numbers) -> Numbers:
        *colours, black = numbers
        share = (self.limit - black) / max(sum(colours), _NEAR)
        if share >= 1:
            return numbers
        return (*(int(one * share * 10_000) / 10_000 for one in colours), black)

    def _neutral(self, grey: float) -> Numbers:
        if self.mode == "grey":
            return (grey,)
        return (0.0, 0.0, 0.0, round(1 - grey, 4))


def read_profile(path: Path, *, colour: Colour) -> bytes:
    """Return the ICC profile at *path*; raise `ConfigError` when it is none, or of no printer.

    PDF/X-4, ISO 15930-7, 6.2.2: an output intent holds a profile of the class ``prtr``.
    """
    content = path.read_bytes()
    try:
        made = ImageCms.ImageCmsProfile(io.BytesIO(content)).profile
    except (OSError, ImageCms.PyCMSError):
        raise ConfigError(
            f"{path.name} is no ICC profile",
            where=f"book/{path.name}",
            hint="Ask the printer for it again, or leave the key 'profile' out.",
        ) from None
    space, kind = made.xcolor_space.strip(), made.device_class.strip()
    wanted = {"CMYK"} if colour in ("k", "cmyk") else {"CMYK", "GRAY"}
    if kind != "prtr" or space not in wanted:
        raise ConfigError(
            f"{path.name} is a profile for {space} ({kind}), not for a press with {wanted}",
            where=f"book/{path.name}",
            hint="Take the output profile that the printer names (FOGRA, GRACoL, …).",
        )
    try:
        if not is_grey(content):
            _separated(content)
    except ImageCms.PyCMSError:
        raise ConfigError(
            f"{path.name} is damaged: it does not say how colours become inks",
            where=f"book/{path.name}",
            hint="Ask the printer for it again, or leave the key 'profile' out.",
        ) from None
    return content


def is_grey(profile: bytes) -> bool:
    """Whether *profile* is of a press with one ink (ICC.1, 7.2.6)."""
    return profile[16:20] == b"GRAY"


def most_ink(profile: bytes) -> float:
    """Return the most ink that *profile* gives to any colour of the screen, 4 being all."""
    steps = np.linspace(0, 255, _STEPS).round().astype(np.uint8)
    cube = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(_STEPS, -1, 3)
    made = ImageCms.applyTransform(Image.fromarray(cube, "RGB"), _separated(profile))
    return float(np.asarray(_image(made), dtype=np.int32).sum(axis=-1).max()) / 255


def _image(made: Image.Image | None) -> Image.Image:
    if made is None:  # only where Pillow is asked to convert in place
        message = "littlecms gave no picture"
        raise AssertionError(message)
    return made


@lru_cache(maxsize=16)
def _separated(profile: bytes, icc: bytes = b"", *, to_screen: bool = False) -> Any:  # noqa: ANN401  # Pillow's
    screen = _screen(icc)
    press = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    if to_screen:
        return ImageCms.buildTransform(press, screen, "CMYK", "RGB", _INTENT, _FLAGS)
    return ImageCms.buildTransform(screen, press, "RGB", "CMYK", _INTENT, _FLAGS)


def _screen(icc: bytes) -> Any:  # noqa: ANN401  # the same
    if icc:
        try:
            return ImageCms.ImageCmsProfile(io.BytesIO(icc))
        except (OSError, ImageCms.PyCMSError):
            pass  # a picture with a broken profile is shown as sRGB everywhere else, too
    return ImageCms.createProfile("sRGB")


@lru_cache(maxsize=4)
def _lightness(icc: bytes) -> Any:  # noqa: ANN401  # the same
    lab = ImageCms.createProfile("LAB")
    return ImageCms.buildTransform(_screen(icc), lab, "RGB", "LAB", _INTENT)


def _grey(picture: Image.Image, icc: bytes) -> Image.Image:
    """Return the grey that looks as light as each colour of *picture* (CIE L*)."""
    lab = _image(ImageCms.applyTransform(picture, _lightness(icc)))
    return lab.getchannel(0).point(_GREYS)


def _grey_of(lightness: float) -> int:
    """Return the sRGB grey of CIE *lightness* (0 to 100), 0 to 255."""
    bend, slope = 8.0, 903.3
    linear = ((lightness + 16) / 116) ** 3 if lightness > bend else lightness / slope
    small = 0.0031308
    shown = 12.92 * linear if linear <= small else 1.055 * linear ** (1 / 2.4) - 0.055
    return round(255 * min(1.0, max(0.0, shown)))


_GREYS = [_grey_of(step * 100 / 255) for step in range(256)]
