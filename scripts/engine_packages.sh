#!/bin/sh
# What Debian has and pip has not: engine_packages.sh COMMAND PACKAGE installs the package where the command
# is missing, and says so.
command -v "$1" >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing from Debian: $2"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive timeout 600 \
        apt-get install -y -qq --no-install-recommends "$2"; } >/dev/null 2>&1 && exit 0
fi
echo "not installed: $2 (as root: apt-get install $2)"
exit 1
