"""What the resources of a file refer to in one another."""

from collections.abc import Iterable

from .fhir_parts import Node, concept_text


class References:
    """The resources of a file under every name that they are referred to by."""

    def __init__(self, resources: Iterable[tuple[str, Node]]) -> None:
        """Take the resources with their addresses."""
        self._found: dict[str, Node] = {}
        for url, resource in resources:
            for name in (url, f"{resource.text('resourceType')}/{resource.text('id')}"):
                self._found.setdefault(name, resource)
            for inner in resource.nodes("contained"):
                self._found.setdefault(f"{resource.place}#{inner.text('id')}", inner)

    def resolve(self, reference: Node) -> Node:
        """Return what is referred to, or a node without a value where the file does not hold it."""
        name = reference.text("reference").partition("/_history/")[0]
        if name.startswith("#"):
            name = f"{reference.place}{name}"
        return self._found.get(name, Node(None, reference.place)) if name else Node(None, reference.place)

    def specimen_of(self, observation: Node) -> str:
        """Return the words for what was examined."""
        reference = observation.node("specimen")
        return concept_text(self.resolve(reference).node("type")) or reference.text("display")
