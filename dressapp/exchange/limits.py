"""How much a file may hold. What is beyond is refused before it costs memory or time."""

MAX_BYTES = 5_000_000
MAX_FILES = 1
MAX_ROWS, MAX_COLUMNS, MAX_CELL = 20_000, 200, 10_000
MAX_MEMBERS, MAX_UNPACKED, MAX_RATIO = 200, 50_000_000, 100
MAX_DEPTH, MAX_ENTRIES = 32, 5_000
