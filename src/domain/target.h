/* Target environments: the libvirt and QEMU versions of distributions. */
#ifndef VML_TARGET_H
#define VML_TARGET_H

#include <vmlint/rule.h>

/*
 * Parse the name of a target: a distribution and its release ("debian-12", also "rocky-9.4" for
 * "rhel-9.4"), or versions ("libvirt=9.0", "libvirt=9.0,qemu=7.2").
 *
 * ret: set on success; refers to `text`, which must outlive it
 * ret_error: set on failure to a message, which the caller frees
 *
 * Returns 0, or -1 with *ret_error set.
 */
int vml_target_parse(const char *text, vml_target *ret, char **ret_error);

/*
 * Return the name of the i-th distribution release, from 0: a constant, or NULL past the last one.
 * `data` is ignored: the signature is that of vml_nth_word (suggest.h).
 */
const char *vml_nth_target(const void *data, size_t i);

/*
 * Return the version of the target's distribution as a VML_RELEASE (9004 for "rhel-9.4"); 0 if the
 * target is not a distribution.
 */
unsigned int vml_target_version(const vml_target *target);

/* Write a VML_RELEASE as "9.1" (for 9001) to `buffer` and return it. */
const char *vml_release_text(unsigned int release, char buffer[static 16]);

#endif
