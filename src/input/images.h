/* Disk images of live domains: whether they exist on the host. */
#ifndef VML_IMAGES_H
#define VML_IMAGES_H

#include "host.h"
#include "libvirt.h"

/* What a host has reported about disk images. Several threads may use it at the same time. */
typedef struct vml_images vml_images;

/* Create an empty set; the caller frees it with vml_images_free(). */
vml_images *vml_images_new(void);

/* Free the set; NULL is allowed. */
void vml_images_free(vml_images *images);

/*
 * Find all images of inactive domains that exist, in one request. Call it before
 * vml_images_check(), in one thread.
 */
void vml_images_find(vml_images *images, const struct vml_libvirt *virt, virConnectPtr connection);

/* A domain whose images are examined, and what is needed to ask libvirt for them. */
typedef struct vml_images_domain {
	const struct vml_libvirt *virt;
	virDomainPtr domain;
	const unsigned char *uuid; /* 16 bytes */
	bool active;
	const vml_host *host; /* facts of the domain's host */
} vml_images_domain;

/*
 * Set doc->images to what is known about those images whose existence the facts of the host do not
 * prove. Images that vml_images_find() did not find cost a request each.
 *
 * doc: definition of the domain
 */
void vml_images_check(vml_images *images, const vml_images_domain *domain, vml_doc *doc);

#endif
