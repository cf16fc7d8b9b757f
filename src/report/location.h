/* Locations for machine-readable reports: paths, URIs and UTF-16 columns. */
#ifndef VML_LOCATION_H
#define VML_LOCATION_H

#include "report.h"

/*
 * Return the root of the repository: the working directory or its nearest ancestor that contains
 * .git. The caller frees it. NULL if there is none.
 */
char *vml_repository_root(void);

/*
 * Return the path of an input as other programs need it: relative to the root of the repository if
 * the file is inside it; otherwise as given, without "./". Standard input without a name is
 * "stdin.xml". A live domain, which has no file, gets a unique path such as
 * "libvirt/prod1/web1.xml".
 *
 * root: root of the repository, or NULL
 * domain: used for live inputs only; NULL for the connection itself
 *
 * The caller frees the path. It is untrusted and not escaped.
 */
char *vml_input_path(const char *root, const vml_input *input, const vml_facts *domain);

/*
 * Return the name of the host of a live input: input->host; if that is NULL, the host in its URI
 * (without user, password and port); if the URI has none, the name of this host. NULL for other
 * inputs. The caller frees it. It is untrusted and not escaped.
 */
char *vml_connection_host(const vml_input *input);

/* Return a path as a percent-encoded URI reference, freed by the caller. */
char *vml_path_uri(const char *path);

/*
 * Return true if a URL is safe as a link: http or https, ASCII, without whitespace, quotes and
 * brackets.
 */
bool vml_is_link(const char *url);

/* A position as editors count it: 1-based; columns are UTF-16 code units. */
typedef struct vml_utf16_pos {
	unsigned long line, column;
} vml_utf16_pos;

/* Return the position of `byte`, an offset in the input that must be inside the document. */
vml_utf16_pos vml_utf16_pos_of(vml_doc *doc, size_t byte);

/* Return the start of the range of a finding for which vml_has_location() returns true. */
vml_utf16_pos vml_utf16_start(const vml_finding *finding);

/* Same as vml_utf16_start(), for the end of the range. */
vml_utf16_pos vml_utf16_end(const vml_finding *finding);

/* Return true if the finding has a location in a file; those of live domains have none. */
bool vml_has_location(const vml_input *input, const vml_finding *finding);

#endif
