/* How many virtual CPUs there are, and into how many sockets they are put. */
#include <vmlint/rule.h>

#include <string.h>

/* A level of <topology>: 1 where it is not written; 0 where it is no number. */
static unsigned int level(const xmlNode *topology, const char *name)
{
	uint64_t value;

	if (!vml_has_attr(topology, name))
		return 1;
	return vml_number(vml_attr(topology, name), &value) && value <= 1 << 16
		? (unsigned int)value
		: 0;
}

/* The number of CPUs that <topology> makes, 0 where it cannot be told. */
static uint64_t cpus_of(const xmlNode *topology)
{
	if (!vml_has_attr(topology, "@sockets") || !vml_has_attr(topology, "@cores") ||
		!vml_has_attr(topology, "@threads"))
		return 0;
	return (uint64_t)level(topology, "@sockets") * level(topology, "@dies") *
		level(topology, "@clusters") * level(topology, "@cores") *
		level(topology, "@threads");
}

/* Make `name` such that the product comes out; false where it does not divide. */
static bool make_fit(vml_context *ctx, vml_finding *finding, const xmlNode *topology,
	const char *name, uint64_t rest)
{
	unsigned int vcpus = vml_facts_of(ctx)->vcpus;

	if (!rest || vcpus % rest)
		return false;
	vml_fix_set(finding, topology, name, vml_format(ctx, "%u", (unsigned int)(vcpus / rest)));
	vml_command(finding, "--edit --cpu topology.%s=%u", name, (unsigned int)(vcpus / rest));
	return true;
}

static void mismatch(vml_context *ctx, xmlNode *topology)
{
	unsigned int vcpus = vml_facts_of(ctx)->vcpus;
	uint64_t product = cpus_of(topology);
	vml_finding *finding;

	if (!product || product == vcpus || !vml_vcpus_known(ctx))
		return;
	finding = vml_report(ctx, topology,
		"the topology makes %llu CPUs, but <vcpu> says %u: libvirt refuses to define the guest",
		(unsigned long long)product, vcpus);
	/* more cores first: Windows counts sockets, and threads follow the host's */
	if (!make_fit(ctx, finding, topology, "cores", product / level(topology, "@cores")) &&
		!make_fit(ctx, finding, topology, "sockets", product / level(topology, "@sockets")))
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
		vml_lower_fix(finding, VML_FIX_NONE); /* a cell should be a socket of its own */
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

	/* what a limit to two sockets takes away; Home takes one, but nothing tells it apart */
	if (vml_guest_windows_server(ctx) || vml_guest_windows_nt(ctx) < 50 || sockets <= 2 ||
		facts->vcpus % sockets)
		return;
	idle = facts->vcpus - facts->vcpus / sockets * 2;
	if (topology)
		finding = vml_report_attr(ctx, topology, "sockets",
			"%u sockets: %s uses two at most and leaves %u of the %u vCPUs idle",
			sockets, vml_guest_called(ctx, "Windows"), idle, facts->vcpus);
	else
		finding = vml_report(ctx, vcpu,
			"without a topology %u vCPUs are %u sockets: %s uses two at most and leaves "
			"%u idle",
			facts->vcpus, sockets, vml_guest_called(ctx, "Windows"), idle);
	one_socket(ctx, finding, topology);
}

static void with_blank(vml_context *ctx, const xmlNode *vcpu, const char *text)
{
	vml_finding *finding = vml_report(ctx, vcpu,
		"<vcpu> has a blank or a line end behind its number: libvirt refuses to define the "
		"domain");

	vml_fix_text(finding, vcpu, text);
	vml_remedy(finding, "Takes the blanks around the number away.");
}

static void count_invalid(vml_context *ctx, xmlNode *vcpu)
{
	const char *text = vml_text(ctx, vcpu), *current = vml_attr(vcpu, "@current");
	vml_finding *finding;
	uint64_t max, now;

	if (!vml_number(text, &max) || max == 0) {
		finding = vml_report(ctx, vcpu,
			"'%s' is no number of virtual CPUs: libvirt refuses to define the domain",
			text);
	} else if (vml_ends_in_blank(vcpu)) {
		with_blank(ctx, vcpu, text);
		return;
	} else if (!vml_has_attr(vcpu, "@current")) {
		return;
	} else if (!vml_number(current, &now) || now == 0) {
		finding = vml_report_attr(ctx, vcpu, "current",
			"'%s' is no number of virtual CPUs: libvirt refuses to define the domain",
			current);
	} else if (now > max) {
		finding = vml_report_attr(ctx, vcpu, "current",
			"%s virtual CPUs at boot are more than the maximum of %s: libvirt refuses to "
			"define the domain",
			current, text);
	} else {
		return;
	}
	vml_lower_fix(finding, VML_FIX_NONE);
}

const vml_rule vml_rules_cpu_topology[] = {
	{
		.id = "cpu-topology-mismatch",
		.summary = "CPU topology and number of virtual CPUs contradict each other",
		.why = "sockets x dies x clusters x cores x threads has to be the number in <vcpu>, which "
		       "is the maximum and not what is plugged in at boot (its attribute current). "
		       "libvirt checks it and refuses: \"CPU topology doesn't match maximum vcpu "
		       "count\". A guest that was defined before libvirt checked stops starting.",
		.remedy =
			"Makes the cores, else the sockets, such that the product fits <vcpu>. If the "
			"topology is what you meant, change <vcpu> instead. The guest sees other cores at "
			"its next cold start; software that is licensed by socket or core may notice.",
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
		.why = "Without <topology> each virtual CPU is a socket of its own. Editions of Windows "
		       "for the desktop are limited in sockets, not in cores: Home uses one, Pro and "
		       "Enterprise two, only Pro for Workstations four. The other CPUs show up in the "
		       "device manager but run nothing.",
		.remedy =
			"Puts all virtual CPUs into one socket as cores, without threads. Windows "
			"notices the change at its next cold start and may want to be activated again.",
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
			"number of virtual CPUs is none, or the start-up count is above the maximum",
		.why = "<vcpu> holds the maximum number of virtual CPUs, its attribute current how many "
		       "of them are plugged in at boot. libvirt wants a number of at least 1 for both, "
		       "and current not above the maximum; else it refuses the whole definition. What "
		       "is found here is mostly a placeholder of a template that nobody filled in.",
		.remedy =
			"Write the number of virtual CPUs that the guest is to have, such as "
			"<vcpu>4</vcpu>, and leave current away unless CPUs are to be plugged in later.",
		.url = "https://libvirt.org/formatdomain.html#cpu-allocation",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_SAFE,
		.each = "vcpu",
		.check = count_invalid,
	},
	{ 0 },
};
