/* Who chose the guest's CPU: its admin, or the host that it runs on. */
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
	 * While a guest runs, libvirt shows mode='host-model' as the model that it came to,
	 * with the vendor; a model that was written down is shown without.
	 */
	if (facts->gates & VML_WHEN_RUNNING && vml_child(cpu, "vendor"))
		return true;
	return vml_attr_is(cpu, "@match", "minimum");
}
