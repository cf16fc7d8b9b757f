/* What a <disk> is, where it does not say so itself. */
#include <vmlint/rule.h>

const char *vml_disk_type(const xmlNode *disk)
{
	const char *type = vml_attr(disk, "@type");

	return *type ? type : "file";
}
