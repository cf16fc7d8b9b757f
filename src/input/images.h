/* Disk images of live domains: whether they exist on the host. */
#ifndef VML_IMAGES_H
#define VML_IMAGES_H

#include "host.h"
#include "libvirt.h"

/*
 * Ask the host whether the images of a domain exist, unless its facts already show it: one call per
 * disk. Sets doc->images.
 *
 * doc: the definition of `domain`
 * host: facts of the host, or NULL
 */
void vml_images_check(
	const struct vml_libvirt *virt, virDomainPtr domain, const vml_host *host, vml_doc *doc);

#endif
