"""Where the project and its data lie."""

from pathlib import Path

from . import env

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = env.folder("DRESSAPP_VAR", BASE_DIR / "var")
SECRET_FILE = VAR_DIR / "secret_key"
RECIPIENT_FILE = VAR_DIR / "backup_recipient"
