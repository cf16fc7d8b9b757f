/* Disk images of live domains: whether they exist on the host. */
#ifndef VML_IMAGES_H
#define VML_IMAGES_H

#include "host.h"
#include "libvirt.h"

/* What the host has reported on images; several threads may use it. */
typedef struct vml_images vml_images;

/* Create an empty set; the caller frees it with vml_images_free(). */
vml_images *vml_images_new(void);

/* Free the set; NULL is allowed. */
void vml_images_free(vml_images *images);

/*
 * Find the images of all inactive domains that exist, in one request. To be called before
 * vml_images_check(), by one thread.
 */
void vml_images_find(vml_images *images, const struct vml_libvirt *virt, virConnectPtr connection);

/* A domain, and how to ask for its images. */
typedef struct vml_images_domain {
	const struct vml_libvirt *virt;
	virDomainPtr domain;
	const unsigned char *uuid; /* 16 bytes */
	bool active;
	const vml_host *host; /* its facts */
} vml_images_domain;

/*
 * Set doc->images to the images of which the facts of the host do not show whether they exist, and
 * ask for those that vml_images_find() did not find, one request for each.
 *
 * doc: the definition of the domain
 */
void vml_images_check(vml_images *images, const vml_images_domain *domain, vml_doc *doc);

#endif
