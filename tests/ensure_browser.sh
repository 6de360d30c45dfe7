#!/bin/sh
# The journeys need Chromium. Where we may install packages, install Debian's headless shell: the same engine, a third
# of the work. Where we may not, any Chromium does.
set -eu

there_is() {
    for name in "$@"; do
        if command -v "$name" >/dev/null 2>&1; then return 0; fi
    done
    return 1
}

install() {
    apt-get update -qq && apt-get install -y -qq --no-install-recommends "$1" >/dev/null
}

if there_is chromium-headless-shell; then exit 0; fi
if there_is apt-get && [ "$(id -u)" = 0 ]; then
    echo "Installing Chromium's headless shell for the browser tests ..."
    if install chromium-headless-shell || there_is chromium chromium-browser google-chrome || install chromium; then exit 0; fi
fi
if there_is chromium chromium-browser google-chrome; then exit 0; fi
echo "The browser tests need Chromium: install it (Debian: sudo apt-get install chromium-headless-shell) and run again." >&2
exit 1
