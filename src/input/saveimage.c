/* Header of libvirt's managed-save images. */
#include "saveimage.h"

#include <stdint.h>
#include <string.h>

/* Sizes and offsets in bytes: see vml_save_image_xml(). VERSION_MAX: highest supported version. */
enum { MAGIC = 16, HEADER = 92, VERSION_AT = 16, LENGTH_AT = 20, VERSION_MAX = 2 };

static uint32_t word(const char *bytes, bool swapped)
{
	uint32_t value;

	memcpy(&value, bytes, sizeof(value));
	return swapped ? __builtin_bswap32(value) : value;
}

bool vml_is_save_image(const char *bytes, size_t len)
{
	return len >= MAGIC &&
		(!memcmp(bytes, "LibvirtQemudSave", MAGIC) ||
			!memcmp(bytes, "LibvirtQemudPart", MAGIC));
}

/* Fields of the header, in this host's byte order. */
struct header {
	uint32_t version, length;
};

static struct header header_of(const char *bytes)
{
	/* an impossible version: the image was saved on a host with the other byte order */
	bool swapped = word(bytes + VERSION_AT, false) > VERSION_MAX;

	return (struct header){ .version = word(bytes + VERSION_AT, swapped),
		.length = word(bytes + LENGTH_AT, swapped) };
}

size_t vml_save_image_need(const char *bytes, size_t len)
{
	return len < HEADER ? (size_t)HEADER : HEADER + (size_t)header_of(bytes).length;
}

const char *vml_save_image_xml(const char *bytes, size_t len, size_t *ret_start, size_t *ret_len)
{
	struct header header;
	const char *nul;

	if (!memcmp(bytes, "LibvirtQemudPart", MAGIC))
		return "managed-save image is incomplete: libvirt did not finish writing it";
	if (len < HEADER)
		return "managed-save image is truncated in its header";
	header = header_of(bytes);
	if (header.version > VERSION_MAX)
		return "unsupported version of managed-save image";
	if (header.length > len - HEADER)
		return "managed-save image is truncated in its XML";
	nul = memchr(bytes + HEADER, '\0', header.length);
	*ret_start = HEADER;
	*ret_len = nul ? (size_t)(nul - bytes) - HEADER : header.length;
	return *ret_len ? NULL : "managed-save image contains no XML";
}
