/* Guesses at the guest: what its age and its name let on where the metadata say nothing. */
#include "run.h"

#include <string.h>

/*
 * Systems that are often run under KVM and have no virtio disk driver, or whose maker
 * prescribes the devices. Each stands for itself at the beginning of a word, so none is a
 * common one.
 */
static const char *const systems[] = { "esxi", "vsphere", "reactos", "cisco", "nxos", "n9kv",
	"nexus9", "iosv", "iosxr", "csr1000", "asav", "junos", "vjunos", "vsrx", "vqfx", "macos",
	"mac-os", "osx", "hackintosh", "darwin", "winxp", "win-xp", "windowsxp", "windows-xp",
	"windows xp", "win2k3", "win2003", "win2000", "win98", "win95", "winnt", "msdos", "freedos",
	"netware", "solaris", "qnx", "vxworks", "openvms", "kolibri", "templeos", "beos" };

/* Cards that nobody gives a guest but for want of a driver; libvirt never picks them. */
static const char cards[] = "vmxnet3|pcnet|e1000-82545em|e1000-82544gc|ne2k_pci|ne2k_isa|tulip";

static bool is_letter(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool has_word(const char *text, const char *word)
{
	for (const char *at = strstr(text, word); at; at = strstr(at + 1, word))
		if (at == text || !is_letter(at[-1]))
			return true;
	return false;
}

static bool names_one(vml_run *run, const char *text)
{
	text = vml_lower_case(run, text);
	for (size_t i = 0; i < sizeof(systems) / sizeof(*systems); i++)
		if (has_word(text, systems[i]))
			return true;
	return false;
}

static bool looks_old(vml_run *run)
{
	const vml_facts *facts = vml_facts_of(run);

	if (vml_guest_virtio(run, VML_DRIVER_VIRTIO_BLOCK) != VML_VIRTIO_UNKNOWN ||
		vml_uses_virtio(run))
		return false;
	if (names_one(run, facts->name) ||
		names_one(run, vml_text(run, vml_child(facts->domain, "title"))))
		return true;
	vml_each_device (disk, run, "disk")
		if (vml_is_data_disk(disk) &&
			(names_one(run, vml_attr(disk, "source/@file")) ||
				names_one(run, vml_attr(disk, "source/@dev"))))
			return true;
	vml_each_device (iface, run, "interface")
		if (vml_one_of(vml_nic_model(run, iface), cards))
			return true;
	/* the chip without which macOS does not run */
	return vml_qemu_arg(run, "isa-applesmc");
}

bool vml_may_lack_virtio(vml_run *run)
{
	if (run->may_lack_virtio == VML_UNKNOWN)
		run->may_lack_virtio = looks_old(run) ? VML_YES : VML_NO;
	return run->may_lack_virtio == VML_YES;
}

bool vml_guest_is_old(const vml_run *run)
{
	const vml_facts *facts = vml_facts_of(run);
	unsigned int nt = vml_guest_windows_nt(run);

	if (*vml_guest_id(run))
		return (nt && nt < 60) ||
			vml_one_of(vml_guest_family(run), "msdos|win16|win9x|netware") ||
			vml_starts_with(vml_guest_id(run), "http://freedos.org/");
	/* hobby and vintage systems: no current one lives in that without virtio */
	return facts->memory && facts->memory < (uint64_t)512 << 20 && !vml_uses_virtio(run);
}
