/* Disk images of live domains: whether they exist on the host. */
#include "images.h"

#include "element.h"

#include <errno.h>
#include <string.h>

static const char *path_of(const xmlNode *disk)
{
	const xmlNode *source = vml_element_child(disk, "source");
	const char *file = vml_element_attr(source, "file");

	return *file ? file : vml_element_attr(source, "dev");
}

/* Return whether the image of a disk exists. libvirt reports the error of its open() or stat(). */
static vml_tristate ask(const struct vml_libvirt *virt, virDomainPtr domain, const char *target)
{
	virDomainBlockInfo info;
	const virError *error;

	if (!virt->virDomainGetBlockInfo(domain, target, &info, 0))
		return VML_YES;
	error = virt->virGetLastError();
	return error && error->code == VIR_ERR_SYSTEM_ERROR && error->int1 == ENOENT ? VML_NO
										     : VML_UNKNOWN;
}

void vml_images_check(
	const struct vml_libvirt *virt, virDomainPtr domain, const vml_host *host, vml_doc *doc)
{
	const xmlNode *devices = vml_element_child(xmlDocGetRootElement(doc->tree), "devices");

	VML_EACH_ELEMENT (disk, devices, "disk") {
		const char *path = path_of(disk);
		const char *target = vml_element_attr(vml_element_child(disk, "target"), "dev");
		vml_tristate exists;
		vml_image *image;

		if (*path != '/' || !*target || vml_host_image(host, path, NULL, NULL) == VML_YES)
			continue;
		exists = ask(virt, domain, target);
		if (exists == VML_UNKNOWN)
			continue;
		image = vml_arena_alloc(doc->arena, sizeof(*image));
		*image = (vml_image){
			.next = doc->images, .target = target, .exists = exists == VML_YES
		};
		doc->images = image;
	}
}
