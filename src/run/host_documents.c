/* Files with host profiles: reads them, and joins documents printed by virsh into a profile. */
#include "host_documents.h"

#include "arena.h"
#include "file.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* Limit on the size of a file with a host profile, in MiB; the facts of a host need less. */
enum { SIZE_MAX_MIB = 256 };

char *vml_host_file_read(const char *path, vml_buffer *ret)
{
	return vml_file_read(path, SIZE_MAX_MIB, ret);
}

/* Return the name of a file without directory and ".xml"; the caller frees it. */
static char *name_of(const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	size_t n = strlen(name);

	if (n > 4 && !strcmp(name + n - 4, ".xml"))
		n -= 4;
	return vml_strndup(name, n);
}

vml_host *vml_host_document_read(
	vml_parser *parser, const char *path, const vml_buffer *bytes, char **ret_error)
{
	vml_slice slice = {
		.bytes = bytes->bytes, .len = bytes->len, .line = 1, .column = 1, .terminated = true
	};
	char *name = name_of(path);
	vml_fault fault;
	vml_host *host;

	if (vml_host_read(parser, &slice, name, &host, &fault))
		*ret_error = vml_asprintf("%s:%lu:%lu: %s%s%s", path, fault.line, fault.column,
			fault.message, fault.hint ? "; " : "", fault.hint ? fault.hint : "");
	free(name);
	return host;
}

/*
 * Append the document in a file, without its XML declaration. Returns NULL, or an error message if
 * the file cannot be read or parsed, which the caller frees.
 */
static char *append(const char *path, vml_buffer *to)
{
	vml_buffer bytes;
	vml_parser *parser;
	const char *text, *end;
	char *wrong = vml_host_file_read(path, &bytes);
	vml_host *host;

	if (wrong)
		return wrong;
	parser = vml_parser_new();
	host = vml_host_document_read(parser, path, &bytes, &wrong);
	if (host) {
		text = bytes.bytes + (strncmp(bytes.bytes, "\xef\xbb\xbf", 3) ? 0 : 3);
		end = strncmp(text, "<?xml", 5) ? NULL : strstr(text, "?>");
		vml_buffer_puts(to, end ? end + 2 : text);
		vml_buffer_puts(to, "\n");
	}
	vml_host_free(host);
	vml_parser_free(parser);
	vml_buffer_free(&bytes);
	return wrong;
}

char *vml_host_documents_join(const vml_settings *settings, vml_buffer *ret)
{
	char *wrong = NULL;

	*ret = (vml_buffer){ 0 };
	vml_buffer_puts(ret, "<vmlint-host format='1'>\n");
	for (size_t i = 0; !wrong && i < settings->n_host_documents; i++)
		wrong = append(settings->host_documents[i], ret);
	vml_buffer_puts(ret, "</vmlint-host>\n");
	if (wrong)
		vml_buffer_free(ret);
	return wrong;
}
