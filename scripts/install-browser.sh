#!/bin/sh
# Installs what the browser tests need: Chromium, and a font with Chinese characters.
# Does nothing where both are there already.
set -eu

has_browser() { command -v chromium >/dev/null 2>&1; }
has_chinese_font() { command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh-cn family)" ]; }

if has_browser && has_chinese_font; then
    exit 0
fi

if ! command -v apt-get >/dev/null 2>&1; then
    echo "Chromium or a Chinese font is missing, and there is no apt-get here to install them." >&2
    echo "Install both by your system's own means, so that 'chromium' is on the PATH" >&2
    echo "and 'fc-list :lang=zh-cn' names a font, and run this again." >&2
    exit 1
fi

as_root=
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
        echo "Chromium or a Chinese font is missing, and only root may install them." >&2
        echo "Run as root: $0" >&2
        exit 1
    fi
    as_root="sudo"
fi

install_packages() {
    $as_root apt-get update -qq &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes \
            --no-install-recommends chromium fontconfig fonts-noto-cjk
}

log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "Installing Chromium and a Chinese font." >&2
if ! install_packages >"$log" 2>&1; then
    echo "That failed; trying once more." >&2
    if ! install_packages >"$log" 2>&1; then
        cat "$log" >&2
        echo "Chromium and the font could not be installed; apt's own words stand above." >&2
        exit 1
    fi
fi

if ! has_browser || ! has_chinese_font; then
    echo "The packages are installed, yet 'chromium' or a font for Chinese is not found." >&2
    exit 1
fi
