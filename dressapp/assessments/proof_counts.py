"""How many combinations of answers give each total: tests/scoring/regiscar/test_exhaustive.py counts them."""

# Ten lines of three each: eosinophilia and organs by their points, biopsy yes, no or unknown.
COMBINATIONS = {
    -4: 64, -3: 512, -2: 1968, -1: 4880, 0: 8668, 1: 11592, 2: 11949, 3: 9561, 4: 5904, 5: 2759,
    6: 940, 7: 219, 8: 31, 9: 2,
}  # fmt: skip
# Every answer that can be given: eosinophilia unknown, biopsy not done, three and four organs as well.
STATES = {
    -4: 128, -3: 1088, -2: 4384, -1: 11792, 0: 22808, 1: 32972, 2: 36374, 3: 30851, 4: 20084, 5: 9894,
    6: 3564, 7: 880, 8: 132, 9: 9,
}  # fmt: skip
ALL_UNKNOWN, ALL_NO = -2, -4
