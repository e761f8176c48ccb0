"""The project's settings as the suite runs them: a local site with nothing set, its data in a folder that goes away."""

import atexit
import os
import shutil
import tempfile

for name in [name for name in os.environ if name.startswith("KEYHALL_") and not name.startswith("KEYHALL_TEST_")]:
    if name not in ("KEYHALL_CHROMIUM", "KEYHALL_REQUIRE_SERVICES", "KEYHALL_SCREENSHOTS"):
        del os.environ[name]
os.environ.pop("DATABASE_URL", None)
os.environ["KEYHALL_DATA_DIR"] = tempfile.mkdtemp(prefix="keyhall-tests-")
atexit.register(shutil.rmtree, os.environ["KEYHALL_DATA_DIR"], ignore_errors=True)

from idp.settings import *  # noqa: E402, F403
