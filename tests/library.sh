#!/bin/sh
# Tests of libvmlint from an installed prefix: programs in C, C++, Python and Go agree with the
# command, the guarantees of vmlint.h hold, and no other symbol is visible.
# usage: library.sh BUILD VMLINT OTHER-LAYOUT-LIBRARY   (exit status 77: nothing could be tested)
set -u
build=$1 vmlint=$2 other=$3
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0 skipped=

# check WHAT COMMAND...
check() {
	what=$1
	shift
	if "$@" >"$work/log" 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED: $what"
		head -20 "$work/log"
	fi
}

has() { command -v "$1" >/dev/null 2>&1; }

cmake --install "$build" --prefix "$work/prefix" >"$work/log" 2>&1 || {
	cat "$work/log"
	exit 1
}
PKG_CONFIG_PATH=$(dirname "$(find "$work/prefix" -name vmlint.pc)")
LD_LIBRARY_PATH=$(dirname "$(find "$work/prefix" -name libvmlint.so)")
export PKG_CONFIG_PATH LD_LIBRARY_PATH
if ! has pkg-config || ! has cc; then
	echo 'skipped: pkg-config or a compiler is not installed'
	exit 77
fi
flags=$(pkg-config --cflags --libs vmlint)

check 'the shared library exports vmlint.h only' sh -c '
	nm -D --defined-only "$1/libvmlint.so" | sed "s/.* //" | grep -v "^VMLINT_0$" |
		sed "s/@.*//" | sort >"$2/exported"
	grep -o "vmlint_[a-z_]*(" "$3/include/vmlint.h" | tr -d "(" | sort -u >"$2/all"
	grep -v "^vmlint_" "$2/exported" && exit 1
	# each exported function is declared
	! comm -23 "$2/exported" "$2/all" | grep .' - "$LD_LIBRARY_PATH" "$work" "$work/prefix"

if has abidiff; then
	check 'another layout of the structs is the same interface' abidiff \
		--headers-dir1 "$work/prefix/include" --headers-dir2 "$work/prefix/include" \
		"$LD_LIBRARY_PATH/libvmlint.so" "$other"
else
	skipped="$skipped abidiff"
fi

# the expected output: reports of the command on 50 documents, one by one
n=0
documents=
for file in "$here"/../fixtures/_guests/*.xml "$here"/../fixtures/*/bad.xml; do
	grep -q '<domain' "$file" && "$vmlint" -q --no-config -f json "$file" >"$work/one" 2>/dev/null
	[ $? -le 1 ] || continue
	cat "$work/one" >>"$work/expected"
	documents="$documents $file"
	n=$((n + 1))
	[ $n -lt 50 ] || break
done

# the same for documents of the rules on hosts and fleets, with the profiles of two hosts
hosts= hosted=
for rule in host-network host-kvm-missing; do
	hosts="$hosts --host $here/../fixtures/$rule/host.xml"
done
for file in "$here"/../fixtures/host-*/bad.xml "$here"/../fixtures/fleet-*/bad.xml; do
	# shellcheck disable=SC2086
	"$vmlint" -q --no-config -f json $hosts "$file" >>"$work/expected-hosts" 2>/dev/null
	hosted="$hosted $file"
done
check 'the hosts lead to findings' grep -q '"host-network"' "$work/expected-hosts"
check 'conflicts between domains' grep -q '"rule": *"fleet-mac-duplicate"' "$work/expected-hosts"

# agree LANGUAGE COMMAND...: the output for the documents is that of the command
agree() {
	language=$1
	shift
	# shellcheck disable=SC2016
	compare='out=$1 expected=$2; shift 2; "$@" >"$out" && cmp "$out" "$expected"'
	# shellcheck disable=SC2086
	check "$language agrees with the command on $n documents" \
		sh -c "$compare" - "$work/out" "$work/expected" "$@" $documents
	# shellcheck disable=SC2086
	check "$language agrees with the command for two hosts" \
		sh -c "$compare" - "$work/out" "$work/expected-hosts" "$@" $hosts $hosted
}

# shellcheck disable=SC2086
check 'the C program compiles' cc -std=c99 -Wall -Wextra -Wpedantic -Werror -o "$work/c" \
	"$here/library/demo.c" $flags
agree C "$work/c"
LD_LIBRARY_PATH=$(dirname "$other") agree 'C with another layout of the structs' "$work/c"
if has c++; then
	# shellcheck disable=SC2086
	check 'the C++ program compiles' c++ -std=c++11 -Wall -Wextra -Wpedantic -Werror \
		-o "$work/cc" "$here/library/demo.cc" $flags
	agree C++ "$work/cc"
else
	skipped="$skipped C++"
fi
if has python3; then
	agree Python python3 "$here/library/demo.py" "$LD_LIBRARY_PATH/libvmlint.so"
else
	skipped="$skipped Python"
fi
if has go; then
	check 'the Go program compiles' env HOME="$work" GOFLAGS=-mod=mod GO111MODULE=off \
		go build -o "$work/go" "$here/library/demo.go"
	agree Go "$work/go"
else
	skipped="$skipped Go"
fi
printf '%s\n' 'cmake_minimum_required(VERSION 3.13)' 'project(demo C)' \
	'find_package(vmlint REQUIRED)' "add_executable(demo $here/library/demo.c)" \
	'target_link_libraries(demo vmlint::vmlint)' >"$work/CMakeLists.txt"
generator=
if has ninja; then generator='-G Ninja'; fi
check 'the CMake package' sh -c '
	cmake -S "$1" -B "$1/cmake" $2 -DCMAKE_PREFIX_PATH="$1/prefix" &&
		cmake --build "$1/cmake"' - "$work" "$generator"
agree 'C by CMake' "$work/cmake/demo"

# shellcheck disable=SC2086,SC2046
check 'the guarantees compile' cc -g -Wall -Wextra -o "$work/guarantees" \
	"$here/library/guarantees.c" $(pkg-config --cflags --libs libxml-2.0) $flags -lpthread
few=$(printf '%s\n' $documents | head -3)
# shellcheck disable=SC2086
check 'guarantees' "$work/guarantees" $few
if has valgrind; then
	# shellcheck disable=SC2086
	check 'valgrind' valgrind -q --error-exitcode=9 --leak-check=full "$work/c" $hosts $few
else
	skipped="$skipped valgrind"
fi
echo "$passed passed, $failed failed${skipped:+; not installed:$skipped}"
[ $failed = 0 ]
