/* Paths of the host that are not absolute. */
#include <vmlint/rule.h>

#include <string.h>

static void relative(vml_context *ctx, xmlNode *node)
{
	bool is_source = vml_named(node, "source");
	const char *attr = vml_has_attr(node, "@dev") ? "dev" : "file";
	const char *path =
		is_source ? vml_attr(node, vml_format(ctx, "@%s", attr)) : vml_text(ctx, node);
	const char *where;

	/* skip an empty path, which is an empty drive, and URIs */
	if (!*path || *path == '/' || strstr(path, "://"))
		return;
	/* skip disks of other types */
	if (is_source && !vml_one_of(vml_disk_type(vml_parent(node)), "file|block"))
		return;
	where = *path == '~'
		? "libvirt does not expand '~'"
		: "it is searched for in the working directory of libvirt's daemon, '/'";
	if (is_source)
		vml_report_attr(ctx, node, attr, "path '%s' of %s is not absolute: %s", path,
			vml_device_name(ctx, node), where);
	else
		vml_report(ctx, node, "path '%s' in <%s> is not absolute: %s", path,
			(const char *)node->name, where);
}

const vml_rule vml_rules_path_relative[] = {
	{
		.id = "path-relative",
		.summary = "path of the host that is not absolute",
		.why = "libvirt's daemon and QEMU run in the directory '/', not in the one in which "
		       "the XML was written, and no shell expands '~'. The guest does not start, or "
		       "libvirt rejects the domain: the file is not found.",
		.remedy = "Write the absolute path, which begins with '/'.",
		.url = "https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.unless = VML_WHEN_LIVE,
		.each = "devices/disk/source|devices/emulator|os/loader|os/nvram|os/kernel|os/initrd|"
			"os/dtb",
		.check = relative,
	},
	{ 0 },
};
