/*
 * Fleet: the domains of one run of vmlint, the values that they use (keys, such as a MAC address),
 * and conflicts between domains that use the same value.
 */
#ifndef VML_FLEET_TABLE_H
#define VML_FLEET_TABLE_H

#include "origin.h"

#include <vmlint/audit.h>

#include <stddef.h>

/*
 * The keys of all audited domains: values that rules compare across domains, such as each MAC
 * address and each disk file of a domain. The documents are not kept. Memory: about 60 bytes per
 * key, and 50 bytes plus the length of the name per domain. Not thread-safe.
 */
typedef struct vml_fleet vml_fleet;

/* Create an empty fleet; the caller frees it with vml_fleet_free(). */
vml_fleet *vml_fleet_new(void);

/*
 * Add the domains of an audited document. Documents must be added in the order of the inputs:
 * findings are reported in this order.
 *
 * origin: origin of the document; copied
 * result: must contain the keys that the audit collected and the final states of the findings; it
 * may be freed afterwards
 */
void vml_fleet_add(vml_fleet *fleet, const vml_origin *origin, const vml_result *result);

/* Find the conflicts. Call it once, after the last vml_fleet_add(). */
void vml_fleet_join(vml_fleet *fleet);

/*
 * Get the findings of the next domain that has conflicts, after vml_fleet_join().
 *
 * ret_origin, ret: set on success; valid until the next call. The findings have no document
 * (`stored` is set), and ret->ran is NULL. Suppressed findings are in ret->hidden. If the caller
 * changes the state of a finding, it must call vml_fleet_partition() afterwards.
 *
 * Returns false if there are no more domains with conflicts.
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
	const char *name;	    /* name of the first such domain; borrowed from the fleet */
	const char *input, *second; /* names of the first two inputs with that domain; borrowed */
} vml_repeated;

/*
 * Return the domains that occur in several inputs, after vml_fleet_join(). The strings in it are
 * borrowed until the fleet is freed.
 */
vml_repeated vml_fleet_repeated(const vml_fleet *fleet);

/* Free the fleet; NULL is allowed. */
void vml_fleet_free(vml_fleet *fleet);

#endif
