#!/bin/sh
# Debian's chromium and fonts-noto-cjk draw charts as pictures. Install what is missing where we
# may, and say plainly what is missing where we may not; everything else works without them.
missing=""
command -v chromium >/dev/null 2>&1 || missing="chromium"
fc-list :lang=zh 2>/dev/null | grep -q . || missing="$missing fonts-noto-cjk"
[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing: $missing"
    # shellcheck disable=SC2086
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive timeout 600 \
        apt-get install -y -qq --no-install-recommends fontconfig $missing; } >/dev/null 2>&1 && exit 0
fi
echo "not installed: $missing (charts come as HTML only; as root: apt-get install $missing)"
exit 0
