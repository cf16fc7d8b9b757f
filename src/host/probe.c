/* Headers of disk images on the local host: format and backing file. */
#include "probe.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * HEADER: number of bytes that are read; they include all magic numbers, and in most qcow2 images
 * the name of the backing file. PATH_MOST: limit on the length of this name, in bytes.
 */
enum { HEADER = 4096, PATH_MOST = 1023 };

/* Magic numbers, from the *_probe() functions of QEMU's block drivers. */
static const struct {
	const char *format;
	size_t offset, len;
	const char *magic;
} formats[] = {
	{ "qcow2", 0, 7, "QFI\xfb\0\0\0" }, /* byte 7 is the version, 2 or 3 */
	{ "qed", 0, 4, "QED\0" },
	{ "vmdk", 0, 4, "KDMV" },
	{ "vmdk", 0, 4, "COWD" },
	{ "vdi", 64, 4, "\x7f\x10\xda\xbe" },
	{ "vpc", 0, 8, "conectix" },
	{ "vhdx", 0, 8, "vhdxfile" },
	{ "luks", 0, 6, "LUKS\xba\xbe" },
	{ "parallels", 0, 16, "WithoutFreeSpace" },
	{ "parallels", 0, 16, "WithouFreSpacExt" },
};

static uint64_t big_endian(const unsigned char *bytes, size_t n)
{
	uint64_t value = 0;

	for (size_t i = 0; i < n; i++)
		value = value << 8 | bytes[i];
	return value;
}

/*
 * Read the first bytes of a regular file. Returns their number, 0 on failure. Other files are not
 * read, because reading may block or have side effects.
 */
static size_t read_header(const char *path, unsigned char bytes[static HEADER])
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	struct stat info;
	ssize_t n = -1;

	if (fd < 0)
		return 0;
	if (!fstat(fd, &info) && S_ISREG(info.st_mode))
		n = pread(fd, bytes, HEADER, 0);
	close(fd);
	return n > 0 ? (size_t)n : 0;
}

/*
 * Return the name of the backing file in a qcow2 header; "" if there is none, or if it is past the
 * bytes that were read.
 */
static const char *backing_of(vml_arena *arena, const unsigned char *bytes, size_t n)
{
	uint64_t offset, len;

	if (n < 20)
		return "";
	offset = big_endian(bytes + 8, 8);
	len = big_endian(bytes + 16, 4);
	if (!offset || !len || len > PATH_MOST || offset > n || len > n - offset)
		return "";
	return vml_arena_strndup(arena, (const char *)bytes + offset, len);
}

const char *vml_probe_image(vml_arena *arena, const char *path, const char **ret_backing)
{
	unsigned char bytes[HEADER];
	size_t n = read_header(path, bytes);
	const char *format = n ? "raw" : "";

	*ret_backing = "";
	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++)
		if (n >= formats[i].offset + formats[i].len + 1 &&
			!memcmp(bytes + formats[i].offset, formats[i].magic, formats[i].len)) {
			format = formats[i].format;
			break;
		}
	if (!strcmp(format, "qcow2")) {
		if (bytes[7] < 2)
			return "qcow";
		*ret_backing = backing_of(arena, bytes, n);
	}
	return format;
}
