/*
 * Fix that sets an attribute of the <driver> of a disk or controller; adds <driver> if it is
 * missing.
 */
#include "context.h"

void vml_fix_driver(
	vml_finding *finding, const xmlNode *device, const char *attr, const char *value)
{
	const xmlNode *driver = vml_child(device, "driver");

	if (driver)
		vml_fix_set(finding, driver, attr, value);
	else
		vml_fix_add(finding, device, vml_child(device, "source"),
			vml_format(finding->ctx, "<driver%s %s='%s'/>",
				vml_named(device, "disk") ? " name='qemu'" : "", attr, value));
}
