"""Every row of the first release is there after an upgrade, column by column."""

import json
import os
import subprocess
import sys

import pytest

from dressapp.config.paths import BASE_DIR


@pytest.mark.promise("P34")
def test_every_row_of_the_first_release_outlives_the_upgrade(tmp_path):
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path}/old.sqlite3"}
    command = [sys.executable, "-m", "tests.web.config.old_release"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=BASE_DIR, env=environment, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert found["lost"] == []
    assert found["tables"] >= 15
    assert found["rows"] >= 3 * found["tables"]
