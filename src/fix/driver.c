/* The one element that many fixes of disks have in common, and that a disk may lack. */
#include "run.h"

void vml_fix_disk_driver(
	vml_finding *finding, const xmlNode *disk, const char *attr, const char *value)
{
	const xmlNode *driver = vml_child(disk, "driver");

	if (driver)
		vml_fix_set(finding, driver, attr, value);
	else
		vml_fix_add(finding, disk, vml_child(disk, "source"),
			vml_format(finding->run, "<driver name='qemu' %s='%s'/>", attr, value));
}
