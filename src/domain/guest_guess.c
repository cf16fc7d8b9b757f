/*
 * Guess of the guest operating system from the names of the domain and its images, if the metadata
 * do not name it.
 */
#include "context.h"

#include <ctype.h>
#include <string.h>

/* A word that implies a system. No letter may precede or follow it in the name. */
struct hint {
	const char *word, *family, *name;
};

/* The first row whose word occurs in a name is used: more specific words come first. */
static const struct hint hints[] = {
	{ "win11", "winnt", "Windows 11" },
	{ "windows11", "winnt", "Windows 11" },
	{ "windows-11", "winnt", "Windows 11" },
	{ "win10", "winnt", "Windows 10" },
	{ "windows10", "winnt", "Windows 10" },
	{ "windows-10", "winnt", "Windows 10" },
	{ "win2025", "winnt", "Windows Server 2025" },
	{ "win2k25", "winnt", "Windows Server 2025" },
	{ "win2022", "winnt", "Windows Server 2022" },
	{ "win2k22", "winnt", "Windows Server 2022" },
	{ "win2019", "winnt", "Windows Server 2019" },
	{ "win2k19", "winnt", "Windows Server 2019" },
	{ "win2016", "winnt", "Windows Server 2016" },
	{ "win2k16", "winnt", "Windows Server 2016" },
	{ "windows", "winnt", "Windows" },
	{ "debian", "linux", "Debian" },
	{ "ubuntu", "linux", "Ubuntu" },
	{ "fedora", "linux", "Fedora" },
	{ "centos", "linux", "CentOS" },
	{ "rhel", "linux", "Red Hat Enterprise Linux" },
	{ "rocky", "linux", "Rocky Linux" },
	{ "almalinux", "linux", "AlmaLinux" },
	{ "opensuse", "linux", "openSUSE" },
	{ "sles", "linux", "SUSE Linux Enterprise" },
	{ "alpine", "linux", "Alpine Linux" },
	{ "archlinux", "linux", "Arch Linux" },
	{ "gentoo", "linux", "Gentoo" },
	{ "nixos", "linux", "NixOS" },
	{ "linuxmint", "linux", "Linux Mint" },
	{ "kali", "linux", "Kali Linux" },
	{ "linux", "linux", "Linux" },
	{ "freebsd", "bsd", "FreeBSD" },
	{ "openbsd", "bsd", "OpenBSD" },
	{ "netbsd", "bsd", "NetBSD" },
	{ "opnsense", "bsd", "OPNsense" },
	{ "pfsense", "bsd", "pfSense" },
};

static bool contains_word(const char *text, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = strstr(text, word); at; at = strstr(at + 1, word)) {
		/* a digit may not follow a digit: "win10" is not in "win100" */
		bool digit =
			isdigit((unsigned char)word[len - 1]) && isdigit((unsigned char)at[len]);

		if ((at == text || !islower((unsigned char)at[-1])) &&
			!islower((unsigned char)at[len]) && !digit)
			return true;
	}
	return false;
}

static const struct hint *find_hint(vml_context *ctx, const char *text)
{
	if (!*text)
		return NULL;
	text = vml_lower_case(ctx, text);
	for (size_t i = 0; i < sizeof(hints) / sizeof(*hints); i++)
		if (contains_word(text, hints[i].word))
			return &hints[i];
	return NULL;
}

static const struct hint *find_image_hint(vml_context *ctx)
{
	const struct hint *hint = NULL;

	for (const xmlNode *disk = vml_device(ctx, "disk"); disk && !hint;
		disk = vml_next_device(disk, "disk")) {
		const char *path = vml_attr(disk, "source/@file"), *slash = strrchr(path, '/');

		/*
		 * only data disks: the name of another image, such as a CD-ROM with drivers, often
		 * does not refer to the guest OS
		 */
		if (vml_is_data_disk(disk))
			hint = find_hint(ctx, slash ? slash + 1 : path);
	}
	return hint;
}

static vml_guess guess(vml_context *ctx)
{
	const vml_facts *facts = vml_facts_of(ctx);
	const struct hint *hint = find_hint(ctx, facts->name);
	const char *source = "name";

	if (!hint) {
		hint = find_hint(ctx, vml_text(ctx, vml_child(facts->domain, "title")));
		source = "title";
	}
	if (!hint) {
		hint = find_image_hint(ctx);
		source = "image";
	}
	return hint ? (vml_guess){ hint->family, hint->name, source } : (vml_guess){ "", "", "" };
}

const vml_guess *vml_guest_guess(vml_context *ctx)
{
	static const vml_guess none = { "", "", "" };

	if (*vml_guest_id(ctx) || vml_may_lack_virtio(ctx))
		return &none;
	if (!ctx->guess) {
		vml_guess *made = vml_arena_alloc(ctx->doc->arena, sizeof(*made));

		*made = guess(ctx);
		ctx->guess = made;
	}
	return ctx->guess;
}
