#!/bin/sh
# Workbooks, documents and slides are opened by LibreOffice as well, and data files by R. Install Debian's where we may.
set -eu
missing=""
command -v soffice >/dev/null 2>&1 || missing="libreoffice-calc-nogui libreoffice-writer-nogui libreoffice-impress-nogui fonts-crosextra-carlito"
command -v pdftotext >/dev/null 2>&1 || missing="$missing poppler-utils"
if ! command -v Rscript >/dev/null 2>&1 || ! Rscript -e 'library(haven)' >/dev/null 2>&1; then
    missing="$missing r-base-core r-cran-haven"
fi
if [ -z "$missing" ]; then exit 0; fi
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "Installing LibreOffice and R for the tests of files ..."
    # shellcheck disable=SC2086 - a list of names
    apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
    echo "The tests of files need more programs: install them (Debian: sudo apt-get install $missing) and run again." >&2
    exit 1
fi
