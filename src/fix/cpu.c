/* Fix that makes a guest use the CPU model of the host. */
#include <vmlint/rule.h>

#include <string.h>

/* Return true if <cpu> has settings that libvirt allows only with mode='host-passthrough'. */
static bool needs_passthrough(const xmlNode *cpu)
{
	return vml_attr_is(cpu, "cache/@mode", "passthrough") ||
		vml_attr_is(cpu, "maxphysaddr/@mode", "passthrough");
}

/*
 * Set the virt-xml command. Its short form (--cpu host-model) supports only the modes host-model
 * and host-passthrough, and removes <feature> elements; otherwise the long form is used.
 */
static void suggest_command(vml_finding *finding, const xmlNode *cpu, const char *mode)
{
	if (vml_starts_with(mode, "host-") && !vml_child(cpu, "feature"))
		vml_command(finding, "--edit --cpu %s", mode);
	else
		vml_command(finding,
			"--edit --cpu mode=%s,match=,check=,xpath1.delete=./model,"
			"xpath2.delete=./vendor",
			mode);
}

void vml_fix_cpu_mode(vml_context *ctx, vml_finding *finding, const char *mode)
{
	const xmlNode *domain = vml_facts_of(ctx)->domain, *cpu = vml_child(domain, "cpu");
	const xmlNode *features = vml_child(domain, "features");

	if (!cpu) {
		vml_fix_add(finding, domain, features ? features : vml_child(domain, "os"),
			vml_format(ctx, "<cpu mode='%s'/>", mode));
		suggest_command(finding, cpu, mode);
		return;
	}
	if (!strcmp(mode, "host-model") && needs_passthrough(cpu)) {
		mode = "host-passthrough";
		vml_remedy(finding,
			"Sets mode='host-passthrough', which <%s mode='passthrough'> "
			"requires: the guest gets the CPU of this host at its next cold "
			"start; saved states and memory snapshots keep the old one. Live "
			"migration then works only between hosts with the same CPU.",
			vml_attr_is(cpu, "cache/@mode", "passthrough") ? "cache" : "maxphysaddr");
	}
	vml_fix_set(finding, cpu, "mode", mode);
	if (vml_has_attr(cpu, "@match"))
		vml_fix_unset(finding, cpu, "match");
	if (vml_has_attr(cpu, "@check"))
		vml_fix_set(finding, cpu, "check",
			strcmp(mode, "host-model") != 0 ? "none" : "partial");
	vml_fix_remove(finding, vml_child(cpu, "model"));
	vml_fix_remove(finding, vml_child(cpu, "vendor"));
	suggest_command(finding, cpu, mode);
}
