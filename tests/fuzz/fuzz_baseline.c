/* Fuzzer of baselines: reads one, writes it and reads it again, and applies it to findings. */
#define _GNU_SOURCE /* memfd_create */
#include "baseline.h"
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static const char domain[] =
	"<domain type='kvm'><name>a</name><memory>1048576</memory><os><type arch='x86_64' "
	"machine='pc'>hvm</type></os><devices><interface type='bridge'><source bridge='br0'/>"
	"<model type='rtl8139'/></interface></devices></domain>";

/* Write the baseline to a file and read that file. The caller frees the result. */
static vml_baseline *read_back(vml_baseline *baseline)
{
	int fd = memfd_create("baseline", MFD_CLOEXEC);
	FILE *out = fdopen(dup(fd), "w");
	vml_baseline *again = NULL;
	char path[64], *error;

	vml_baseline_write(baseline, out);
	fclose(out);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	fuzz_expect(!vml_baseline_read(path, &again, &error), "a written baseline can be read");
	close(fd);
	return again;
}

static void apply(vml_baseline *baseline)
{
	char *error;
	vml_result result;
	vml_doc *doc;
	vml_stale stale;
	size_t at = 0;

	fuzz_expect(!vml_load(domain, sizeof(domain) - 1, &doc, &error), "the domain is good");
	vml_audit(doc, fuzz_selection(), &result);
	vml_baseline_accept(baseline, vml_selection_rules(fuzz_selection()), &result);
	vml_result_partition(doc, &result, false);
	fuzz_expect(result.n_findings + result.n_hidden == result.n_all, "no finding is lost");
	while (vml_baseline_next_stale(baseline, &at, &stale))
		fuzz_expect(stale.times > 0, "a stale entry has a count");
	vml_free(doc);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	int fd = memfd_create("baseline", MFD_CLOEXEC);
	char path[64], *error = NULL;
	vml_baseline *baseline, *again;

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (!vml_baseline_read(path, &baseline, &error)) {
		again = read_back(baseline);
		fuzz_expect(vml_baseline_count(again) == vml_baseline_count(baseline),
			"writing keeps all entries");
		apply(again);
		vml_baseline_free(again);
		vml_baseline_free(baseline);
	}
	free(error);
	close(fd);
	return 0;
}
