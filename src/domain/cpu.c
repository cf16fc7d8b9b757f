/* Origin of the guest's CPU model: chosen by the admin, or taken from the host. */
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
	 * In a running guest's XML, libvirt replaces mode='host-model' by the resulting model
	 * and adds <vendor>, which it does not add to a model that the admin set.
	 */
	if (facts->gates & VML_WHEN_RUNNING && vml_child(cpu, "vendor"))
		return true;
	return vml_attr_is(cpu, "@match", "minimum");
}
