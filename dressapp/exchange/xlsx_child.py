"""Read a workbook from standard input and write its first table as JSON; started by `child.py` alone."""

import json
import sys
from zipfile import ZipFile

from defusedxml.common import DefusedXmlException

from .child import limit_this_process
from .xlsx_zip import DAMAGE, DAMAGED, SAVE_AS_XLSX, Refused, unpack


def answer(content: bytes) -> dict[str, object]:
    """Return the table in a workbook, or `refused` with what to do."""
    try:
        return _first_table(unpack(content))
    except Refused as refused:
        return {"refused": str(refused)}
    except DefusedXmlException:
        return {
            "refused": f"The workbook holds XML entities, as no spreadsheet program writes. {SAVE_AS_XLSX}"
        }
    except MemoryError:
        return {"refused": "The workbook needs more memory than a file may take. Split it"}
    except (*DAMAGE, SyntaxError, TypeError, AttributeError, AssertionError) as problem:
        return {"refused": f"{DAMAGED} ({_in_words(problem)}). {SAVE_AS_XLSX}"}


def _first_table(archive: ZipFile) -> dict[str, object]:
    from .xlsx_sheets import first_table  # after the sizes are known to be in bounds

    return first_table(archive)


def _in_words(problem: BaseException) -> str:
    """Return the first line of what a library says, short."""
    lines = str(problem).splitlines()
    return lines[0][:200] if lines else type(problem).__name__


if __name__ == "__main__":
    limit_this_process()
    sys.stdout.write(json.dumps(answer(sys.stdin.buffer.read())))
