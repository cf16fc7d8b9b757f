/* Target environments: the libvirt and QEMU versions of distributions. */
#include "target.h"

#include "context.h"
#include "suggest.h"
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* One release of a distribution and what it ships, without backports and point updates. */
struct release {
	const char *name;
	const char *family;
	unsigned int libvirt, qemu;
};

#define R(family, version, libvirt_major, libvirt_minor, qemu_major, qemu_minor)       \
	{                                                                              \
		family "-" version, family, VML_RELEASE(libvirt_major, libvirt_minor), \
			VML_RELEASE(qemu_major, qemu_minor)                            \
	}

static const struct release releases[] = {
	R("debian", "11", 7, 0, 5, 2),
	R("debian", "12", 9, 0, 7, 2),
	R("debian", "13", 11, 3, 10, 0),
	R("ubuntu", "20.04", 6, 0, 4, 2),
	R("ubuntu", "22.04", 8, 0, 6, 2),
	R("ubuntu", "24.04", 10, 0, 8, 2),
	R("rhel", "8.6", 8, 0, 6, 2),
	R("rhel", "8.8", 8, 0, 6, 2),
	R("rhel", "8.10", 8, 0, 6, 2),
	R("rhel", "9.2", 9, 0, 7, 2),
	R("rhel", "9.4", 10, 0, 8, 2),
	R("rhel", "9.6", 10, 10, 9, 1),
	R("rhel", "10.0", 10, 10, 9, 1),
	R("sles", "15-sp5", 9, 0, 7, 1),
	R("sles", "15-sp6", 10, 0, 8, 2),
};

enum { N_RELEASES = sizeof(releases) / sizeof(*releases) };

const char *vml_nth_target(const void *data, size_t i)
{
	(void)data;
	return i < N_RELEASES ? releases[i].name : NULL;
}

const char *vml_release_text(unsigned int release, char buffer[static 16])
{
	snprintf(buffer, 16, "%u.%u", release / 1000, release % 1000);
	return buffer;
}

/* Read "9.1", "9.1.0" or "9" and move *text past it; 0 if it is not a release. */
static unsigned int read_release(const char **text)
{
	unsigned long part[3] = { 0 };
	char *end;

	for (int i = 0; i < 3; i++) {
		if (**text < '0' || **text > '9')
			return 0;
		part[i] = strtoul(*text, &end, 10);
		*text = end;
		if (part[i] > 999)
			return 0;
		if (**text != '.')
			break;
		++*text;
	}
	return (unsigned int)VML_RELEASE(part[0], part[1]);
}

/* Read "libvirt=9.0,qemu=7.2" in either order; false if it is anything else. */
static bool read_versions(const char *text, vml_target *ret)
{
	while (*text) {
		bool qemu = vml_starts_with(text, "qemu=");
		unsigned int *part = qemu ? &ret->qemu : &ret->libvirt;

		if (!qemu && !vml_starts_with(text, "libvirt="))
			return false;
		text = strchr(text, '=') + 1;
		if (*part || !(*part = read_release(&text)))
			return false;
		if (*text == ',' && text[1])
			text++;
		else if (*text)
			return false;
	}
	return ret->libvirt || ret->qemu;
}

int vml_target_parse(const char *text, vml_target *ret, char **ret_error)
{
	vml_target target = { .name = text, .family = "" };

	for (size_t i = 0; i < N_RELEASES; i++)
		if (!strcasecmp(text, releases[i].name)) {
			*ret = (vml_target){ .name = releases[i].name,
				.family = releases[i].family,
				.libvirt = releases[i].libvirt,
				.qemu = releases[i].qemu };
			return 0;
		}
	if (strchr(text, '=')) {
		if (read_versions(text, &target)) {
			*ret = target;
			return 0;
		}
		*ret_error = vml_asprintf(
			"invalid target '%s': expected libvirt=VERSION,qemu=VERSION", text);
		return -1;
	}
	*ret_error = vml_unknown_word("target", text, vml_nth_target, NULL);
	return -1;
}

bool vml_libvirt_is(const vml_context *ctx, unsigned int release)
{
	return !ctx->facts.target.libvirt || ctx->facts.target.libvirt >= release;
}

bool vml_qemu_is(const vml_context *ctx, unsigned int release)
{
	return !ctx->facts.target.qemu || ctx->facts.target.qemu >= release;
}

const char *vml_target_libvirt(vml_context *ctx)
{
	const vml_target *target = &ctx->facts.target;
	char release[16];

	if (!target->libvirt)
		return "libvirt";
	vml_release_text(target->libvirt, release);
	return *target->family ? vml_format(ctx, "libvirt %s (%s)", release, target->name)
			       : vml_format(ctx, "libvirt %s", release);
}
