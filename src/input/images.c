/* Disk images of live domains: whether they exist on the host. */
#define _GNU_SOURCE /* memmem */
#include "images.h"

#include "arena.h"
#include "element.h"

#include <libxml/hash.h>

#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Answer to the question whether an image exists. NOT_ASKED has the value of a failed lookup. */
enum answer {
	NOT_ASKED,
	ASKING,	 /* a thread is asking libvirt */
	UNCLEAR, /* libvirt cannot find out */
	EXISTS,
	MISSING
};

/* Answers of libvirt, stored by path because several domains may use one image. */
struct vml_images {
	pthread_mutex_t lock;
	/* fields below: protected by `lock` */
	xmlHashTable *answers; /* key: path; value: enum answer */
	size_t n_answers;      /* counter of vml_images_answers() */
};

vml_images *vml_images_new(void)
{
	vml_images *images = vml_realloc(NULL, sizeof(*images));

	*images = (vml_images){ .answers = xmlHashCreate(0) };
	if (!images->answers)
		vml_out_of_memory();
	pthread_mutex_init(&images->lock, NULL);
	return images;
}

void vml_images_free(vml_images *images)
{
	if (!images)
		return;
	xmlHashFree(images->answers, NULL);
	pthread_mutex_destroy(&images->lock);
	free(images);
}

static void set_answer(vml_images *images, const char *path, enum answer answer)
{
	pthread_mutex_lock(&images->lock);
	if (answer == NOT_ASKED)
		xmlHashRemoveEntry(images->answers, (const xmlChar *)path, NULL);
	else
		xmlHashUpdateEntry(
			images->answers, (const xmlChar *)path, (void *)(uintptr_t)answer, NULL);
	images->n_answers++;
	pthread_mutex_unlock(&images->lock);
}

static enum answer find_answer(vml_images *images, const char *path)
{
	enum answer answer;

	pthread_mutex_lock(&images->lock);
	answer = (enum answer)(uintptr_t)xmlHashLookup(images->answers, (const xmlChar *)path);
	pthread_mutex_unlock(&images->lock);
	return answer;
}

/*
 * Change the answer from NOT_ASKED to ASKING, so that only the calling thread asks. Returns false if
 * another thread is asking or has an answer.
 */
static bool claim(vml_images *images, const char *path)
{
	bool claimed;

	pthread_mutex_lock(&images->lock);
	claimed =
		!xmlHashAddEntry(images->answers, (const xmlChar *)path, (void *)(uintptr_t)ASKING);
	if (!claimed && !xmlHashLookup(images->answers, (const xmlChar *)path))
		vml_out_of_memory();
	pthread_mutex_unlock(&images->lock);
	return claimed;
}

/*
 * Return true if the parameter is a size of an image, and not 0. The image then exists: for a
 * missing one, libvirt reports no sizes.
 */
static bool is_size(const virTypedParameter *parameter, const char *name)
{
	return parameter->type == VIR_TYPED_PARAM_ULLONG && parameter->value.ul &&
		(!strcmp(name, "allocation") || !strcmp(name, "capacity") ||
			!strcmp(name, "physical"));
}

/*
 * Add the existing images of a domain: those with a size. In the record, the path of disk N
 * ("block.N.path") is followed by the sizes of its image, such as "block.N.capacity".
 */
static void add_record(vml_images *images, const virDomainStatsRecord *record)
{
	const char *path = NULL;

	for (int i = 0; i < record->nparams; i++) {
		const virTypedParameter *it = &record->params[i];
		const char *name = strrchr(it->field, '.');

		if (!name || strncmp(it->field, "block.", 6) != 0)
			continue;
		name++;
		/* "block.N.name" is the first parameter of a disk: the path of the disk follows */
		if (!strcmp(name, "name"))
			path = NULL;
		else if (!strcmp(name, "path") && it->type == VIR_TYPED_PARAM_STRING)
			path = it->value.s;
		else if (path && is_size(it, name))
			set_answer(images, path, EXISTS);
	}
}

void vml_images_find(vml_images *images, const struct vml_libvirt *virt, virConnectPtr connection)
{
	virDomainStatsRecordPtr *records = NULL;
	int n = virt->virConnectGetAllDomainStats(connection, VIR_DOMAIN_STATS_BLOCK, &records,
		VIR_CONNECT_GET_ALL_DOMAINS_STATS_INACTIVE);

	for (int i = 0; i < n; i++)
		add_record(images, records[i]);
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
 * error of open() or stat(). Returns NOT_ASKED for other errors, such as a domain that disappeared:
 * the answer for another domain with this image may differ.
 */
static enum answer ask(const vml_images_domain *domain, const char *target)
{
	virDomainBlockInfo info;
	const virError *error;

	if (!domain->virt->virDomainGetBlockInfo(domain->domain, target, &info, 0))
		return EXISTS;
	error = domain->virt->virGetLastError();
	if (!error || error->code != VIR_ERR_SYSTEM_ERROR)
		return NOT_ASKED;
	return error->int1 == ENOENT ? MISSING : UNCLEAR;
}

/*
 * Return what must be done to learn whether the image exists; nothing if libvirt cannot find out.
 */
static vml_images_need need_of(
	vml_images *images, const vml_images_domain *domain, const char *path)
{
	bool sure;
	vml_tristate exists = vml_host_image(domain->host, path, NULL, &sure);
	enum answer answer;

	/*
	 * for an active domain, libvirt would ask QEMU, which has the images open and does not look
	 * up their paths again: the answer would not show whether the path exists
	 */
	if (exists == VML_YES || sure || (domain->active && exists == VML_UNKNOWN))
		return VML_IMAGES_KNOWN;
	answer = find_answer(images, path);
	return answer == NOT_ASKED ? VML_IMAGES_ASK
		: answer == ASKING ? VML_IMAGES_WAIT
				   : VML_IMAGES_KNOWN;
}

/*
 * Return the path in the start tag of a <source>, and set *ret_len to its length. If the tag has no
 * path, return the end of the tag and set *ret_len to 0.
 */
static const char *path_in(const char *tag, size_t *ret_len)
{
	size_t len = strcspn(tag, ">");
	const char *file = memmem(tag, len, " file='", 7);
	const char *at = file ? file : memmem(tag, len, " dev='", 6);

	*ret_len = 0;
	if (!at)
		return tag + len;
	at = strchr(at, '\'') + 1;
	*ret_len = strcspn(at, "'");
	return at;
}

vml_images_need vml_images_need_of(
	vml_images *images, const vml_images_domain *domain, const char *xml)
{
	vml_images_need most = VML_IMAGES_KNOWN;

	while (most != VML_IMAGES_ASK && (xml = strstr(xml, "<source "))) {
		vml_images_need need = VML_IMAGES_KNOWN;
		size_t len;
		char *path;

		xml = path_in(xml, &len);
		path = vml_strndup(xml, len);
		/*
		 * the bytes of a path with a reference, such as "&amp;", are not the path itself
		 */
		if (strchr(path, '&'))
			need = VML_IMAGES_ASK;
		else if (*path == '/')
			need = need_of(images, domain, path);
		if (need > most)
			most = need;
		free(path);
		xml += len;
	}
	return most;
}

size_t vml_images_answers(vml_images *images)
{
	size_t n;

	pthread_mutex_lock(&images->lock);
	n = images->n_answers;
	pthread_mutex_unlock(&images->lock);
	return n;
}

bool vml_images_ask(vml_images *images, const vml_images_domain *domain, const xmlNode *root)
{
	bool complete = true;

	VML_EACH_ELEMENT (disk, vml_element_child(root, "devices"), "disk") {
		const char *path = path_of(disk);
		const char *target = vml_element_attr(vml_element_child(disk, "target"), "dev");
		vml_images_need need =
			*path == '/' && *target ? need_of(images, domain, path) : VML_IMAGES_KNOWN;

		if (need == VML_IMAGES_ASK && claim(images, path))
			set_answer(images, path, ask(domain, target));
		else if (need != VML_IMAGES_KNOWN)
			complete = false;
	}
	return complete;
}

void vml_images_set(vml_images *images, vml_doc *doc)
{
	const xmlNode *root = xmlDocGetRootElement(doc->tree);

	VML_EACH_ELEMENT (disk, vml_element_child(root, "devices"), "disk") {
		const char *path = path_of(disk);
		enum answer answer = *path == '/' ? find_answer(images, path) : NOT_ASKED;
		vml_image *image;

		if (answer != EXISTS && answer != MISSING)
			continue;
		image = vml_arena_alloc(doc->arena, sizeof(*image));
		*image = (vml_image){
			.next = doc->images, .path = path, .exists = answer == EXISTS
		};
		doc->images = image;
	}
}
