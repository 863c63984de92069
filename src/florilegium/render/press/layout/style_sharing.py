"""Style sharing: what like elements have in common is computed once, for all documents.

In: the parts of WeasyPrint that compute styles. While `shared_styles` lasts, the computed values
of an element or a page are taken from one like it (the same declarations below the same), also of
another document of the same style; so are struts and the used values of percentages. Pseudo-
elements are computed when they are asked for. The pages are the same bytes with and without.

What changes a style after it is computed does not come here: a value is noted when WeasyPrint
computes it, and each element has its own copy.
"""

# ruff: noqa: ANN401  # WeasyPrint has no types

import re
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

# What is each element's own, and shapes nothing else: it would keep paragraphs from sharing.
_OWN = frozenset({"anchor", "counter_reset"})
_SPECIFIED = frozenset({"position", "float", "display"})
# Values that a size of page changes are not the same in all documents.
_OF_PAGES = re.compile(r"\d(?:[sld]?v(?:w|h|i|b|min|max))\b")
_LOGICAL = re.compile(r"_(?:inline|block)(?:_|$)")
_MANY = 5_000  # styles remembered
_PERCENTAGES = (
    "margin_left", "margin_right", "margin_top", "margin_bottom", "padding_left",
    "padding_right", "padding_top", "padding_bottom", "width", "min_width", "max_width", "height",
    "min_height", "max_height", "border_top_width", "border_right_width", "border_bottom_width",
    "border_left_width",
)  # fmt: skip


class Modules(NamedTuple):
    """The parts of WeasyPrint that are changed here; *users* are those that imported from them."""

    css: ModuleType
    boxes: ModuleType
    percent: ModuleType
    line_break: ModuleType
    users: tuple[ModuleType, ...]


class _Memory:
    """The values that elements of one kind have in common, as far as they were computed."""

    __slots__ = ("alive", "anonymous", "specified", "values")

    def __init__(self, alive: object) -> None:
        """Keep *alive* what the key of this memory names by its place in memory."""
        self.alive = alive
        self.values: dict[str, Any] = {}
        self.specified: dict[str, Any] = {}
        self.anonymous: dict[str, Any] = {}


def may_share(css: str) -> bool:
    """Return whether the documents of the style sheet *css* may share their styles."""
    return not _OF_PAGES.search(css)


@contextmanager
def shared_styles(modules: Modules, fonts: Any) -> Iterator[None]:
    """While it lasts, styles are shared by the documents that have the configuration *fonts*."""
    memories: dict[Any, _Memory] = fonts.__dict__.setdefault("memories_of_styles", {})
    used: dict[Any, dict[str, Any]] = fonts.__dict__.setdefault("used_percentages", {})
    for known in (memories, used):
        if len(known) > _MANY:
            known.clear()
    css = modules.css
    kept: list[tuple[Any, str, Any]] = []

    def replace(owner: Any, name: str, new: Any) -> None:
        kept.append((owner, name, owner.__dict__[name]))
        setattr(owner, name, new)

    sharing = _Sharing(modules, memories, used)
    replace(css.StyleFor, "set_computed_styles", sharing.set_computed_styles())
    replace(css.StyleFor, "__call__", sharing.call())
    replace(css.ComputedStyle, "__missing__", sharing.missing())
    replace(css.AnonymousStyle, "__missing__", sharing.missing_anonymous())
    replace(css.Style, "anonymous_style", property(sharing.anonymous_style))
    for name, new in (("strut", sharing.strut), ("resolve_percentages", sharing.percentages)):
        for module in modules.users:
            if module.__dict__.get(name) is getattr(sharing, f"plain_{name}"):
                replace(module, name, new)
    try:
        yield
    finally:
        for owner, name, old in reversed(kept):
            setattr(owner, name, old)
        sharing.forget()


class _Sharing:
    """WeasyPrint's functions of the same names, which remember."""

    def __init__(
        self, modules: Modules, memories: dict[Any, _Memory], used: dict[Any, dict[str, Any]]
    ) -> None:
        self._modules = modules
        self._memories = memories
        self._used = used
        self._with_anonymous: list[dict[str, Any]] = []
        self.plain_strut = modules.line_break.strut
        self.plain_resolve_percentages = modules.percent.resolve_percentages

    def set_computed_styles(self) -> Any:
        """Return what gives an element its style, or puts it off for a pseudo-element."""
        css = self._modules.css
        plain = css.StyleFor.set_computed_styles

        def compute(  # noqa: PLR0913, PLR0917  # WeasyPrint's
            styles: Any, element: Any, parent: Any, root: Any = None, pseudo_type: Any = None,
            base_url: Any = None, target_collector: Any = None,
        ) -> None:  # fmt: skip
            cascaded = styles._cascaded_styles.get((element, pseudo_type), {})  # noqa: SLF001  # see the head
            if pseudo_type and isinstance(element, Element):
                waiting = styles.__dict__.setdefault("waiting", {})
                waiting[element, pseudo_type] = (cascaded, parent, root, base_url)
                return
            computed = styles._computed_styles  # noqa: SLF001  # the same
            above = computed[parent, None] if parent is not None else None
            if element == root and pseudo_type is None:
                above = None
            if any(map(_LOGICAL.search, cascaded)):
                plain(styles, element, parent, root, pseudo_type, base_url, target_collector)
                return
            self._compute(styles, element, above, root, pseudo_type, base_url, cascaded)
            style = computed[element, pseudo_type]
            if target_collector and style["anchor"]:
                target_collector.collect_anchor(style["anchor"])

        return compute

    def _compute(  # noqa: PLR0913, PLR0917  # the same
        self, styles: Any, element: Any, above: Any, root: Any, pseudo_type: Any, base_url: Any,
        cascaded: Any,
    ) -> None:  # fmt: skip
        """Give *element* the values of one like it; *above* is the style of its parent."""
        css = self._modules.css
        roots = (
            css.InitialStyle(styles.font_config)
            if above is None
            else styles._computed_styles[root, None]  # noqa: SLF001  # the same
        )
        style = css.ComputedStyle(
            above, cascaded, pseudo_type, roots, base_url, styles.font_config,
            styles.initial_page_sizes,
        )  # fmt: skip
        styles._computed_styles[element, pseudo_type] = style  # noqa: SLF001  # the same
        over = above.__dict__.get("memory") if above is not None else None
        if above is not None and over is None:
            return
        key = (
            id(over),
            pseudo_type,
            *((n, _key(v[0])) for n, v in cascaded.items() if n not in _OWN),
        )
        memory = self._memories.get(key)
        if memory is None:
            memory = self._memories[key] = _Memory((dict(cascaded), over))
        else:
            style.update(memory.values)
            style.specified.update(memory.specified)
        style.memory = memory

    def call(self) -> Any:
        """Return what finds a style, and computes that of a pseudo-element if it waits."""
        plain = self._modules.css.StyleFor.__call__

        def find(styles: Any, element: Any, pseudo_type: Any = None) -> Any:
            waiting = styles.__dict__.get("waiting")
            if pseudo_type and waiting and (element, pseudo_type) in waiting:
                cascaded, parent, root, base_url = waiting.pop((element, pseudo_type))
                above = styles._computed_styles[parent, None]  # noqa: SLF001  # see the head
                self._compute(styles, element, above, root, pseudo_type, base_url, cascaded)
            return plain(styles, element, pseudo_type)

        return find

    def missing(self) -> Any:
        """Return what computes a value, and notes it for elements like this one."""
        plain = self._modules.css.ComputedStyle.__missing__

        def compute(style: Any, key: str) -> Any:
            value = plain(style, key)
            memory = style.__dict__.get("memory")
            if memory is not None:
                if key not in _OWN:
                    memory.values[key] = value
                if key in _SPECIFIED:
                    memory.specified.update(style.specified)
            return value

        return compute

    def missing_anonymous(self) -> Any:
        """Return the same for anonymous boxes."""
        plain = self._modules.css.AnonymousStyle.__missing__

        def compute(style: Any, key: str) -> Any:
            value = plain(style, key)
            memory = style.__dict__.get("memory")
            if memory is not None:
                memory[key] = value
            return value

        return compute

    def anonymous_style(self, style: Any) -> Any:
        """Return the style of anonymous boxes in a box of *style*."""
        made = style.__dict__.get("anonymous_style")
        if made is None:
            made = style.__dict__["anonymous_style"] = self._modules.css.AnonymousStyle(style)
            made.specified = weakref.proxy(made)  # WeasyPrint: itself, so that it is never freed
            self._with_anonymous.append(style.__dict__)
            memory = style.__dict__.get("memory")
            if isinstance(memory, _Memory):
                made.update(memory.anonymous)
                made.memory = memory.anonymous
        return made

    def forget(self) -> None:
        """Let styles and those of their anonymous boxes no longer hold each other."""
        for known in self._with_anonymous:
            known.pop("anonymous_style", None)

    def strut(self, style: Any) -> Any:
        """Return height and baseline of the strut of *style*."""
        made = style.__dict__.get("strut")
        if made is None:
            made = style.__dict__["strut"] = self.plain_strut(style)
        return made

    def percentages(self, box: Any, containing_block: Any) -> None:
        """Set the used values of what is given in percentages of *containing_block*."""
        boxes = self._modules.boxes
        style = box.style
        around = containing_block
        size = (around.width, around.height) if isinstance(around, boxes.Box) else tuple(around)
        known = style.__dict__.setdefault("percentages", {})
        key = (*size, isinstance(box, boxes.PageBox))
        used = known.get(key)
        if used is None:
            if style["border_collapse"] == "collapse":
                self.plain_resolve_percentages(box, containing_block)
                return
            values = tuple(map(style.__getitem__, _PERCENTAGES))
            alike = (key, style["box_sizing"], *values)
            used = self._used.get(alike)
            if used is None:
                self.plain_resolve_percentages(box, containing_block)
                used = {name: getattr(box, name) for name in _PERCENTAGES}
                if not any(map(self._modules.percent.check_math, values)):
                    self._used[alike] = used
            known[key] = used
        box.__dict__.update(used)


def _key(value: Any) -> Any:
    """What is equal only for values that are the same."""
    if (
        type(value) is tuple
        and value
        and type(value[0]) is str
        and all(type(part) is str for part in value)
    ):
        return value
    return value if type(value) is str else id(value)
