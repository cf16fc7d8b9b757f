/* Target environments: the libvirt and QEMU versions of distributions. */
#include "target.h"

#include "context.h"
#include "suggest.h"
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* One release of a distribution, and its versions of libvirt and QEMU, without later updates. */
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

/*
 * Versions at the release (RHEL: of the module virt:rhel, not of Advanced Virtualization),
 * from package lists and security advisories of the distributions:
 * Debian: packages of bullseye, bookworm and trixie. Ubuntu: packages.ubuntu.com
 * (24.10, 25.10, 26.04), security notices (23.10), and the libvirt-distro-support-matrix of
 * OpenStack Nova (20.04 to 24.04). RHEL: libvirt and qemu-kvm packages with
 * the suffix el7_9, module+el8.4 to el8.10 and el9_0 to el10_1 in advisories of Red Hat,
 * Rocky, Alma and Oracle; CentOS Stream 9: Nova's matrix. SUSE: packages 150300 (SP3) to
 * 150600 (SP6) and 160000 (16.0) in SUSE-SU advisories; Leap 15.x shares those of SLES.
 * Fedora: packages.fedoraproject.org.
 */
static const struct release releases[] = {
	R("debian", "11", 7, 0, 5, 2),
	R("debian", "12", 9, 0, 7, 2),
	R("debian", "13", 11, 3, 10, 0),
	R("ubuntu", "20.04", 6, 0, 4, 2),
	R("ubuntu", "22.04", 8, 0, 6, 2),
	R("ubuntu", "23.10", 9, 6, 8, 0),
	R("ubuntu", "24.04", 10, 0, 8, 2),
	R("ubuntu", "24.10", 10, 6, 9, 0),
	R("ubuntu", "25.04", 11, 0, 9, 2),
	R("ubuntu", "25.10", 11, 6, 10, 1),
	R("ubuntu", "26.04", 12, 0, 10, 2),
	R("rhel", "7.9", 4, 5, 1, 5),
	R("rhel", "8.4", 6, 0, 4, 2),
	R("rhel", "8.5", 6, 0, 4, 2),
	R("rhel", "8.6", 8, 0, 6, 2),
	R("rhel", "8.7", 8, 0, 6, 2),
	R("rhel", "8.8", 8, 0, 6, 2),
	R("rhel", "8.9", 8, 0, 6, 2),
	R("rhel", "8.10", 8, 0, 6, 2),
	R("rhel", "9.0", 8, 0, 6, 2),
	R("rhel", "9.1", 8, 5, 7, 0),
	R("rhel", "9.2", 9, 0, 7, 2),
	R("rhel", "9.3", 9, 5, 8, 0),
	R("rhel", "9.4", 10, 0, 8, 2),
	R("rhel", "9.5", 10, 5, 9, 0),
	R("rhel", "9.6", 10, 10, 9, 1),
	R("rhel", "9.7", 10, 10, 9, 1),
	R("rhel", "10.0", 10, 10, 9, 1),
	R("rhel", "10.1", 11, 5, 10, 0),
	R("sles", "15-sp3", 7, 1, 5, 2),
	R("sles", "15-sp4", 8, 0, 6, 2),
	R("sles", "15-sp5", 9, 0, 7, 1),
	R("sles", "15-sp6", 10, 0, 8, 2),
	R("sles", "16.0", 11, 4, 10, 0),
	R("leap", "15.5", 9, 0, 7, 1),
	R("leap", "15.6", 10, 0, 8, 2),
	R("leap", "16.0", 11, 4, 10, 0),
	R("fedora", "40", 10, 1, 8, 2),
	R("fedora", "41", 10, 6, 9, 1),
	R("fedora", "42", 11, 0, 9, 2),
	R("fedora", "43", 11, 6, 10, 1),
	R("fedora", "44", 12, 0, 10, 2),
};

/* Other names of releases. `prefix` is replaced by `instead`; the rest of the name is kept. */
static const struct {
	const char *prefix, *instead;
} aliases[] = {
	{ "rocky-", "rhel-" },
	{ "alma-", "rhel-" },
	{ "almalinux-", "rhel-" },
	{ "centos-", "rhel-" },
	{ "centos-stream-9", "rhel-9.7" },
	{ "centos-stream-10", "rhel-10.1" },
	{ "oracle-", "rhel-" },
	{ "ol-", "rhel-" },
	{ "sles-15.", "sles-15-sp" },
	{ "opensuse-leap-", "leap-" },
	{ "opensuse-", "leap-" },
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

/* Read a release ("9.1", "9.1.0" or "9") and set *text to what follows; 0 if there is none. */
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

/*
 * Read "libvirt=9.0", "qemu=7.2", or both, separated by a comma; false if the text has any other
 * form.
 */
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

static const struct release *find_release(const char *name)
{
	for (size_t i = 0; i < N_RELEASES; i++)
		if (!strcasecmp(name, releases[i].name))
			return &releases[i];
	return NULL;
}

/*
 * Return the release for a name that begins with an alias ("rocky-9.4", "sles-15.6"); NULL if there
 * is none.
 */
static const struct release *find_alias(const char *name)
{
	char full[32];

	for (size_t i = 0; i < sizeof(aliases) / sizeof(*aliases); i++) {
		size_t n = strlen(aliases[i].prefix);
		const struct release *release = NULL;

		if (strncasecmp(name, aliases[i].prefix, n))
			continue;
		if ((size_t)snprintf(full, sizeof(full), "%s%s", aliases[i].instead, name + n) <
			sizeof(full))
			release = find_release(full);
		if (release)
			return release;
	}
	return NULL;
}

int vml_target_parse(const char *text, vml_target *ret, char **ret_error)
{
	vml_target target = { .name = text, .family = "" };
	const struct release *release = find_release(text);

	if (!release)
		release = find_alias(text);
	if (release) {
		*ret = (vml_target){ .name = release->name,
			.family = release->family,
			.libvirt = release->libvirt,
			.qemu = release->qemu };
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

unsigned int vml_target_version(const vml_target *target)
{
	const char *dash = strchr(target->name, '-'), *text = dash ? dash + 1 : "";

	return *target->family ? read_release(&text) : 0;
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

const char *vml_target_qemu(vml_context *ctx)
{
	const vml_target *target = &ctx->facts.target;
	char release[16];

	if (!target->qemu)
		return "current QEMU";
	vml_release_text(target->qemu, release);
	return *target->family ? vml_format(ctx, "QEMU %s (%s)", release, target->name)
			       : vml_format(ctx, "QEMU %s", release);
}
