"""How much a file may hold. What is beyond is refused before it costs memory or time."""

MAX_ROWS, MAX_COLUMNS, MAX_CELL = 20_000, 200, 10_000
MAX_CELLS = 400_000  # filled cells of one table: five times a year of daily results
MAX_AREA = 1_000_000  # cells of one table, filled or not
MAX_CHARACTERS = 10_000_000  # of all texts of one table
MAX_SHEET_COLUMNS = 16_384  # what a spreadsheet itself allows
MAX_MEMBERS, MAX_UNPACKED, MAX_RATIO = 200, 50_000_000, 100
MAX_DEPTH, MAX_ENTRIES = 32, 5_000
MAX_PARTS = 300_000  # brackets and commas of a JSON file
CHILD_MEMORY, CHILD_SECONDS = 512 * 1024 * 1024, 10
