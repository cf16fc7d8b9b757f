# Sample of test input for shell tests; source this file.
step=${VMLINT_SAMPLE:-1} # use each step-th file only

sample() { # sample FILE...: print the files of the sample, which have no whitespace in their names
	printf '%s\n' "$@" | awk -v step="$step" 'NR % step == 1 || step == 1'
}
