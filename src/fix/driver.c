/* Fix that sets an attribute of a disk's or controller's <driver>, adding it if missing. */
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
