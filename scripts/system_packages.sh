#!/bin/sh
# Debian's fonts-noto-cjk has the characters of charts and the PDF. Install it where we may, and say plainly
# that it is missing where we may not; everything else works without it.
missing=""
fc-list :lang=zh 2>/dev/null | grep -q . || missing="fonts-noto-cjk"
[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing: $missing"
    # shellcheck disable=SC2086
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive timeout 600 \
        apt-get install -y -qq --no-install-recommends fontconfig $missing; } >/dev/null 2>&1 && exit 0
fi
echo "not installed: $missing (there are no charts as pictures and no PDF; as root: apt-get install $missing)"
exit 0
