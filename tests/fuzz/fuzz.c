/* Functions shared by the fuzzers. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	/* a small osinfo-db from the fixtures: the same on every machine, and fast */
	setenv("OSINFO_SYSTEM_DIR", FIXTURES "/_osinfo/system", 1);
	setenv("OSINFO_LOCAL_DIR", FIXTURES "/_osinfo/local", 1);
	setenv("OSINFO_USER_DIR", FIXTURES "/_osinfo/user", 1);
	return 0;
}

const vml_selection *fuzz_selection(void)
{
	static vml_selection *all;
	char *unknown;

	if (!all) {
		all = vml_selection_new();
		fuzz_expect(!vml_select(all, VML_SELECT_ENABLE, "*", &unknown),
			"'*' selects all rules");
	}
	return all;
}

void fuzz_expect(bool condition, const char *invariant)
{
	if (condition)
		return;
	fprintf(stderr, "violated invariant: %s\n", invariant);
	abort();
}
