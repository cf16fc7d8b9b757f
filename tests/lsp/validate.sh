#!/bin/sh
# Check messages of the language server against the types of vscode-languageserver-protocol, which
# npm installs below DIRECTORY. usage: validate.sh VMLINT SOURCE_DIR DIRECTORY [EDITS]
# Exit status 77: npm cannot install
command -v npm >/dev/null && command -v node >/dev/null || { echo 'no npm: skipped'; exit 77; }
set -eu
mkdir -p "$3"
MODULES=$(realpath "$3")/node_modules
export MODULES
if [ ! -d "$MODULES/vscode-languageserver-protocol" ]; then
	timeout 120 npm install --prefix "$3" --no-save --no-audit --no-fund --ignore-scripts \
		--loglevel=error vscode-languageserver-protocol@3.17.5 \
		vscode-languageserver-textdocument@1.0.12 || { echo 'npm cannot install: skipped'; exit 77; }
fi
timeout 600 node "$2/tests/lsp/validate.mjs" "$1" "$2/fixtures/_guests/web1.xml" "${4:-1000}"
