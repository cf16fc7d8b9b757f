/* Lookup of embedded examples. */
#include "examples.h"

#include <string.h>

const vml_example *vml_example_of(const char *id)
{
	for (const vml_example *example = vml_examples; example->id; example++)
		if (!strcmp(example->id, id))
			return example;
	return NULL;
}
