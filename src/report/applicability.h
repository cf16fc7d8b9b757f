/* Kinds of domains to which few rules apply: lxc, xen, an os type that is not hvm. */
#ifndef VML_APPLICABILITY_H
#define VML_APPLICABILITY_H

#include "report.h"

#include <stdio.h>

enum { VML_KINDS_MAX = 4 };

/* The kinds found so far. Initialize to zero. */
typedef struct vml_applicability {
	struct vml_domain_kind {
		char label[48];	  /* "lxc", "kvm with os type 'exe'" */
		size_t n_applied; /* number of rules that apply to the kind */
	} kinds[VML_KINDS_MAX];
	size_t n_kinds, n_rules;
} vml_applicability;

/*
 * Record how many of `rules` apply to each kind of domain in the result. Domains of QEMU, and kinds
 * after the first VML_KINDS_MAX, are not recorded.
 *
 * rules: the selected rules, the same in each call; ends with NULL
 */
void vml_applicability_add(
	vml_applicability *met, const vml_result *result, const vml_rule *const *rules);

/* Print a line for each kind: "lxc: 23 of 160 rules apply". */
void vml_applicability_print(FILE *out, const vml_applicability *met);

#endif
