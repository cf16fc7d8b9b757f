/* What a domain lets on about its guest: its age, what it takes itself to run on. */
#include <vmlint/rule.h>

#include <string.h>

bool vml_vcpus_known(const vml_run *run)
{
	const vml_facts *facts = vml_facts_of(run);
	xmlNode *vcpu = vml_child(facts->domain, "vcpu");

	return facts->vcpus > 1 || !vcpu || vml_text_is(vcpu, "1");
}

const char *vml_guest_called(const vml_run *run, const char *otherwise)
{
	const char *name = vml_guest_name(run);

	return *name ? name : otherwise;
}

bool vml_guest_is_old(const vml_run *run)
{
	const vml_facts *facts = vml_facts_of(run);
	unsigned int nt = vml_guest_windows_nt(run);

	if (*vml_guest_id(run))
		return (nt && nt < 60) ||
			vml_one_of(vml_guest_family(run), "msdos|win16|win9x|netware") ||
			vml_begins(vml_guest_id(run), "http://freedos.org/");
	/* hobby and vintage systems: no current one lives in that without virtio */
	return facts->memory && facts->memory < (uint64_t)512 << 20 && !vml_uses_virtio(run);
}

bool vml_uses_hyperv(const vml_run *run)
{
	xmlNode *hyperv = vml_find(vml_facts_of(run)->domain, "features/hyperv");

	if (vml_attr_is(hyperv, "@mode", "passthrough"))
		return true;
	for (xmlNode *feature = vml_first(hyperv); feature; feature = vml_sibling(feature))
		if (vml_attr_is(feature, "@state", "on"))
			return true;
	return false;
}
