/* Names of the hosts of connections: short, but unique. */
#include "connection_names.h"

#include "arena.h"
#include "text.h"
#include "uri.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/* Return the first label of this machine's name. */
static char *own_name(void)
{
	char name[256];

	if (gethostname(name, sizeof(name)))
		return vml_strdup("localhost");
	name[sizeof(name) - 1] = '\0';
	return vml_strndup(name, strcspn(name, "."));
}

/*
 * Return the name that the host of a URI probably has: the host in the URI; if there is none, the
 * name of this machine.
 */
static char *expected_name(const char *uri)
{
	char *host = vml_uri_host(uri ? uri : "");

	if (*host)
		return host;
	free(host);
	return own_name();
}

/*
 * Return an array: per connection, whether it may have the same name as connection i (namesakes).
 * ret_n: set to the number of namesakes, including connection i itself
 */
static bool *find_namesakes(const char *const *uris, size_t n, size_t i, size_t *ret_n)
{
	bool *same = vml_realloc(NULL, n * sizeof(*same));
	char *name = expected_name(uris[i]);

	*ret_n = 0;
	for (size_t j = 0; j < n; j++) {
		char *other = expected_name(uris[j]);

		same[j] = !strcasecmp(name, other);
		*ret_n += same[j];
		free(other);
	}
	free(name);
	return same;
}

/*
 * Return the value of `part` in the URI of connection i if it is not empty, and different in the
 * URIs of all its namesakes; else NULL.
 *
 * same: result of find_namesakes()
 */
static char *distinct_part(
	const char *const *uris, size_t n, size_t i, const bool *same, vml_uri_part part)
{
	char *own = vml_uri_part_of(uris[i] ? uris[i] : "", part);
	bool distinct = *own;

	for (size_t j = 0; j < n && distinct; j++) {
		char *other = vml_uri_part_of(uris[j] ? uris[j] : "", part);

		distinct = j == i || !same[j] || strcasecmp(own, other);
		free(other);
	}
	if (distinct)
		return own;
	free(own);
	return NULL;
}

/* Append to a name what distinguishes connection i from its namesakes; frees `name`. */
static char *distinguish(const char *const *uris, size_t n, size_t i, const bool *same, char *name)
{
	char *part = NULL, *longer;
	size_t nth = 1;

	for (int p = 0; p < VML_URI_N_PARTS && !part; p++)
		part = distinct_part(uris, n, i, same, (vml_uri_part)p);
	for (size_t j = 0; j < i; j++)
		nth += same[j];
	longer = part ? vml_asprintf("%s/%s", name, part) : vml_asprintf("%s#%zu", name, nth);
	free(part);
	free(name);
	return longer;
}

char *vml_connection_name(const char *const *uris, size_t n, size_t i, const char *hostname)
{
	char *name = vml_uri_host(uris[i] ? uris[i] : "");
	size_t n_same;
	bool *same;

	if (!*name) {
		free(name);
		name = *hostname ? vml_strndup(hostname, strcspn(hostname, ".")) : own_name();
	}
	same = find_namesakes(uris, n, i, &n_same);
	if (n_same > 1)
		name = distinguish(uris, n, i, same, name);
	free(same);
	return name;
}
