/* Host facts: emulators and machine types. */
#include "table.h"

#include <string.h>

static bool fits(const char *wanted, const char *own)
{
	return !*wanted || !strcmp(wanted, own);
}

vml_tristate vml_host_runs(const vml_host *host, const char *os, const char *arch, const char *type)
{
	if (!host || !host->guests)
		return VML_UNKNOWN;
	for (const vml_host_guest *it = host->guests; it; it = it->next)
		if (fits(os, it->os) && fits(arch, it->arch) && fits(type, it->type))
			return VML_YES;
	return VML_NO;
}

const char *vml_host_default_emulator(const vml_host *host, const char *arch, const char *type)
{
	for (const vml_host_guest *it = host ? host->guests : NULL; it; it = it->next)
		if (!strcmp(it->arch, arch) && fits(type, it->type))
			return it->emulator;
	return "";
}

/* Return true for the directories in which libvirtd searches for QEMU: PATH of system services. */
static bool is_searched(const char *path, size_t len)
{
	static const char *const directories[] = { "/usr/local/sbin", "/usr/local/bin", "/usr/sbin",
		"/usr/bin", "/sbin", "/bin" };

	for (size_t i = 0; i < sizeof(directories) / sizeof(*directories); i++)
		if (strlen(directories[i]) == len && !memcmp(directories[i], path, len))
			return true;
	return false;
}

/* Return libvirt's name of the architecture for the suffix in "qemu-system-<suffix>". */
static const char *arch_of(const char *suffix)
{
	static const struct {
		const char *suffix, *arch;
	} names[] = { { "i386", "i686" }, { "arm", "armv7l" }, { "or32", "or32" } };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcmp(names[i].suffix, suffix))
			return names[i].arch;
	return suffix;
}

/*
 * Return true if no emulator can exist at `path`, because libvirt would have found it: for each
 * architecture, libvirt searches PATH for qemu-system-<arch> before other names
 * (virQEMUCapsFindBinaryForArch). Returns false if libvirt has found a file of this name in another
 * directory: libvirt uses only the first one, so `path` may exist, too.
 */
static bool was_not_found(const vml_host *host, const char *path)
{
	static const char prefix[] = "qemu-system-";
	const char *name = strrchr(path, '/'), *arch, *found, *found_name;

	if (!host->runs_qemu || !name || !is_searched(path, (size_t)(name - path)))
		return false;
	name++;
	if (strncmp(name, prefix, strlen(prefix)) != 0)
		return false;
	arch = arch_of(name + strlen(prefix));
	found = vml_host_default_emulator(host, arch, "");
	found_name = strrchr(found, '/');
	return !found_name || strcmp(found_name + 1, name) != 0;
}

vml_tristate vml_host_emulator(const vml_host *host, const char *path)
{
	vml_tristate file = vml_host_own_file(host, path);

	if (!host || file != VML_UNKNOWN)
		return file;
	for (const vml_host_guest *it = host->guests; it; it = it->next)
		if (!strcmp(it->emulator, path))
			return VML_YES;
	for (const vml_host_domcaps *it = host->domcaps; it; it = it->next)
		if (!strcmp(it->emulator, path))
			return VML_YES;
	return host->guests && was_not_found(host, path) ? VML_NO : VML_UNKNOWN;
}

static const vml_host_machine *find_machine(const vml_host_guest *guest, const char *name)
{
	for (size_t i = 0; i < guest->n_machines; i++)
		if (!strcmp(guest->machines[i].name, name))
			return &guest->machines[i];
	return NULL;
}

vml_tristate vml_host_has_machine(const vml_host *host, const char *emulator, const char *arch,
	const char *type, const char *machine, const vml_host_machine **ret)
{
	vml_tristate found = VML_UNKNOWN;

	if (ret)
		*ret = NULL;
	for (const vml_host_guest *it = host ? host->guests : NULL; it; it = it->next) {
		const vml_host_machine *row;

		if (strcmp(it->arch, arch) != 0 || !fits(type, it->type) ||
			!fits(emulator, it->emulator) || !it->n_machines)
			continue;
		found = VML_NO;
		row = find_machine(it, machine);
		if (!row)
			continue;
		if (ret)
			*ret = row;
		return VML_YES;
	}
	return found;
}

vml_tristate vml_host_security(const vml_host *host, const char *model)
{
	return host ? vml_table_find(&host->security, model, NULL) : VML_UNKNOWN;
}

vml_tristate vml_host_iommu(const vml_host *host)
{
	return host ? host->iommu : VML_UNKNOWN;
}
