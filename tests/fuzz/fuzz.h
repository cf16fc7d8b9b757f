/* Helpers shared by the fuzzing harnesses. */
#ifndef VML_FUZZ_H
#define VML_FUZZ_H

#include <vmlint/vmlint.h>

/* Process one input: libFuzzer's entry point. data: borrowed. Returns 0. */
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

/* Set the environment: libFuzzer calls it once before all inputs. Returns 0. */
int LLVMFuzzerInitialize(int *argc, char ***argv);

/* Return a selection of all rules, including optional ones; it is never freed. */
const vml_selection *fuzz_selection(void);

/* Print `expectation` and abort if the condition is false, so that libFuzzer saves the input. */
void fuzz_expect(bool condition, const char *expectation);

#endif
