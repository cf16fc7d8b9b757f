/* Functions shared by the fuzzers. */
#ifndef VML_FUZZ_H
#define VML_FUZZ_H

#include <vmlint/audit.h>

/* Process one input; called by libFuzzer. Returns 0. */
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

/* Set up the environment; called by libFuzzer once, before all inputs. Returns 0. */
int LLVMFuzzerInitialize(int *argc, char ***argv);

/* Return a selection of all rules, including optional ones. It is valid until the process ends. */
const vml_selection *fuzz_selection(void);

/* If the condition is false, print the invariant and abort, so that libFuzzer saves the input. */
void fuzz_expect(bool condition, const char *invariant);

#endif
