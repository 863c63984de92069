"""The people who made the texts, with their MARC roles: from the sources and the chapters.

What the head of a chapter says of a role (``people``) stands in place of what the source says
of it; ``book/people.yaml`` says how a name is filed, and under which names it is known.
"""

from collections.abc import Iterator, Mapping, Sequence

from florilegium.model import Book, Person, Selection

# What CSL calls them → MARC relators. Who edited the periodical had no hand in the text.
_ROLES = {"author": "aut", "interviewer": "ivr", "translator": "trl", "illustrator": "ill"}


def contributors(book: Book) -> tuple[Person, ...]:
    """Return who made the texts of *book*, each once with all roles, in reading order.

    Who is already among the people of the book itself is left out.
    """
    own = {person.name for person in book.meta.people}
    found: dict[tuple[str, str], list[str]] = {}
    for selection in book.selections:
        for person in makers(book, selection):
            roles = found.setdefault((person.name, person.file_as), [])
            roles += [role for role in person.roles if role not in roles]
    return tuple(
        Person(name, file_as, tuple(roles))
        for (name, file_as), roles in found.items()
        if name not in own
    )


def makers(book: Book, selection: Selection) -> tuple[Person, ...]:
    """Return who made *selection*, each once with all roles."""
    item = book.item(selection.source)
    said = {role for person in selection.people for role in person.roles}
    named = [(one.name, one.file_as, role) for one in selection.people for role in one.roles]
    named += [one for one in _people(item) if one[2] not in said]
    found: dict[tuple[str, str], list[str]] = {}
    for name, file_as, role in named:
        roles = found.setdefault(_known_as(name, file_as, book), [])
        roles += [] if role in roles else [role]
    return tuple(Person(name, file_as, tuple(roles)) for (name, file_as), roles in found.items())


def in_role(people: Sequence[Person], role: str) -> tuple[str, ...]:
    """Return the names of those of *people* who had *role*."""
    return tuple(person.name for person in people if role in person.roles)


def people_of(item: Mapping[str, object]) -> tuple[str, ...]:
    """Return the names of the authors of a CSL *item*, as they are said."""
    return tuple(name for name, _, role in _people(item) if role == "aut")


def _known_as(name: str, file_as: str, book: Book) -> tuple[str, str]:
    """Return how somebody is called and filed, by ``people.yaml`` where that has the name."""
    one = book.known_as(name)
    if one is None:
        return name, file_as
    return one.name, file_as if one.file_as == one.name else one.file_as


def _people(item: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
    for key, role in _ROLES.items():
        people = item.get(key)
        for person in people if isinstance(people, list) else ():
            name, file_as = _names(person)
            if name:
                yield name, file_as, role


def _names(person: Mapping[str, str]) -> tuple[str, str]:
    """The name as it is said, and as it is filed."""
    if literal := person.get("literal", ""):
        return literal, literal
    given, family = person.get("given", ""), person.get("family", "")
    particles = (person.get("dropping-particle", ""), person.get("non-dropping-particle", ""))
    suffix = person.get("suffix", "")
    name = " ".join(filter(None, (given, *particles, family, suffix)))
    # As the bibliography has it: Beauvoir, Simone de.
    given_as_filed = " ".join(filter(None, (given, *particles)))
    return name, ", ".join(filter(None, (family, given_as_filed, suffix)))
