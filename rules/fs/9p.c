/* Directories shared over 9p instead of virtiofs. */
#include <vmlint/rule.h>

#include <string.h>

static bool is_9p(const xmlNode *filesystem)
{
	const char *type = vml_attr(filesystem, "@type");
	const char *driver = vml_attr(filesystem, "driver/@type");

	return (!*type || !strcmp(type, "mount")) &&
		(!*driver || vml_one_of(driver, "path|handle")) &&
		vml_has_attr(filesystem, "source/@dir");
}

static void index_targets(vml_context *ctx, vml_index *index)
{
	vml_each_device (fs, ctx, "filesystem")
		vml_index_add(index, vml_hash(0, vml_attr(fs, "target/@dir")), fs);
}

/* Return true if another file system has the same target: libvirt rejects that for virtiofs. */
static bool shares_target(vml_context *ctx, const xmlNode *filesystem)
{
	uint64_t key = vml_hash(0, vml_attr(filesystem, "target/@dir"));

	return vml_index_find(ctx, index_targets, key)->next;
}

/*
 * Return true if the file system can use virtiofs, which supports neither owners in extended
 * attributes nor the old device models.
 */
static bool can_convert(vml_context *ctx, const xmlNode *filesystem)
{
	const char *accessmode = vml_attr(filesystem, "@accessmode");

	return (!*accessmode || !strcmp(accessmode, "passthrough")) &&
		!vml_has_attr(filesystem, "@model") &&
		!vml_has_attr(filesystem, "driver/@format") && !vml_cells_refuse_sharing(ctx) &&
		!shares_target(ctx, filesystem);
}

static void convert(vml_context *ctx, vml_finding *finding, const xmlNode *filesystem)
{
	const xmlNode *driver = vml_child(filesystem, "driver");

	if (driver)
		vml_fix_set(finding, driver, "type", "virtiofs");
	else
		vml_fix_add(finding, filesystem, NULL, "<driver type='virtiofs'/>");
	if (vml_has_attr(driver, "@wrpolicy"))
		vml_fix_unset(finding, driver, "wrpolicy");
	if (vml_has_attr(filesystem, "@multidevs"))
		vml_fix_unset(finding, filesystem, "multidevs");
	if (!vml_memory_is_shared(ctx))
		vml_fix_share_memory(ctx, finding);
}

/* Suggest a command, if virt-xml can make all changes with one command. */
static void suggest_command(vml_context *ctx, vml_finding *finding, const xmlNode *filesystem)
{
	const char *driver;

	if (vml_memory_is_shared(ctx)) {
		vml_command(finding, "--edit %u --filesystem driver.type=virtiofs%s%s",
			vml_sibling_index(filesystem),
			vml_has_attr(filesystem, "driver/@wrpolicy") ? ",driver.wrpolicy=" : "",
			vml_has_attr(filesystem, "@multidevs") ? ",multidevs=" : "");
	} else if (!vml_child(vml_facts_of(ctx)->domain, "memoryBacking") &&
		!vml_has_attr(filesystem, "driver/@wrpolicy") &&
		!vml_has_attr(filesystem, "@multidevs")) {
		driver = vml_format(ctx, "./devices/filesystem[%u]/driver/@type=virtiofs",
			vml_sibling_index(filesystem));
		vml_command(finding,
			"--edit --xml %s --xml ./memoryBacking/source/@type=memfd "
			"--xml ./memoryBacking/access/@mode=shared",
			vml_shell(ctx, driver));
	}
}

/*
 * Return the part of the remedy on attributes of 9p that virtiofs does not have: ", remove the
 * attributes fmode, dmode"; "" if there are none. last: it ends the sentence
 */
static const char *drop_attributes(vml_context *ctx, const xmlNode *filesystem, bool last)
{
	static const char *const paths[] = { "@model", "@multidevs", "@fmode", "@dmode",
		"driver/@format", "driver/@wrpolicy" };
	vml_string_builder names = { 0 };
	unsigned int n = 0;

	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		if (vml_has_attr(filesystem, paths[i]))
			vml_append(ctx, &names, "%s%s", n++ ? ", " : "", strchr(paths[i], '@') + 1);
	return n ? vml_format(ctx, ", %sremove the attribute%s %s", last ? "and " : "",
			   n > 1 ? "s" : "", names.text)
		 : "";
}

/* Return the part of the remedy on shared memory; "" if the guest has it. */
static const char *share_memory(vml_context *ctx)
{
	if (vml_memory_is_shared(ctx))
		return "";
	return vml_format(ctx,
		", and give the guest shared memory (<memoryBacking> with <source type='memfd'/> "
		"and <access mode='shared'/>%s)",
		vml_cells_refuse_sharing(ctx) ? ", memAccess='shared' in each NUMA cell" : "");
}

static void over_9p(vml_context *ctx, xmlNode *filesystem)
{
	const char *family = vml_guest_family(ctx);
	const char *accessmode = vml_attr(filesystem, "@accessmode");
	vml_finding *finding;

	/*
	 * skip guests other than Linux, which do not include a driver for virtiofs; and read-only
	 * file systems, because older libvirt rejects <readonly/> for virtiofs
	 */
	if (!is_9p(filesystem) || (*family && strcmp(family, "linux")) ||
		vml_child(filesystem, "readonly") ||
		vml_guest_drives(ctx, VML_DRIVER_VIRTIO_FS) == VML_NO)
		return;
	finding = vml_report(ctx, filesystem,
		"directory %s is shared over 9p: file access is slower than with virtiofs",
		vml_attr(filesystem, "source/@dir"));
	if (can_convert(ctx, filesystem)) {
		if (vml_memory_is_shared(ctx))
			vml_remedy(finding,
				"Sets the driver to virtiofs. Install virtiofsd on the host. In the guest "
				"(Linux 5.4 or later), change the type of the mount from 9p to virtiofs, "
				"also in /etc/fstab. With libvirt before 10.0, virtiofs works for domains "
				"of qemu:///system only.");
		convert(ctx, finding, filesystem);
		suggest_command(ctx, finding, filesystem);
		return;
	}
	vml_lower_fix(finding, VML_FIX_NONE);
	if (shares_target(ctx, filesystem)) {
		vml_remedy(finding,
			"Give each file system a target of its own: libvirt rejects a virtiofs "
			"whose target is already in use. Then run vmlint again: this finding then "
			"states how to change to virtiofs.");
		return;
	}
	vml_remedy(finding,
		"Set <driver type='virtiofs'/>%s%s%s. Install virtiofsd on the host. In the guest, "
		"change the type of the mount from 9p to virtiofs.%s",
		*accessmode && strcmp(accessmode, "passthrough") != 0
			? " and accessmode='passthrough', the only mode of virtiofs"
			: "",
		drop_attributes(ctx, filesystem, vml_memory_is_shared(ctx)), share_memory(ctx),
		!strcmp(accessmode, "mapped")
			? " Files whose owners 9p stored in extended attributes then appear with "
			  "their owners on the host."
			: !strcmp(accessmode, "squash")
			? " Programs in the guest then get an error if they cannot change the "
			  "owner of a file; squash hides this error."
			: "");
}

static void handle(vml_context *ctx, xmlNode *filesystem)
{
	const xmlNode *driver = vml_child(filesystem, "driver");

	if (is_9p(filesystem) && vml_attr_is(driver, "@type", "handle") &&
		vml_qemu_is(ctx, VML_RELEASE(4, 0)))
		vml_fix_set(vml_report_attr(ctx, driver, "type",
				    "%s uses the 9p driver 'handle', which QEMU 4.0 removed: the "
				    "guest does not start",
				    vml_device_name(ctx, filesystem)),
			driver, "type", "path");
}

const vml_rule vml_rules_fs_9p[] = {
	{
		.id = "fs-9p-handle",
		.summary = "shared directory uses a 9p driver that QEMU removed",
		.why = "QEMU had two drivers for 9p: 'path', and 'handle', which opened files by "
		       "their handles and supported no security model but passthrough. QEMU 4.0 "
		       "removed 'handle'. libvirt accepts it at definition, 12.2 and later no "
		       "longer advertise it, and QEMU does not start with it.",
		.remedy = "Sets the driver to 'path', which serves the same directory. The guest "
			  "mounts it as before.",
		.url = "https://www.qemu.org/docs/master/about/removed-features.html",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU,
		.unless = VML_WHEN_RUNNING,
		.each = "devices/filesystem",
		.check = handle,
	},
	{
		.id = "fs-9p",
		.summary = "host directory is shared over 9p instead of virtiofs",
		.why = "9p is a network file system of the 1990s: each operation of the guest is "
		       "a message that QEMU itself processes, and guest and host have no "
		       "coherent cache. virtiofs is designed for guests on the same machine: it "
		       "has the semantics of a local file system and is faster, above all with "
		       "many small files.",
		.remedy = "Sets the driver to virtiofs, and shared memory, which virtiofs "
			  "requires. Install virtiofsd on the host. In the guest (Linux 5.4 or "
			  "later), change the type of the mount from 9p to virtiofs, also in "
			  "/etc/fstab. With libvirt before 10.0, virtiofs works for domains of "
			  "qemu:///system only.",
		.url = "https://libvirt.org/kbase/virtiofs.html",
		.severity = VML_INFO,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_KVM | VML_WHEN_VIRTIO,
		.each = "devices/filesystem",
		.check = over_9p,
	},
	{ 0 },
};
