/* Number of virtual CPUs, and their distribution over sockets and cores. */
#include <vmlint/rule.h>

#include <string.h>

/* Return an attribute of <topology>: 1 if it is missing, 0 if it is not a number. */
static unsigned int level(const xmlNode *topology, const char *name)
{
	uint64_t value;

	if (!vml_has_attr(topology, name))
		return 1;
	return vml_number(vml_attr(topology, name), &value) && value <= 1 << 16
		? (unsigned int)value
		: 0;
}

/* Return the number of CPUs in <topology>; 0 if unknown. libvirt before 10.1 drops @clusters. */
static uint64_t cpus_of(vml_context *ctx, const xmlNode *topology)
{
	unsigned int clusters =
		vml_libvirt_is(ctx, VML_RELEASE(10, 1)) ? level(topology, "@clusters") : 1;

	if (!vml_has_attr(topology, "@sockets") || !vml_has_attr(topology, "@cores") ||
		!vml_has_attr(topology, "@threads"))
		return 0;
	return (uint64_t)level(topology, "@sockets") * level(topology, "@dies") * clusters *
		level(topology, "@cores") * level(topology, "@threads");
}

/*
 * Let the fix set attribute `name` to the number of vCPUs / `rest`; returns false if that is not a
 * whole number.
 */
static bool make_fit(vml_context *ctx, vml_finding *finding, const xmlNode *topology,
	const char *name, uint64_t rest)
{
	unsigned int vcpus = vml_facts_of(ctx)->vcpus;

	if (!rest || vcpus % rest)
		return false;
	vml_remedy(finding,
		"Sets %s='%u', so that the product equals <vcpu>. If the topology is correct, change "
		"<vcpu> instead. The guest sees other CPUs at its next cold start; software licensed "
		"per socket or core may notice.",
		name, (unsigned int)(vcpus / rest));
	vml_fix_set(finding, topology, name, vml_format(ctx, "%u", (unsigned int)(vcpus / rest)));
	vml_command(finding, "--edit --cpu topology.%s=%u", name, (unsigned int)(vcpus / rest));
	return true;
}

static void mismatch(vml_context *ctx, xmlNode *topology)
{
	unsigned int vcpus = vml_facts_of(ctx)->vcpus;
	uint64_t product = cpus_of(ctx, topology);
	vml_finding *finding;

	if (!product || product == vcpus || !vml_vcpus_known(ctx) ||
		vml_sibling_index(topology) > 1 || vml_sibling_index(vml_parent(topology)) > 1)
		return;
	finding = vml_report(ctx, topology,
		"the CPU topology has %llu CPUs, but <vcpu> is %u: libvirt does not accept the "
		"domain with QEMU 2.7 and later",
		(unsigned long long)product, vcpus);
	/*
	 * change cores rather than sockets, which Windows limits, or threads, which should match
	 * the host
	 */
	if (make_fit(ctx, finding, topology, "cores", product / level(topology, "@cores")) ||
		make_fit(ctx, finding, topology, "sockets", product / level(topology, "@sockets")))
		return;
	vml_remedy(finding,
		"Change <topology> so that its numbers multiply to %u, or set <vcpu> to %llu. The "
		"guest sees other CPUs at its next cold start; software licensed per socket or core "
		"may notice.",
		vcpus, (unsigned long long)product);
	vml_lower_fix(finding, VML_FIX_NONE);
}

static void one_socket(vml_context *ctx, vml_finding *finding, const xmlNode *topology)
{
	unsigned int vcpus = vml_facts_of(ctx)->vcpus, threads = level(topology, "@threads");
	xmlNode *cpu = vml_child(vml_facts_of(ctx)->domain, "cpu");
	const char *xml =
		vml_format(ctx, "<topology sockets='1' dies='1' cores='%u' threads='1'/>", vcpus);
	bool can_do =
		vml_count(vml_child(cpu, "numa"), "cell") <= 1 && threads && vcpus % threads == 0;

	if (!can_do) {
		/* with NUMA cells, each cell should be a socket */
		vml_remedy(finding,
			"Set a <topology> with at most two sockets%s. Windows detects the change at its "
			"next cold start and may have to be reactivated.",
			vml_count(vml_child(cpu, "numa"), "cell") > 1 ? ", one per NUMA cell" : "");
		vml_lower_fix(finding, VML_FIX_NONE);
	} else if (topology) {
		vml_fix_set(finding, topology, "sockets", "1");
		if (vml_has_attr(topology, "@dies"))
			vml_fix_set(finding, topology, "dies", "1");
		if (vml_has_attr(topology, "@clusters"))
			vml_fix_set(finding, topology, "clusters", "1");
		vml_fix_set(finding, topology, "cores", vml_format(ctx, "%u", vcpus / threads));
	} else if (cpu) {
		vml_fix_add(finding, cpu,
			vml_child(cpu, "vendor") ? vml_child(cpu, "vendor")
						 : vml_child(cpu, "model"),
			xml);
	} else {
		xmlNode *domain = vml_facts_of(ctx)->domain,
			*features = vml_child(domain, "features");

		vml_fix_add(finding, domain, features ? features : vml_child(domain, "os"),
			vml_format(ctx, "<cpu>%s</cpu>", xml));
	}
	if (can_do)
		vml_command(finding,
			"--edit --cpu topology.sockets=1,topology.dies=1,topology.cores=%u,"
			"topology.threads=%u%s",
			vcpus / threads, threads,
			vml_has_attr(topology, "@clusters")
				? ",xpath.set=./topology/@clusters,xpath.value=1"
				: "");
}

static void windows_sockets(vml_context *ctx, xmlNode *vcpu)
{
	const vml_facts *facts = vml_facts_of(ctx);
	xmlNode *topology = vml_find(facts->domain, "cpu/topology");
	unsigned int sockets = topology ? level(topology, "@sockets") : facts->vcpus, idle;
	vml_finding *finding;

	/*
	 * Windows since 2000, except for Server, uses at most two sockets (Home: one, but the XML
	 * does not show the edition)
	 */
	if (vml_guest_windows_server(ctx) || vml_guest_windows_nt(ctx) < 50 || sockets <= 2 ||
		facts->vcpus % sockets)
		return;
	idle = facts->vcpus - facts->vcpus / sockets * 2;
	if (topology)
		finding = vml_report_attr(ctx, topology, "sockets",
			"the CPU has %u sockets: %s uses two at most and leaves %u of the %u "
			"vCPUs idle",
			sockets, vml_guest_called(ctx, "Windows"), idle, facts->vcpus);
	else
		finding = vml_report(ctx, vcpu,
			"without a CPU topology %u vCPUs are %u sockets: %s uses two at most and "
			"leaves %u idle",
			facts->vcpus, sockets, vml_guest_called(ctx, "Windows"), idle);
	one_socket(ctx, finding, topology);
}

static void trailing_whitespace(vml_context *ctx, const xmlNode *vcpu, const char *text)
{
	vml_finding *finding = vml_report(ctx, vcpu,
		"<vcpu> has trailing whitespace after its number: libvirt rejects the domain");

	vml_fix_text(finding, vcpu, text);
	vml_remedy(finding, "Removes the whitespace around the number.");
}

static void count_invalid(vml_context *ctx, xmlNode *vcpu)
{
	const char *text = vml_text(ctx, vcpu), *current = vml_attr(vcpu, "@current");
	vml_finding *finding;
	uint64_t max, now;

	if (!vml_number(text, &max) || max == 0) {
		finding = vml_report(ctx, vcpu,
			"<vcpu> is '%s', which is not a valid number of CPUs: libvirt rejects "
			"the domain",
			text);
	} else if (vml_ends_in_blank(vcpu)) {
		trailing_whitespace(ctx, vcpu, text);
		return;
	} else if (!vml_has_attr(vcpu, "@current")) {
		return;
	} else if (!vml_number(current, &now) || now == 0) {
		finding = vml_report_attr(ctx, vcpu, "current",
			"attribute current of <vcpu> is '%s', which is not a valid number of "
			"CPUs: libvirt rejects the domain",
			current);
		vml_remedy(finding,
			"Set current to the number of CPUs at boot, at most %s, or remove it.",
			text);
	} else if (now > max) {
		finding = vml_report_attr(ctx, vcpu, "current",
			"%s virtual CPUs at boot exceed the maximum of %s: libvirt rejects the "
			"domain",
			current, text);
		vml_remedy(finding, "Set current to at most %s, or <vcpu> to %s or more.", text,
			current);
	} else {
		return;
	}
	vml_lower_fix(finding, VML_FIX_NONE);
}

const vml_rule vml_rules_cpu_topology[] = {
	{
		.id = "cpu-topology-mismatch",
		.summary = "CPU topology and number of virtual CPUs contradict each other",
		.why = "sockets x dies x clusters x cores x threads must equal the number in "
		       "<vcpu>: the maximum, not the number of CPUs at boot (its attribute "
		       "current). libvirt rejects other values: \"CPU topology doesn't match "
		       "maximum vcpu count\". A guest that an older libvirt accepted no longer "
		       "starts.",
		.remedy = "Sets the cores, or the sockets if no number of cores fits, so that the "
			  "product is <vcpu>. If the topology is correct, change <vcpu> instead. "
			  "The guest sees other cores at its next cold start; licences may depend "
			  "on them.",
		.url = "https://libvirt.org/formatdomain.html#cpu-model-and-topology",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU,
		.each = "cpu/topology",
		.check = mismatch,
	},
	{
		.id = "cpu-windows-sockets",
		.summary = "Windows client with more CPU sockets than it uses",
		.why = "Without <topology> each virtual CPU is a socket of its own. Desktop "
		       "editions of Windows limit sockets, not cores: Home uses one, Pro and "
		       "Enterprise two, Pro for Workstations four. The other CPUs appear in the "
		       "device manager but run nothing.",
		.remedy = "Moves all virtual CPUs to one socket. Windows detects the change at its "
			  "next cold start and may have to be reactivated.",
		.url = "https://blog.poly.nomial.co.uk/2022-04-07-cpu-socket-and-core-count-"
		       "limits-in-windows-10-and-how-to-remove-them.html",
		.severity = VML_WARNING,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU | VML_WHEN_WINDOWS,
		.each = "vcpu",
		.check = windows_sockets,
	},
	{
		.id = "cpu-count-invalid",
		.summary =
			"number of virtual CPUs is invalid, or the boot count exceeds the maximum",
		.why = "<vcpu> is the maximum number of virtual CPUs, its attribute current the "
		       "number that is present at boot. libvirt requires a number of at least 1 "
		       "for both, and current must not exceed the maximum; otherwise it rejects "
		       "the domain. Invalid values are mostly template placeholders that were "
		       "not filled in.",
		.remedy = "Removes whitespace around the number, and changes nothing else. "
			  "Otherwise set <vcpu> to the number that the guest needs, and "
			  "current to at most that number.",
		.url = "https://libvirt.org/formatdomain.html#cpu-allocation",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_SAFE,
		.each = "vcpu",
		.check = count_invalid,
	},
	{ 0 },
};
