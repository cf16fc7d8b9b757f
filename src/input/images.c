/* Disk images of live domains: whether they exist on the host. */
#include "images.h"

#include "arena.h"
#include "element.h"

#include <libxml/hash.h>

#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct vml_images {
	xmlHashTable *found; /* images that exist, of inactive domains; keys: UUID and target */
	pthread_mutex_t lock;
	/*
	 * answers to earlier questions: VML_YES or VML_NO, plus 1; key: path; protected by `lock`
	 */
	xmlHashTable *asked;
};

vml_images *vml_images_new(void)
{
	vml_images *images = vml_realloc(NULL, sizeof(*images));

	*images = (vml_images){ .found = xmlHashCreate(0), .asked = xmlHashCreate(0) };
	if (!images->found || !images->asked)
		vml_out_of_memory();
	pthread_mutex_init(&images->lock, NULL);
	return images;
}

void vml_images_free(vml_images *images)
{
	if (!images)
		return;
	xmlHashFree(images->found, NULL);
	xmlHashFree(images->asked, NULL);
	pthread_mutex_destroy(&images->lock);
	free(images);
}

/* Store a UUID as hexadecimal digits in `ret`: the key of a table. */
static void print_uuid(const unsigned char *uuid, char ret[static 2 * VIR_UUID_BUFLEN + 1])
{
	for (size_t i = 0; i < VIR_UUID_BUFLEN; i++)
		snprintf(ret + 2 * i, 3, "%02x", uuid[i]);
}

/*
 * Return true if the parameter is the size of an image. Such an image exists: libvirt omits the
 * sizes of absent ones.
 */
static bool is_size(const virTypedParameter *parameter, const char *name)
{
	return parameter->type == VIR_TYPED_PARAM_ULLONG && parameter->value.ul &&
		(!strcmp(name, "allocation") || !strcmp(name, "capacity") ||
			!strcmp(name, "physical"));
}

/* Add the existing images of a domain. "block.N.name" is the target; the sizes of N follow it. */
static void add_record(
	vml_images *images, const struct vml_libvirt *virt, const virDomainStatsRecord *record)
{
	unsigned char uuid[VIR_UUID_BUFLEN];
	char key[2 * VIR_UUID_BUFLEN + 1];
	const char *target = NULL;

	if (virt->virDomainGetUUID(record->dom, uuid))
		return;
	print_uuid(uuid, key);
	for (int i = 0; i < record->nparams; i++) {
		const virTypedParameter *it = &record->params[i];
		const char *name = strrchr(it->field, '.');

		if (!name || strncmp(it->field, "block.", 6) != 0)
			continue;
		if (!strcmp(name + 1, "name") && it->type == VIR_TYPED_PARAM_STRING)
			target = it->value.s;
		else if (target && is_size(it, name + 1))
			xmlHashAddEntry2(images->found, (const xmlChar *)key,
				(const xmlChar *)target, images);
	}
}

void vml_images_find(vml_images *images, const struct vml_libvirt *virt, virConnectPtr connection)
{
	virDomainStatsRecordPtr *records = NULL;
	int n = virt->virConnectGetAllDomainStats(connection, VIR_DOMAIN_STATS_BLOCK, &records,
		VIR_CONNECT_GET_ALL_DOMAINS_STATS_INACTIVE);

	for (int i = 0; i < n; i++)
		add_record(images, virt, records[i]);
	if (records)
		virt->virDomainStatsRecordListFree(records);
}

static const char *path_of(const xmlNode *disk)
{
	const xmlNode *source = vml_element_child(disk, "source");
	const char *file = vml_element_attr(source, "file");

	return *file ? file : vml_element_attr(source, "dev");
}

/*
 * Ask libvirt whether the image of a disk exists: virDomainGetBlockInfo() opens it, and reports the
 * error of open() or stat().
 */
static vml_tristate ask(const vml_images_domain *domain, const char *target)
{
	virDomainBlockInfo info;
	const virError *error;

	if (!domain->virt->virDomainGetBlockInfo(domain->domain, target, &info, 0))
		return VML_YES;
	error = domain->virt->virGetLastError();
	return error && error->code == VIR_ERR_SYSTEM_ERROR && error->int1 == ENOENT ? VML_NO
										     : VML_UNKNOWN;
}

/*
 * Return the answer to an earlier question about the path (several domains may use one image), or
 * ask.
 */
static vml_tristate find_answer(
	vml_images *images, const vml_images_domain *domain, const char *path, const char *target)
{
	uintptr_t answer;

	pthread_mutex_lock(&images->lock);
	answer = (uintptr_t)xmlHashLookup(images->asked, (const xmlChar *)path);
	pthread_mutex_unlock(&images->lock);
	if (answer)
		return (vml_tristate)(answer - 1);
	answer = (uintptr_t)ask(domain, target);
	if (answer == VML_UNKNOWN)
		return VML_UNKNOWN;
	pthread_mutex_lock(&images->lock);
	/* fails if another thread has added the path meanwhile; its answer is then kept */
	xmlHashAddEntry(images->asked, (const xmlChar *)path, (void *)(answer + 1));
	pthread_mutex_unlock(&images->lock);
	return (vml_tristate)answer;
}

/*
 * Return true if libvirt need not be asked whether the image exists: the facts of the host say so,
 * or libvirt could not tell.
 */
static bool is_decided(const vml_images_domain *domain, const char *path)
{
	bool sure;
	vml_tristate exists = vml_host_image(domain->host, path, NULL, &sure);

	/*
	 * libvirt asks QEMU for the images of an active domain, and QEMU does not open them again
	 */
	return exists == VML_YES || sure || (domain->active && exists == VML_UNKNOWN);
}

void vml_images_check(vml_images *images, const vml_images_domain *domain, vml_doc *doc)
{
	const xmlNode *devices = vml_element_child(xmlDocGetRootElement(doc->tree), "devices");
	char key[2 * VIR_UUID_BUFLEN + 1];

	print_uuid(domain->uuid, key);
	VML_EACH_ELEMENT (disk, devices, "disk") {
		const char *path = path_of(disk);
		const char *target = vml_element_attr(vml_element_child(disk, "target"), "dev");
		vml_tristate exists;
		vml_image *image;

		if (*path != '/' || !*target || is_decided(domain, path))
			continue;
		exists =
			xmlHashLookup2(images->found, (const xmlChar *)key, (const xmlChar *)target)
			? VML_YES
			: find_answer(images, domain, path, target);
		if (exists == VML_UNKNOWN)
			continue;
		image = vml_arena_alloc(doc->arena, sizeof(*image));
		*image = (vml_image){
			.next = doc->images, .target = target, .exists = exists == VML_YES
		};
		doc->images = image;
	}
}
