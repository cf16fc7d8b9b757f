/* Contents of files. */
#include "file.h"

#include "text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { READ_SIZE = 65536 };

char *vml_file_read(const char *path, size_t max_mib, vml_buffer *ret)
{
	FILE *in = fopen(path, "re");
	size_t n = 1;
	char *wrong = NULL;

	*ret = (vml_buffer){ 0 };
	if (!in)
		return vml_asprintf("cannot read '%s': %s", path, strerror(errno));
	while (n && ret->len <= max_mib << 20) {
		n = fread(vml_buffer_reserve(ret, READ_SIZE), 1, READ_SIZE, in);
		ret->len += n;
	}
	if (ferror(in))
		wrong = vml_asprintf("cannot read '%s': %s", path, strerror(errno));
	else if (ret->len > max_mib << 20)
		wrong = vml_asprintf("cannot read '%s': larger than %zu MiB", path, max_mib);
	fclose(in);
	vml_buffer_add(ret, "", 0);
	if (wrong)
		vml_buffer_free(ret);
	return wrong;
}
