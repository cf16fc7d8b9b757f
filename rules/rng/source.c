/* Host source of the guest's random number generator. */
#include <vmlint/rule.h>

static void blocking_source(vml_context *ctx, xmlNode *backend)
{
	const char *path = vml_text(ctx, backend);
	vml_finding *finding;

	if (!vml_attr_is(backend, "@model", "random") ||
		(*path && !vml_text_is(backend, "/dev/random")))
		return;
	finding = vml_report(ctx, backend,
		"random number generator reads the host's /dev/random%s: it can block on Linux "
		"before 5.6",
		*path ? "" : ", libvirt's default");
	vml_fix_text(finding, backend, "/dev/urandom");
	vml_command(finding, "--edit %u --rng device=/dev/urandom",
		vml_sibling_index(vml_parent(backend)));
}

const vml_rule vml_rules_rng_source[] = {
	{
		.id = "rng-blocking-source",
		.summary = "random number generator reads the host's blocking /dev/random",
		.why = "On hosts with a Linux before 5.6, such as RHEL 8, /dev/random blocks "
		       "when the kernel's estimate of its randomness is used up. One guest that "
		       "reads a lot then delays the others and the host. libvirt uses "
		       "/dev/random if the XML specifies no file, but its manual recommends "
		       "/dev/urandom.",
		.remedy =
			"Changes the source to /dev/urandom, which never blocks and, once the host "
			"has booted, is equally good. The guest notices nothing. To limit how "
			"much a guest reads, add <rate bytes='1024' period='1000'/>.",
		.url = "https://libvirt.org/formatdomain.html#random-number-generator-device",
		.severity = VML_INFO,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_SAFE,
		.when = VML_WHEN_QEMU,
		.each = "devices/rng/backend",
		.check = blocking_source,
	},
	{ 0 }
};
