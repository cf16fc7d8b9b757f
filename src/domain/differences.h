/*
 * Comparison of two definitions of one guest; shared by the files that compare its parts. Each
 * vml_compare_*() adds the differences that it finds to vml_comparison.list.
 */
#ifndef VML_DIFFERENCES_H
#define VML_DIFFERENCES_H

#include "context.h"

enum { MOST_DIFFERENCES = 64 };

typedef struct vml_comparison {
	vml_context *ctx;
	/* <domain> elements; current: that of the running or saved guest */
	const xmlNode *persistent, *current;
	/* true: `persistent` is the audited definition; false: `current` is */
	bool audits_persistent;
	/* differences found so far; has space for MOST_DIFFERENCES */
	vml_difference *list;
	size_t n;
} vml_comparison;

/*
 * Add a difference, unless the list has MOST_DIFFERENCES already.
 *
 * persistent, current: element of the setting in each definition; NULL if there is none
 * difference: copied, except for `node`, which is set to the element in the audited definition
 */
void vml_differ(vml_comparison *all, const xmlNode *persistent, const xmlNode *current,
	vml_difference difference);

/* Return a value for messages: in quotes; "unset" if it is empty. In the document's arena. */
const char *vml_shown_value(vml_context *ctx, const char *value);

/*
 * Compare the features of the hypervisor in the element at `path` (relative to <domain>): a
 * difference is a feature that the persistent definition lists with another state than the current
 * definition.
 */
void vml_compare_features(vml_comparison *all, const char *path);

/* Compare mode, model and features of the CPU. */
void vml_compare_cpu(vml_comparison *all);

/* Compare the firmware: BIOS or UEFI, and the path of its image (<loader>). */
void vml_compare_firmware(vml_comparison *all);

#endif
