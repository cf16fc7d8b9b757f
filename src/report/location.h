/* What reports for other programs call a file, and where in it something is. */
#ifndef VML_LOCATION_H
#define VML_LOCATION_H

#include "report.h"

/*
 * The root of the repository (what holds a .git) around the working directory, to be
 * freed by the caller; NULL where there is none.
 */
char *vml_repository_root(void);

/*
 * The path of an input by which other programs find it: relative to the root of the
 * repository where it lies in one, else as given, without "./". Standard input that was
 * not named is "stdin.xml"; a live domain, of which there is no file, gets a path that no
 * other has: "libvirt/qemu/web1.xml".
 *
 * root: of the repository, or NULL
 * domain: of a live connection; NULL where the connection itself is meant
 *
 * Returns a path for free(); its bytes are of unknown origin.
 */
char *vml_input_path(const char *root, const vml_input *input, const vml_facts *domain);

/* A path as a URI reference, percent-encoded; for free(). */
char *vml_path_uri(const char *path);

/* Whether a text may be given out as a link: http or https, and nothing odd in it. */
bool vml_is_link(const char *url);

/* A place in a document as editors count: columns are UTF-16 code units from 1. */
typedef struct vml_utf16_pos {
	unsigned long line, column;
} vml_utf16_pos;

/* The place of a byte of the input that holds the document. */
vml_utf16_pos vml_utf16_pos_of(vml_doc *doc, size_t byte);

/* Whether the finding has a place in a file: domains of a connection have none. */
bool vml_has_location(const vml_input *input, const vml_finding *finding);

#endif
