/* Drive addresses that two devices share. */
#include <vmlint/addresses.h>

#include <string.h>

/* Return examples of target names and the units that they imply. */
static const char *implied_units(const xmlNode *disk)
{
	const char *bus = vml_disk_bus(disk);

	return !strcmp(bus, "ide")    ? "hda: 0, hdb: 1"
		: !strcmp(bus, "fdc") ? "fda: 0, fdb: 1"
				      : "sda: 0, sdb: 1";
}

static void advise(vml_context *ctx, const vml_address_fault *fault, vml_finding *finding)
{
	const char *other = vml_device_name(ctx, fault->other);

	if (!vml_child(fault->device, "address"))
		vml_remedy(finding,
			"Add an <address type='drive'> with a free unit to %s, or change the unit of %s.",
			vml_device_name(ctx, fault->device), other);
	else if (vml_named(fault->device, "disk"))
		vml_remedy(finding,
			"Set a free unit here, or remove the <address> if the unit that the target "
			"name implies (%s) is free. Alternative: change the unit of %s.",
			implied_units(fault->device), other);
	else
		vml_remedy(finding, "Set a free unit here, or change the unit of %s.", other);
}

static void check_drive(vml_context *ctx, xmlNode *devices)
{
	(void)devices;
	for (const vml_address_fault *it = vml_drive_faults(ctx); it; it = it->next) {
		const xmlNode *address = vml_child(it->device, "address");
		const char *implied = address ? "" : ", by its target name,";

		advise(ctx, it,
			vml_report(ctx, address ? address : it->device,
				"%s has%s the same drive address as %s: libvirt rejects the domain",
				vml_device_name(ctx, it->device), implied,
				vml_device_name(ctx, it->other)));
	}
}

const vml_rule vml_rules_address_drive[] = {
	{
		.id = "address-drive",
		.summary = "two devices with the same drive address",
		.why = "A drive address (controller, bus, target, unit) identifies a disk or SCSI "
		       "device on its controller. A disk without an address gets the one that its "
		       "target name implies: sdb is unit 1 of controller 0. libvirt rejects the "
		       "domain if two devices have one address.",
		.remedy = "Give each device its own unit. The <address> of a disk can be "
			  "removed if no other device has the address that the disk's "
			  "target name implies. The guest finds that device at another "
			  "address.",
		.url = "https://libvirt.org/formatdomain.html#device-addresses",
		.aliases = "xml-define-disk",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "devices",
		.check = check_drive,
	},
	{ 0 }
};
