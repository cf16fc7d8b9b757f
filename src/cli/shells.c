/* Lookup of embedded completion scripts. */
#include "shells.h"

#include <string.h>

const vml_embedded *vml_shell_of(const char *name)
{
	for (const vml_embedded *shell = vml_shells; shell->id; shell++)
		if (!strcmp(shell->id, name))
			return shell;
	return NULL;
}
