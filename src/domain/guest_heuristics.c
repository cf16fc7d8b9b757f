/*
 * Heuristics: whether the guest is old or lacks virtio, from names and devices, if the metadata do
 * not name its operating system.
 */
#include "context.h"

#include "repaired.h"

#include <string.h>
#include <vmlint/audit.h>

/*
 * Systems without a virtio disk driver, or whose vendor prescribes the devices, that often run
 * under KVM. A name matches if one of its words begins with an entry, so no entry may be the
 * beginning of a common word. '|'-separated, by first letter.
 */
static const char *const systems[26] = {
	['a' - 'a'] = "amiga|arcaos|arista|asav",
	['b' - 'a'] = "beos",
	['c' - 'a'] = "cisco|csr1000",
	['d' - 'a'] = "darwin|dsm",
	['e' - 'a'] = "ecomstation|esxi|eve-ng",
	['f' - 'a'] = "fortigate|fortios|freedos",
	['g' - 'a'] = "gns3",
	['h' - 'a'] = "hackintosh|haiku|hurd",
	['i' - 'a'] = "iosv|iosxr",
	['j' - 'a'] = "juniper|junos",
	['k' - 'a'] = "kolibri",
	['m' - 'a'] = "mac-os|macos|minix|morphos|msdos",
	['n' - 'a'] = "n9kv|netware|nexus9|nxos",
	['o' - 'a'] = "openvms|os2|osx",
	['p' - 'a'] = "palo-alto|paloalto|pan-os|panos",
	['q' - 'a'] = "qnx",
	['r' - 'a'] = "reactos",
	['s' - 'a'] = "solaris|synology",
	['t' - 'a'] = "templeos",
	['v' - 'a'] = "veos|vjunos|vqfx|vsphere|vsrx|vxworks",
	['w' - 'a'] = "win-xp|win2000|win2003|win2k|win2k3|win95|win98|windows 2003|windows xp|"
		      "windows-2003|windows-xp|windows2003|windowsxp|winnt|winxp",
	['x' - 'a'] = "xpenology",
};

/*
 * Network cards that users choose only for guests without drivers for other cards. libvirt never
 * chooses them by default.
 */
static const char cards[] = "vmxnet3|pcnet|e1000-82545em|e1000-82544gc|ne2k_pci|ne2k_isa|tulip";

static bool is_letter(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool starts_with_system(const char *word)
{
	/*
	 * "win2k" is Windows 2000, but "win2k8" and later are servers that have virtio drivers;
	 * "win2k3" has none
	 */
	if (vml_starts_with(word, "win2k") && is_digit(word[5]) && word[5] != '3')
		return false;
	for (const char *at = systems[*word - 'a']; at && *at;) {
		size_t n = strcspn(at, "|");

		if (!strncmp(word, at, n))
			return true;
		at += at[n] ? n + 1 : n;
	}
	return false;
}

static bool names_one(vml_context *ctx, const char *text)
{
	text = vml_lower_case(ctx, text);
	for (const char *at = text; *at; at++)
		if ((at == text || !is_letter(at[-1])) && is_letter(*at) && starts_with_system(at))
			return true;
	return false;
}

bool vml_is_named_after_old_system(vml_context *ctx)
{
	const vml_facts *facts = vml_facts_of(ctx);

	if (names_one(ctx, facts->name) ||
		names_one(ctx, vml_text(ctx, vml_child(facts->domain, "title"))))
		return true;
	vml_each_device (disk, ctx, "disk")
		if (vml_is_data_disk(disk) &&
			(names_one(ctx, vml_attr(disk, "source/@file")) ||
				names_one(ctx, vml_attr(disk, "source/@dev"))))
			return true;
	return false;
}

static bool looks_old(vml_context *ctx)
{
	if (vml_guest_virtio(ctx, VML_DRIVER_VIRTIO_BLOCK) != VML_VIRTIO_UNKNOWN ||
		vml_uses_virtio(ctx))
		return false;
	if (vml_is_named_after_old_system(ctx))
		return true;
	vml_each_device (iface, ctx, "interface")
		if (vml_one_of(vml_nic_model(ctx, iface), cards))
			return true;
	/* QEMU's isa-applesmc is the chip that macOS requires */
	return vml_qemu_arg(ctx, "isa-applesmc");
}

bool vml_may_lack_virtio(vml_context *ctx)
{
	if (ctx->may_lack_virtio == VML_UNKNOWN) {
		bool before = ctx->doc->beyond;

		ctx->doc->beyond = false;
		ctx->may_lack_virtio = looks_old(ctx) ? VML_YES : VML_NO;
		ctx->may_lack_uncertain = ctx->doc->beyond;
		ctx->doc->beyond = before;
	}
	if (ctx->may_lack_uncertain) {
		ctx->doc->beyond = true;
		/* the rule may call this after vml_report(), to set the severity of the finding */
		if (ctx->reported)
			ctx->reported->uncertain = true;
	}
	return ctx->may_lack_virtio == VML_YES;
}

bool vml_guest_is_old(const vml_context *ctx)
{
	const vml_facts *facts = vml_facts_of(ctx);
	unsigned int nt = vml_guest_windows_nt(ctx);

	if (*vml_guest_id(ctx))
		return (nt && nt < 60) ||
			vml_one_of(vml_guest_family(ctx), "msdos|win16|win9x|netware") ||
			vml_starts_with(vml_guest_id(ctx), "http://freedos.org/");
	/* no current OS runs with under 512 MiB and without virtio */
	return facts->memory && facts->memory < (uint64_t)512 << 20 && !vml_uses_virtio(ctx);
}
