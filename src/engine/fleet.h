/* Fleet: the values that the domains of a run use (keys), and conflicts between domains. */
#ifndef VML_FLEET_TABLE_H
#define VML_FLEET_TABLE_H

#include "origin.h"

#include <vmlint/audit.h>

#include <stddef.h>

/*
 * Keys of all audited domains. The documents are not kept: about 60 bytes per key, and 50 bytes and
 * the name per domain. Not thread-safe.
 */
typedef struct vml_fleet vml_fleet;

/* Create an empty fleet; the caller frees it with vml_fleet_free(). */
vml_fleet *vml_fleet_new(void);

/*
 * Add the domains of an audited document. Call it in the order of the inputs: findings are reported
 * in this order.
 *
 * result: must contain the keys that the audit collected and the final states of the findings; it
 * may be freed afterwards
 */
void vml_fleet_add(vml_fleet *fleet, const vml_origin *origin, const vml_result *result);

/* Find the conflicts. Call it once, after the last vml_fleet_add(). */
void vml_fleet_join(vml_fleet *fleet);

/*
 * Get the findings of the next domain that has conflicts, after vml_fleet_join().
 *
 * ret_origin, ret: set on success; valid until the next call. All findings are in the
 * list of shown ones; the caller sets their states and then calls vml_fleet_partition(). They have no document (`stored` is set),
 * and ret->ran is NULL.
 *
 * Returns false if there are no more.
 */
bool vml_fleet_next(vml_fleet *fleet, vml_origin *ret_origin, vml_result *ret);

/*
 * Let all results of vml_fleet_next() live until the fleet is freed, not only until the next call.
 */
void vml_fleet_keep_results(vml_fleet *fleet);

/* Same as vml_result_partition(), for a result of vml_fleet_next(). */
void vml_fleet_partition(vml_fleet *fleet, vml_result *result, bool show_all);

/*
 * Domains that occur in several inputs of the run, such as a file and a connection. These copies do
 * not conflict with each other.
 */
typedef struct vml_repeated {
	size_t n;		    /* number of domains; 0: the other fields are not set */
	const char *name;	    /* name of the first one; borrowed from the fleet */
	const char *input, *second; /* the first two inputs that contain it */
} vml_repeated;

/* Return the domains that occur in several inputs, after vml_fleet_join(). */
vml_repeated vml_fleet_repeated(const vml_fleet *fleet);

/* Free the fleet; NULL is allowed. */
void vml_fleet_free(vml_fleet *fleet);

#endif
