/* Origin of the guest's CPU model: set by the admin or copied from the host. */
#include <vmlint/rule.h>

#include <string.h>

bool vml_cpu_follows_host(const vml_context *ctx)
{
	const vml_facts *facts = vml_facts_of(ctx);
	const xmlNode *cpu = vml_child(facts->domain, "cpu");
	const char *mode = vml_attr(cpu, "@mode");

	if (*mode && strcmp(mode, "custom") != 0)
		return true;
	/*
	 * running guests only: libvirt replaces mode='host-model' by the host's model and adds
	 * <vendor>, which a model set by the admin does not have
	 */
	if (facts->gates & VML_WHEN_RUNNING && vml_child(cpu, "vendor"))
		return true;
	return vml_attr_is(cpu, "@match", "minimum");
}
