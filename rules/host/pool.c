/* Storage pools and volumes that the host lacks, or that are not active. */
#include <vmlint/host.h>
#include <vmlint/state.h>

static void check_volume(vml_context *ctx, const xmlNode *source, const char *device,
	const vml_host_pool *pool, const char *volume)
{
	vml_finding *finding;

	if (vml_host_volume_in(vml_host_of(ctx), pool->name, volume, NULL) != VML_NO)
		return;
	finding = vml_report_attr(ctx, source, "volume",
		"%s uses volume '%s', which pool '%s' does not have: the guest does not start",
		device, volume, pool->name);
	vml_remedy(finding,
		"Create the volume with \"virsh vol-create-as %s %s SIZE\". If its file exists, run "
		"\"virsh pool-refresh %s\".",
		vml_shell(ctx, pool->name), vml_shell(ctx, volume), vml_shell(ctx, pool->name));
}

static void check_active(
	vml_context *ctx, const xmlNode *source, const char *device, const vml_host_pool *pool)
{
	vml_finding *finding = vml_report_attr(ctx, source, "pool",
		"%s uses storage pool '%s', which is not active: the guest does not start", device,
		pool->name);

	vml_remedy(finding, "Start the pool on the host with \"virsh pool-start %s\"%s%s.",
		vml_shell(ctx, pool->name),
		pool->autostart == VML_YES
			? ""
			: ", and at each boot of the host with \"virsh pool-autostart ",
		pool->autostart == VML_YES ? ""
					   : vml_format(ctx, "%s\"", vml_shell(ctx, pool->name)));
	/*
	 * an error if the guest is shut off: it cannot be started now. Otherwise a warning, because
	 * libvirtd starts the pool when it starts itself, for example at boot.
	 */
	if (pool->autostart == VML_YES && !vml_guest_is_shut_off(ctx))
		vml_lower_severity(finding, VML_WARNING);
}

static void missing(vml_context *ctx, xmlNode *disk)
{
	const char *device = vml_device_name(ctx, disk);
	const xmlNode *source = vml_child(disk, "source");
	const char *name = vml_attr(source, "@pool");
	const vml_host_pool *pool;
	vml_tristate exists;

	if (strcmp(vml_disk_type(disk), "volume") != 0 || !*name ||
		vml_attr_is(source, "@startupPolicy", "optional"))
		return;
	exists = vml_host_pool_by_name(vml_host_of(ctx), name, &pool);
	if (exists == VML_NO)
		vml_report_attr(ctx, source, "pool",
			"%s uses storage pool '%s', which does not exist: the guest does not start",
			device, name);
	else if (pool && pool->active == VML_NO)
		check_active(ctx, source, device, pool);
	else if (pool)
		check_volume(ctx, source, device, pool, vml_attr(source, "@volume"));
}

const vml_rule vml_rules_host_pool[] = {
	{
		.id = "host-pool",
		.summary = "storage pool or volume does not exist on the host, or is not active",
		.why = "The guest does not start without the volume. libvirt does not create or "
		       "start pools for it.",
		.remedy = "Define the pool with \"virsh pool-define FILE\", where FILE is its XML. "
			  "Start it with \"virsh pool-start NAME\", and at each boot of the host "
			  "with \"virsh pool-autostart NAME\". If only the volume is missing, "
			  "create it or copy it there.",
		.url = "https://libvirt.org/formatstorage.html",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_HOST_POOLS,
		.unless = VML_WHEN_LIVE,
		.each = "devices/disk",
		.check = missing,
	},
	{ 0 },
};
