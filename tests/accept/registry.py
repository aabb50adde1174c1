"""Every acceptance check: a module of this package named after its id, as `a14_tamper`, or `stack`."""

import re
from importlib import import_module
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).parent
NAMED = re.compile(r"a\d\d_|stack$")


def all_checks() -> dict[str, ModuleType]:
    """Return the checks by their ids, in order."""
    names = (
        sorted(path.stem for path in HERE.glob("a[0-9][0-9]_*.py")) + ["stack"] * (HERE / "stack.py").exists()
    )
    modules = [import_module(f"tests.accept.{name}") for name in names]
    return {module.CHECK: module for module in modules}
