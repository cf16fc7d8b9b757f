/* Shared guest memory that QEMU keeps in a file on the host's disk. */
#include <vmlint/rule.h>

#include <string.h>

/*
 * Return the element that makes the memory shared: <access> or a NUMA cell; NULL if there is none.
 */
static const xmlNode *find_shared(const xmlNode *domain)
{
	const xmlNode *access = vml_find(domain, "memoryBacking/access");

	vml_each_child (cell, vml_find(domain, "cpu/numa"), "cell")
		if (vml_attr_is(cell, "@memAccess", "shared"))
			return cell;
	return vml_attr_is(access, "@mode", "shared") ? access : NULL;
}

static void shared_file(vml_context *ctx, xmlNode *domain)
{
	xmlNode *backing = vml_child(domain, "memoryBacking"),
		*source = vml_child(backing, "source");
	const xmlNode *shared = find_shared(domain);
	vml_finding *finding;

	/*
	 * an explicit <source type='file'/> is a decision of the admin: memory_backing_dir may be
	 * on tmpfs
	 */
	if (!shared || vml_child(backing, "hugepages") || vml_has_attr(source, "@type"))
		return;
	finding = vml_report(ctx, shared,
		"guest memory is shared without memfd or huge pages: QEMU keeps it in a file on the "
		"host's disk");
	vml_command(finding, "--edit --memorybacking source.type=memfd");
	if (!backing) {
		vml_fix_add(finding, domain, NULL,
			"<memoryBacking><source type='memfd'/></memoryBacking>");
		return;
	}
	if (source)
		vml_fix_set(finding, source, "type", "memfd");
	else
		vml_fix_add(finding, backing, NULL, "<source type='memfd'/>");
}

const vml_rule vml_rules_memory_shared_file[] = {
	{
		.id = "memory-shared-file",
		.summary = "shared guest memory is a file on the host's disk",
		.why = "Shared memory needs something that other processes can map. Without memfd and "
		       "without huge pages libvirt gives QEMU a file below /var/lib/libvirt/qemu/ram: "
		       "the host writes all of the guest's memory to that disk, which is slow, wears "
		       "out an SSD and fills the file system.",
		.remedy =
			"Adds <source type='memfd'/>: the memory is then not in a file on disk, and other "
			"processes can still share it. The guest notices nothing; the change takes "
			"effect at its next start.",
		.url = "https://libvirt.org/formatdomain.html#memory-backing",
		.severity = VML_WARNING,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU,
		.each = ".",
		.check = shared_file,
	},
	{ 0 },
};
