#!/bin/sh
# Install LibreOffice Calc, for the tests that open exports in it; nothing if it is there.
set -eu
command -v soffice >/dev/null && exit 0
as_root=
if [ "$(id -u)" -ne 0 ]; then
    as_root=sudo
    command -v sudo >/dev/null || {
        echo "Install LibreOffice Calc (soffice) first." >&2
        exit 1
    }
fi
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends \
    libreoffice-calc
