/* URIs of documents. */
#include "file_uri.h"

#include "arena.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static int hex_value(char c)
{
	return c >= '0' && c <= '9'	     ? c - '0'
		: isxdigit((unsigned char)c) ? (c | 32) - 'a' + 10
					     : -1;
}

char *vml_uri_path(const char *uri)
{
	const char *at = uri + 7;
	char *path, *to;

	if (strncasecmp(uri, "file://", 7))
		return NULL;
	if (!strncasecmp(at, "localhost/", 10))
		at += 9;
	if (*at != '/')
		return NULL;
	path = to = vml_strdup(at);
	for (; *at && *at != '?' && *at != '#'; at++) {
		int high = *at == '%' ? hex_value(at[1]) : -1;
		int low = high >= 0 ? hex_value(at[2]) : -1;
		int c = low >= 0 ? high * 16 + low : *at;

		/* no path contains a NUL */
		*to++ = (char)(c ? c : '?');
		at += low >= 0 ? 2 : 0;
	}
	*to = '\0';
	return path;
}

bool vml_is_virsh_edit(const char *path)
{
	const char *name = strrchr(path, '/');

	name = name ? name + 1 : path;
	if (strncmp(name, "virsh", 5) || strlen(name) != 15 || strcmp(name + 11, ".xml"))
		return false;
	for (const char *at = name + 5; at < name + 11; at++)
		if (!isalnum((unsigned char)*at))
			return false;
	return true;
}
