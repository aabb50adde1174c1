"""Serve the few third-party files we use straight from their installed packages."""

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

# Published under vendor/; the map is named by the style sheet and must stand beside it.
PACKAGE_FILES = {
    "bootstrap": ("css/bootstrap.min.css", "css/bootstrap.min.css.map"),
    "django_htmx": ("static/django_htmx/htmx-2.min.js",),
}


def package_dir(package: str) -> Path:
    """Return the folder of an installed package."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise LookupError(f"The package {package} is not installed; run make run again.")
    return Path(next(iter(spec.submodule_search_locations)))


class PackageStorage(FileSystemStorage):
    """Hold the chosen files of one package under the prefix vendor/."""

    prefix = "vendor"


class PackageFinder(BaseFinder):
    """Find the chosen files of the packages."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        """Map each published name to its storage."""
        super().__init__(*args, **kwargs)
        self.files: dict[str, PackageStorage] = {}
        for package, paths in PACKAGE_FILES.items():
            for path in paths:
                source = package_dir(package) / path
                self.files[source.name] = PackageStorage(location=source.parent)

    def check(self, **kwargs: Any) -> list[Any]:
        """Find nothing to complain about: a missing package already raised."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Return where a published file lies."""
        name = path.removeprefix(f"{PackageStorage.prefix}/")
        storage = self.files.get(name) if name != path else None
        found = storage.path(name) if storage else None
        return ([found] if found else []) if find_all else (found or [])

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, PackageStorage]]:
        """List every published file with its storage."""
        yield from self.files.items()
