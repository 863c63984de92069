"""The sources of the texts → the people who made the texts, with their MARC roles."""

from collections.abc import Iterator, Mapping

from florilegium.model import Book, Person

# What CSL calls them → MARC relators. Who edited the periodical had no hand in the text.
_ROLES = {"author": "aut", "interviewer": "ivr", "translator": "trl", "illustrator": "ill"}


def contributors(book: Book) -> tuple[Person, ...]:
    """Return who made the texts of *book*, each once with all roles, in reading order.

    Who is already among the people of the book itself is left out.
    """
    sources = {str(item.get("id")): item for item in book.sources}
    own = {person.name for person in book.meta.people}
    found: dict[tuple[str, str], list[str]] = {}
    for selection in book.selections:
        for name, file_as, role in _people(sources.get(selection.source, {})):
            roles = found.setdefault((name, file_as), [])
            if role not in roles:
                roles.append(role)
    return tuple(
        Person(name, file_as, tuple(roles))
        for (name, file_as), roles in found.items()
        if name not in own
    )


def people_of(item: Mapping[str, object]) -> tuple[str, ...]:
    """Return the names of the authors of a CSL *item*, as they are said."""
    return tuple(name for name, _, role in _people(item) if role == "aut")


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
