"""On which page what opens: the words for it in ``editions.toml`` and ``theme.toml``."""

from collections.abc import Mapping

from florilegium.errors import ConfigError
from florilegium.project.config import SettingsFile, unknown_key

OPENING = ("chapters", "parts", "front", "back")  # what may open elsewhere than on the right
SIDES = ("recto", "any", "same-page")


def checked(opens: Mapping[str, str], *, file: SettingsFile) -> dict[str, str]:
    """Return *opens* as it is; raise `ConfigError` for a side that there is not."""
    for key, side in opens.items():
        if key not in OPENING:
            raise unknown_key(key, OPENING, file=file)
        if side not in SIDES:
            raise ConfigError(
                f"{key} open on {side!r}",
                where=file.where(key),
                hint=f"Write one of: {', '.join(SIDES)}.",
            )
    return dict(opens)
