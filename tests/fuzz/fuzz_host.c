/*
 * Fuzzer of host profiles: reads one, calls all lookup functions, and audits a domain for the host.
 */
#include "fuzz.h"
#include "host.h"

#include <vmlint/audit.h>

#include <stdlib.h>
#include <string.h>

static const char domain[] =
	"<domain type='kvm'><name>a</name><memory>1048576</memory><vcpu cpuset='0-3'>4</vcpu>"
	"<os><type arch='x86_64' machine='pc'>hvm</type></os><devices>"
	"<emulator>/usr/bin/qemu-system-x86_64</emulator>"
	"<disk type='file'><source file='/srv/images/a'/><target dev='vda'/></disk>"
	"<interface type='bridge'><source bridge='br0'/></interface>"
	"<interface type='network'><source network='default'/></interface>"
	"</devices></domain>";

static void ask(const vml_host *host)
{
	const vml_host_domcaps *caps;
	const vml_host_cell *cells;
	vml_host_pages pages;
	bool flag;
	size_t n;

	vml_host_emulator(host, "/usr/bin/qemu-system-x86_64");
	vml_host_security(host, "selinux");
	cells = vml_host_cells(host, &n);
	for (size_t i = 0; i < n; i++)
		fuzz_expect(vml_host_cell_by_id(host, cells[i].id), "a cell is found by its id");
	vml_host_page_size(host, 2 << 20, &pages);
	vml_host_cpu_model(host, "x86_64", "EPYC");
	vml_host_network_by_name(host, "default", NULL);
	vml_host_bridge(host, "br0", NULL);
	vml_host_volume_in(host, "images", "a", NULL);
	vml_host_image(host, "/srv/images/a", NULL, &flag);
	vml_host_file(host, "/srv/images/a/b", &flag);
	vml_host_pci(host, 0, 0, 1, 0);
	vml_host_usb(host, 1, 2, 0, 0);
	vml_host_mdev(host, "4b20d080-1b54-4048-85b3-a6a62d165c01");
	vml_host_secret_by_uuid(host, "12345678-0000-0000-0000-00000000000a");
	vml_host_secret_by_usage(host, "ceph", "a");
	caps = vml_host_find_domcaps(host, "", "x86_64", "kvm", "pc", &flag);
	vml_domcaps_value(caps, "devices/video", "modelType", "qxl");
	vml_domcaps_cpu_usable(caps, "EPYC", &flag);
	vml_domcaps_cpu_feature(caps, "aes");
}

static void audit_for(const vml_host *host)
{
	vml_selection *selection = vml_selection_new();
	char *error;
	vml_result result;
	vml_doc *doc;

	fuzz_expect(!vml_load(domain, sizeof(domain) - 1, &doc, &error), "the domain is good");
	vml_select(selection, VML_SELECT_ONLY, "host-*", &error);
	vml_select_host(selection, host);
	vml_select_host(selection, host);
	vml_audit(doc, selection, &result);
	for (size_t i = 0; i < result.n_findings; i++)
		fuzz_expect(result.findings[i]->hosts && result.findings[i]->hosts[0],
			"a finding names its host");
	vml_free(doc);
	vml_selection_free(selection);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	vml_parser *parser = vml_parser_new();
	vml_slice slice = { .bytes = (const char *)data, .len = size, .line = 1, .column = 1 };
	vml_fault fault;
	vml_host *host;

	if (vml_host_read(parser, &slice, "host", &host, &fault)) {
		fuzz_expect(fault.message && fault.line, "an error has a message and a location");
	} else {
		ask(host);
		audit_for(host);
		vml_host_free(host);
	}
	vml_parser_free(parser);
	return 0;
}
