/* Fleet: the keys of all domains of a run, and the conflicts between domains. */
#ifndef VML_FLEET_TABLE_H
#define VML_FLEET_TABLE_H

#include "origin.h"

#include <vmlint/audit.h>

#include <stddef.h>

/*
 * Keys of all audited domains, stored without their documents: about 60 bytes per key, and 50
 * bytes per domain and its name. Not thread-safe.
 */
typedef struct vml_fleet vml_fleet;

/* Create an empty fleet; the caller frees it with vml_fleet_free(). */
vml_fleet *vml_fleet_new(void);

/*
 * Add the domains of an audited document. Must be called in the order of the inputs: findings
 * have this order.
 *
 * result: with the keys that the audit collected and the final states of its findings; nothing of
 *	it is kept
 */
void vml_fleet_add(vml_fleet *fleet, const vml_origin *origin, const vml_result *result);

/* Find the conflicts, after the last call of vml_fleet_add(). */
void vml_fleet_join(vml_fleet *fleet);

/*
 * Get the findings of the next domain that has conflicts, after vml_fleet_join().
 *
 * ret_origin, ret: set on success; valid until the next call. `ran` of the result is NULL, its
 *	findings have no document (`stored` is set) and are all shown: the caller changes their
 *	states and calls vml_fleet_partition()
 *
 * Returns false if there are no more.
 */
bool vml_fleet_next(vml_fleet *fleet, vml_origin *ret_origin, vml_result *ret);

/* Same as vml_result_partition(), for a result of vml_fleet_next(). */
void vml_fleet_partition(vml_fleet *fleet, vml_result *result, bool show_all);

/* Domains that the run read more than once: they do not conflict with themselves. */
typedef struct vml_repeated {
	size_t n;		    /* number of domains; 0: the other fields are not set */
	const char *name;	    /* of the first one; borrowed from the fleet */
	const char *input, *second; /* the first two inputs that contain it */
} vml_repeated;

/* Return the domains that occur more than once, after vml_fleet_join(). */
vml_repeated vml_fleet_repeated(const vml_fleet *fleet);

/* Free the fleet; NULL is allowed. */
void vml_fleet_free(vml_fleet *fleet);

#endif
