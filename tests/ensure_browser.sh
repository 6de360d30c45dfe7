#!/bin/sh
# The journeys need Chromium. Where there is none and we may install packages, install Debian's.
set -eu
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "Installing Chromium for the browser tests ..."
    apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null
else
    echo "The browser tests need Chromium: install it (Debian: sudo apt-get install chromium) and run again." >&2
    exit 1
fi
