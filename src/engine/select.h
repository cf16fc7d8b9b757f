/* Which rules run, and what the engine visits for them. */
#ifndef VML_SELECT_H
#define VML_SELECT_H

#include <vmlint/vmlint.h>

/* One element name on the way that the engine walks; the root step is <domain>. */
typedef struct vml_step {
	const char *name; /* not ended by a NUL: name_len bytes */
	size_t name_len;
	size_t *rules; /* indexes into vml_rules() */
	size_t n_rules;
	struct vml_step *children;
	size_t n_children;
} vml_step;

struct vml_selection {
	bool *enabled; /* by index into vml_rules() */
	bool only;     /* an "only" list was given: it began with nothing */
	vml_severity least;
	const char *guest;
	vml_step plan; /* of the enabled rules */
};

#endif
