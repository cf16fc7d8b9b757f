/* Compares CPU, firmware and hypervisor features in two definitions of one guest. */
#include "differences.h"

#include <string.h>

void vml_compare_features(vml_comparison *all, const char *path)
{
	const xmlNode *list = vml_find(all->persistent, path);
	const xmlNode *others = vml_find(all->current, path);

	/* in other modes (passthrough, host-model), the host determines the features */
	if (!vml_one_of(vml_attr(list, "@mode"), "|custom"))
		return;
	for (const xmlNode *it = vml_first(list); it; it = vml_sibling(it)) {
		const char *name = (const char *)it->name, *state = vml_attr(it, "@state");
		const xmlNode *other = vml_child(others, name);
		const char *is = other ? vml_attr(other, "@state") : "off";

		if (!*state || !strcmp(state, is) || !*is)
			continue;
		vml_differ(all, it, other,
			(vml_difference){ .name = vml_format(all->ctx, "%s/%s", path, name),
				.current = vml_shown_value(all->ctx, is),
				.persistent = vml_shown_value(all->ctx, state) });
	}
}

/* Return the first <feature> with this name. */
static const xmlNode *find_feature(const xmlNode *cpu, const char *name)
{
	vml_each_child (it, cpu, "feature")
		if (vml_attr_is(it, "@name", name))
			return it;
	return NULL;
}

/*
 * Compare the features of the CPU. The XML of a running guest lists each feature of the persistent
 * definition, with the policy that is in effect.
 */
static void compare_cpu_features(
	vml_comparison *all, const xmlNode *persistent, const xmlNode *current)
{
	vml_each_child (it, persistent, "feature") {
		const char *name = vml_attr(it, "@name"), *policy = vml_attr(it, "@policy");
		const xmlNode *other = find_feature(current, name);
		const char *is = vml_attr(other, "@policy");

		if (!strcmp(policy, "optional") ||
			(other && (!vml_one_of(policy, "disable|forbid") || strcmp(is, "require"))))
			continue;
		vml_differ(all, it, other,
			(vml_difference){ .name = vml_format(all->ctx, "CPU feature %s", name),
				.current = vml_shown_value(all->ctx, is),
				.persistent =
					vml_shown_value(all->ctx, *policy ? policy : "require") });
	}
}

/*
 * When a guest starts, libvirt replaces mode='host-model' by a custom model: this is not a
 * difference.
 */
void vml_compare_cpu(vml_comparison *all)
{
	const xmlNode *persistent = vml_child(all->persistent, "cpu");
	const xmlNode *current = vml_child(all->current, "cpu");
	const char *mode = vml_attr(persistent, "@mode"), *is = vml_attr(current, "@mode");
	const char *model = vml_text(all->ctx, vml_child(persistent, "model"));
	const char *model_is = vml_text(all->ctx, vml_child(current, "model"));
	bool expanded = !strcmp(mode, "host-model") && !strcmp(is, "custom");

	if (!persistent || !current)
		return;
	if (strcmp(mode, is) != 0 && !expanded) {
		vml_differ(all, persistent, current,
			(vml_difference){ .name = "cpu/@mode",
				.current = vml_shown_value(all->ctx, is),
				.persistent = vml_shown_value(all->ctx, mode) });
		return;
	}
	if (!expanded && *model && *model_is && strcmp(model, model_is) != 0)
		vml_differ(all, vml_child(persistent, "model"), vml_child(current, "model"),
			(vml_difference){ .name = "cpu/model",
				.current = vml_shown_value(all->ctx, model_is),
				.persistent = vml_shown_value(all->ctx, model) });
	else
		compare_cpu_features(all, persistent, current);
}

static bool boots_uefi(const xmlNode *domain)
{
	return vml_attr_is(domain, "os/@firmware", "efi") ||
		vml_attr_is(domain, "os/loader/@type", "pflash");
}

/* With firmware='efi', libvirt chooses the images when the guest starts: they are not compared. */
void vml_compare_firmware(vml_comparison *all)
{
	const xmlNode *loader = vml_find(all->persistent, "os/loader");
	const xmlNode *other = vml_find(all->current, "os/loader");
	const char *path = vml_text(all->ctx, loader), *path_is = vml_text(all->ctx, other);
	bool uefi = boots_uefi(all->persistent), is_uefi = boots_uefi(all->current);

	if (uefi != is_uefi)
		vml_differ(all, loader, other,
			(vml_difference){ .name = "firmware",
				.current = is_uefi ? "UEFI" : "BIOS",
				.persistent = uefi ? "UEFI" : "BIOS" });
	else if (!vml_has_attr(all->persistent, "os/@firmware") && *path && *path_is &&
		strcmp(path, path_is) != 0)
		vml_differ(all, loader, other,
			(vml_difference){ .name = "os/loader",
				.current = vml_shown_value(all->ctx, path_is),
				.persistent = vml_shown_value(all->ctx, path) });
}
