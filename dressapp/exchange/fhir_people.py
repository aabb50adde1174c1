"""Whom the resources of a file are about: one patient, or the file is refused."""

from collections.abc import Iterable

from dressapp.labs.paste.parts import SheetRefused

from .fhir_parts import Node
from .fhir_references import References

OTHERS = {"Group", "Device", "Location", "Specimen"}
SEVERAL = "This bundle is about more than one patient. Export the results of one patient alone"


class Subjects:
    """The patients of what is taken over, each under one name however it is referred to."""

    def __init__(self, references: References) -> None:
        """Take what the references of the file lead to."""
        self._references = references
        self._ids: set[str] = set()
        self._servers: set[str] = set()
        self._is_any_unnamed = False

    @staticmethod
    def is_patient(resource: Node) -> bool:
        """Tell whether a resource is about a patient, or does not say."""
        return not OTHERS & set(resource.node("subject").text("reference").split("/"))

    def note(self, resource: Node) -> None:
        """Note whom a resource is about."""
        subject = resource.node("subject")
        name = subject.text("reference").partition("/_history/")[0]
        if found := self._references.resolve(subject).text("id"):
            self._ids.add(found)
        elif name:
            server, _, own = name.rpartition("/")
            self._ids.add(own)
            if "://" in server:
                self._servers.add(server)
        else:
            known = subject.node("identifier").text("value") or subject.text("display")
            self._ids |= {known} - {""}
            self._is_any_unnamed |= not known

    def refuse_several(self, resources: Iterable[Node]) -> None:
        """Raise SheetRefused where more than one patient is meant, or may be."""
        there = {
            each.text("id") or each.place for each in resources if each.text("resourceType") == "Patient"
        }
        may_be_any = self._is_any_unnamed and len(there) > 1
        if len(self._ids) > 1 or len(self._servers) > 1 or may_be_any:
            raise SheetRefused(SEVERAL)
