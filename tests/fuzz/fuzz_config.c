/* Fuzzer of configurations: reads and applies one, and runs its rules on a domain. */
#define _GNU_SOURCE /* memfd_create */
#include "config.h"
#include "fuzz.h"
#include "path_pattern.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static const char domain[] =
	"<domain type='kvm'><name>tmp-1</name><memory>1048576</memory>"
	"<os><type arch='x86_64' machine='pc'>hvm</type></os><devices>"
	"<disk type='file'><driver name='qemu' cache='unsafe'/><target dev='hda' bus='ide'/></disk>"
	"<interface type='bridge'><source bridge='br0'/><model type='rtl8139'/></interface>"
	"</devices></domain>";

static void audit_by(const vml_config *config)
{
	static const char *const paths[] = { NULL, "/lab/a/b.xml", "/", "x" };
	char *error;
	vml_doc *doc;

	fuzz_expect(!vml_load(domain, sizeof(domain) - 1, &doc, &error), "the domain is good");
	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
		vml_selection *selection = vml_selection_new();
		char *match = vml_config_match(config, paths[i], NULL);
		vml_result result;

		vml_config_select(config, match, selection);
		vml_audit(doc, selection, &result);
		for (size_t j = 0; j < result.n_findings; j++)
			fuzz_expect(*vml_finding_path(result.findings[j]), "a finding has a path");
		free(match);
		vml_selection_free(selection);
	}
	vml_free(doc);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	int fd = memfd_create("config", MFD_CLOEXEC);
	char path[64], *error = NULL;
	vml_config *config;

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (!vml_config_read(path, &config, &error)) {
		audit_by(config);
		vml_config_free(config);
	} else {
		fuzz_expect(!strncmp(error, path, strlen(path)),
			"an error message starts with the file name");
		free(error);
	}
	close(fd);
	return 0;
}
