/* Data of findings whose document was freed. */
#ifndef VML_STORED_H
#define VML_STORED_H

#include <vmlint/audit.h>

/* The data of a finding that would otherwise be computed from its document. */
typedef struct vml_stored {
	const char *path;   /* result of vml_finding_path() */
	const char *device; /* result of vml_finding_device() */
	vml_key key;
	const char *fingerprint; /* result of vml_finding_fingerprint() */
	/* source line, with secrets masked, not NUL-terminated; NULL if not stored */
	const char *line;
	/* length of line; the marked bytes are [caret, caret + mark) */
	size_t line_len, caret, mark;
	/*
	 * columns of the range, 1-based, in UTF-16 code units. Exception: in a key (vml_use), they
	 * are in bytes if `line` is set and the range is in one line; a finding made from the key
	 * converts them.
	 */
	unsigned long column, end_column;
} vml_stored;

/* Return the hash of a key; its hexadecimal digits are the fingerprint (key.c). */
uint64_t vml_key_hash(const vml_key *key);

#endif
