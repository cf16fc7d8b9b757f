/**
 * @file state.h
 * State of the guest of a live connection, for rules with a gate of VML_STATE_GATES.
 *
 * @par Ownership
 * Returned strings, elements and arrays are borrowed: they live until vml_free() of the document.
 */
#ifndef VMLINT_STATE_H
#define VMLINT_STATE_H

#include <vmlint/rule.h>

/** Kind of a second definition of the guest. */
typedef enum vml_other_kind {
	/** the second definition is that of the running guest, the audited one is persistent */
	VML_OTHER_RUNNING,
	/** the second definition is persistent, the audited one is that of the running guest */
	VML_OTHER_PERSISTENT,
	/** the second definition is that of the saved state, which the next start restores */
	VML_OTHER_SAVED
} vml_other_kind;

/** Return true if the guest runs and has no persistent definition. Gate: VML_WHEN_LISTED. */
bool vml_guest_is_transient(const vml_context *ctx);

/**
 * Return true if the guest is known to be shut off; false if its state is unknown, for example that
 * of a file. Gate: VML_WHEN_LISTED, or none.
 */
bool vml_guest_is_shut_off(const vml_context *ctx);

/**
 * Return libvirt's messages about taints of the running guest, such as "tainted: custom monitor
 * control commands issued", in the language of the daemon: an array that ends with NULL, never NULL
 * itself. Gate: VML_WHEN_TAINTS.
 */
const char *const *vml_guest_taints(const vml_context *ctx);

/**
 * Return the <domain> of the second definition, which is not audited: that of the running guest,
 * the persistent one, or that of the saved state. Gate: VML_WHEN_OTHER.
 *
 * @param ret_kind set to the kind of this definition; meaningless if the result is NULL
 * @return NULL only if the gate is false
 */
const xmlNode *vml_guest_other(const vml_context *ctx, vml_other_kind *ret_kind);

/** A setting that differs between the two definitions. */
typedef struct vml_difference {
	/** element of the setting in the audited definition; NULL if it has none */
	const xmlNode *node;
	const char *name; /**< name for messages, such as "disk 'vda' driver/@cache" */
	/** value that the running or saved guest has, for messages; "": not shown */
	const char *current;
	/** value in the persistent definition, for messages; "": not shown */
	const char *persistent;
} vml_difference;

/**
 * Compare the two definitions of a running or saved guest. Return the settings that differ, at most
 * 64, except those that libvirt itself changes at the start and those that can be changed while the
 * guest runs. Devices that can be plugged into a running guest are compared only if both
 * definitions have them. Gate: VML_WHEN_OTHER.
 *
 * @param ret_n set to the number of differences
 * @return an array, never NULL
 */
const vml_difference *vml_guest_differences(vml_context *ctx, size_t *ret_n);

/**
 * Let the current rule report the errors of the running guest: one finding for each rule that
 * reports an error in the definition of the running guest and nothing in the audited, persistent
 * one. The engine adds these findings after all rules have run. Gate: VML_WHEN_OTHER.
 */
void vml_report_running_errors(vml_context *ctx);

#endif
