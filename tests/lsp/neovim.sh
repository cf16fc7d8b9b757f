#!/bin/sh
# Neovim as a client of the language server. usage: neovim.sh VMLINT SOURCE_DIR
command -v nvim >/dev/null || { echo 'no Neovim: skipped'; exit 77; }
set -eu
VMLINT=$(realpath "$1")
here=$(realpath "$2")
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cp "$here/fixtures/_guests/web1.xml" "$directory/guest.xml"
GUEST=$directory/guest.xml
export VMLINT GUEST
export XDG_CONFIG_HOME="$directory" XDG_DATA_HOME="$directory" XDG_STATE_HOME="$directory" \
	XDG_CACHE_HOME="$directory"
cd "$directory"
timeout 120 nvim --headless --clean -i NONE -n -c "luafile $here/tests/lsp/neovim.lua" </dev/null
