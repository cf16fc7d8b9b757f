/* Findings without a document. */
#ifndef VML_STORED_H
#define VML_STORED_H

#include <vmlint/audit.h>

/* What a finding needs of its document after that is freed. */
typedef struct vml_stored {
	const char *path;   /* result of vml_finding_path() */
	const char *device; /* result of vml_finding_device() */
	vml_key key;
	const char *fingerprint; /* result of vml_finding_fingerprint() */
	const char *line; /* source line, secrets masked, not NUL-terminated; NULL: not kept */
	size_t line_len, caret, mark;	  /* its length; marked bytes: [caret, caret + mark) */
	unsigned long column, end_column; /* of the range, in UTF-16 code units, 1-based */
} vml_stored;

/* Return the hash of a key, of which the fingerprint is the text (key.c). */
uint64_t vml_key_hash(const vml_key *key);

#endif
