/* Disk images of the domains of a connection: whether they exist on the host. */
#ifndef VML_IMAGES_H
#define VML_IMAGES_H

#include "host.h"
#include "libvirt.h"

/* Facts about disk images that a host has reported. Several threads may use it at the same time. */
typedef struct vml_images vml_images;

/* Create an empty set; the caller frees it with vml_images_free(). */
vml_images *vml_images_new(void);

/* Free the set; NULL is allowed. */
void vml_images_free(vml_images *images);

/*
 * Ask libvirt, with one request, for the images of all inactive domains, and record which of them
 * exist. If the request fails, nothing is recorded.
 */
void vml_images_find(vml_images *images, const struct vml_libvirt *virt, virConnectPtr connection);

/* A domain whose images are examined, and the parameters of the requests to libvirt. */
typedef struct vml_images_domain {
	const struct vml_libvirt *virt;
	virDomainPtr domain;
	bool active;
	const vml_host *host; /* facts of the domain's host */
} vml_images_domain;

/* What must be done to learn which images of a domain exist. */
typedef enum vml_images_need {
	VML_IMAGES_KNOWN, /* nothing: the facts of the host or earlier answers show it */
	VML_IMAGES_WAIT,  /* wait until another thread, which is asking, has the answer */
	VML_IMAGES_ASK	  /* call vml_images_ask() */
} vml_images_need;

/*
 * Return what must be done for the images of a domain; for most domains, VML_IMAGES_KNOWN. Scans the
 * text, which costs less than parsing it.
 *
 * xml: the definition as libvirt writes it, with single quotes; for other text the result may be
 * VML_IMAGES_KNOWN although a request is needed
 */
vml_images_need vml_images_need_of(
	vml_images *images, const vml_images_domain *domain, const char *xml);

/*
 * Ask libvirt whether the images of a domain exist, one request per image; skips those for which
 * this is known, and those about which another thread is asking: several domains often have the
 * same image, such as that of an installation medium.
 *
 * root: the <domain> element of the domain's definition
 *
 * Returns true if nothing is left to ask. False if another thread was asking about an image: call
 * again when vml_images_answers() differs from its value before this call.
 */
bool vml_images_ask(vml_images *images, const vml_images_domain *domain, const xmlNode *root);

/* Return a counter that grows with each answer of libvirt, and with each failure to get one. */
size_t vml_images_answers(vml_images *images);

/*
 * Set doc->images to what is known about the existence of the images of the document's domain. The
 * list belongs to the document.
 */
void vml_images_set(vml_images *images, vml_doc *doc);

#endif
