/* Disk images of live domains: whether they exist on the host. */
#ifndef VML_IMAGES_H
#define VML_IMAGES_H

#include "host.h"
#include "libvirt.h"

/*
 * Ask the host for each image of a domain that is not known to exist, one call per disk, and set
 * doc->images. doc: the definition of `domain`; host: its facts, or NULL
 */
void vml_images_check(
	const struct vml_libvirt *virt, virDomainPtr domain, const vml_host *host, vml_doc *doc);

#endif
