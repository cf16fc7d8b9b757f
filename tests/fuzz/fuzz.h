/* What the fuzzing harnesses share. */
#ifndef VML_FUZZ_H
#define VML_FUZZ_H

#include <vmlint/vmlint.h>

/* libFuzzer's entry point: one input. */
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

/* Called once before all inputs. */
int LLVMFuzzerInitialize(int *argc, char ***argv);

/* Every rule, the optional ones too; lives as long as the process. */
const vml_selection *fuzz_selection(void);

/* Stop with a message where a promise is broken, so that libFuzzer keeps the input. */
void fuzz_expect(bool kept, const char *promise);

#endif
