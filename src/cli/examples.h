/* The rules' own fixtures, embedded by the build: examples for --explain. */
#ifndef VML_EXAMPLES_H
#define VML_EXAMPLES_H

#include "embedded.h"

/* The bad.xml of a rule's fixture folder; its id is the rule's. */
typedef vml_embedded vml_example;

/* Made by src/cli/embed.cmake. */
extern const vml_example vml_examples[];

/* The example of a rule, or NULL. */
const vml_example *vml_example_of(const char *id);

#endif
