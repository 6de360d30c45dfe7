#!/bin/sh
# The SPSS files are read back by PSPP as well. Where there is none and we may install packages, install Debian's.
set -eu
if command -v pspp >/dev/null 2>&1; then exit 0; fi
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "Installing PSPP for the tests of SPSS files ..."
    apt-get update -qq && apt-get install -y -qq --no-install-recommends pspp >/dev/null
else
    echo "The tests of SPSS files need PSPP: install it (Debian: sudo apt-get install pspp) and run again." >&2
    exit 1
fi
