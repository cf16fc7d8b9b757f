#!/bin/sh
# Emacs (eglot) as a client of the language server. usage: emacs.sh VMLINT SOURCE_DIR
command -v emacs >/dev/null || { echo 'no Emacs: skipped'; exit 77; }
emacs --batch --eval "(progn (package-initialize) (require 'eglot))" >/dev/null 2>&1 ||
	{ echo 'Emacs without eglot: skipped'; exit 77; }
set -eu
VMLINT=$(realpath "$1")
here=$(realpath "$2")
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cp "$here/fixtures/_guests/web1.xml" "$directory/guest.xml"
GUEST=$directory/guest.xml HOME=$directory
export VMLINT GUEST HOME
cd "$directory"
timeout 120 emacs --batch --eval '(package-initialize)' -l "$here/tests/lsp/emacs.el" </dev/null
