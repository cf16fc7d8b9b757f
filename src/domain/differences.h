/* Comparison of two definitions of one guest; shared by the files that compare its parts. */
#ifndef VML_DIFFERENCES_H
#define VML_DIFFERENCES_H

#include "context.h"

enum { MOST_DIFFERENCES = 64 };

typedef struct vml_comparison {
	vml_context *ctx;
	const xmlNode *persistent, *current; /* <domain>; current: of the running or saved guest */
	bool audits_persistent;		     /* else `current` is the audited one */
	vml_difference *list;		     /* MOST_DIFFERENCES rows */
	size_t n;
} vml_comparison;

/*
 * Add a difference.
 *
 * persistent, current: its elements; NULL if there is none
 * difference: without `node`
 */
void vml_differ(vml_comparison *all, const xmlNode *persistent, const xmlNode *current,
	vml_difference difference);

/* Return a value for messages: in quotes, or "unset". */
const char *vml_shown_value(vml_context *ctx, const char *value);

/* Compare a list of features: those of the definition must be in the same state. */
void vml_compare_features(vml_comparison *all, const char *path);

/* Compare mode, model and features of the CPU. */
void vml_compare_cpu(vml_comparison *all);

/* Compare the firmware. */
void vml_compare_firmware(vml_comparison *all);

#endif
