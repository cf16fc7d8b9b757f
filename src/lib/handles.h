/* Contents of the library's objects, which are opaque to its users. */
#ifndef VML_HANDLES_H
#define VML_HANDLES_H

#include "document_conflicts.h"
#include "host_profiles.h"
#include "policy.h"
#include "report.h"
#include "settings.h"

#include <vmlint.h>

#include <pthread.h>

/*
 * Changes the layout of the opaque structs: a test verifies that programs do not depend on it
 * (tests/library.sh).
 */
#ifdef VMLINT_OTHER_LAYOUT
#define VML_PADDING char padding[64];
#else
#define VML_PADDING
#endif

/* A stored call of vmlint_context_set() or vmlint_context_configure(). */
typedef struct vml_wish {
	char *name;  /* name of the setting; NULL: it is the configuration */
	char *value; /* value of the setting, or text of the configuration; owned, NUL-terminated */
	size_t len;  /* length of `value` in bytes */
	char *path;  /* path of the configuration; NULL: a setting */
} vml_wish;

/*
 * A policy made from the calls on a context. The policy borrows `settings`, so this struct must not
 * be moved.
 */
typedef struct vml_realized {
	vml_settings settings;
	vml_policy *policy;
	pthread_mutex_t lock; /* protects `users`, and the policy while it creates a selection */
	/*
	 * number of results that use the policy, plus 1 while it is the current policy of the
	 * context
	 */
	size_t users;
} vml_realized;

struct vmlint_context {
	VML_PADDING
	vml_wish *wishes; /* configuration calls so far, in order; owned */
	size_t n_wishes;
	vml_host_profiles *hosts; /* owned */
	vml_realized *current;	  /* policy made from `wishes`; the context has one reference */
};

struct vmlint_finding {
	VML_PADDING
	const vml_finding *finding;
	const struct vmlint_result *result;
};

struct vmlint_result {
	VML_PADDING
	vml_realized *realized;
	const vml_selection *selection; /* selection of the policy that was used */
	vml_parser *parser;
	char *bytes; /* copy of the document */
	size_t len;
	char *name;
	vml_doc *doc; /* NULL if the document was rejected */
	vml_result audit;
	vml_document_conflicts conflicts; /* findings on conflicts between the document's domains */
	vml_input input;		  /* name, status and errors */
	vmlint_status status;
	/* findings of `audit`, followed by those of `conflicts`; owned */
	struct vmlint_finding *findings;
	size_t n_findings;
};

/*
 * Create the policy from all configuration calls on a context.
 *
 * ret_message: set on failure to an error message, which the caller frees
 *
 * Returns the policy with one reference, which the caller drops with vml_realized_release(); NULL
 * if a call is invalid.
 */
vml_realized *vml_realize(const vmlint_context *context, char **ret_message);

/*
 * Take a reference to the policy (realized->users), and return the selection for a document; valid
 * until the reference is dropped. Thread-safe.
 *
 * name: path for which the rules are selected, see vml_policy_for(); NULL if there is none
 */
const vml_selection *vml_realized_use(vml_realized *realized, const char *name);

/* Drop a reference; the last one frees the policy. Thread-safe. */
void vml_realized_release(vml_realized *realized);

#endif
