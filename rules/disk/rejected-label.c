/* Security labels of disks that libvirt rejects. */
#include <vmlint/refusal.h>

#include <string.h>

static bool has_label(vml_context *ctx, const xmlNode *seclabel)
{
	return *vml_text(ctx, vml_child(seclabel, "label"));
}

/* Return true if an earlier label of the same source has this model. */
static bool is_repeated(vml_context *ctx, const xmlNode *seclabel)
{
	(void)ctx;
	return vml_repeats(seclabel, "@model");
}

/*
 * Return true if the domain's label of the same model disables relabeling: relabel='no', or a
 * static label or type='none' without relabel.
 */
static bool is_off_in_domain(vml_context *ctx, const xmlNode *seclabel)
{
	vml_each_child (label, vml_facts_of(ctx)->domain, "seclabel") {
		const char *relabel = vml_attr(label, "@relabel");

		if (strcmp(vml_attr(label, "@model"), vml_attr(seclabel, "@model")) != 0)
			continue;
		if (!strcmp(relabel, "no") ||
			(!*relabel && vml_one_of(vml_attr(label, "@type"), "static|none")))
			return true;
	}
	return false;
}

/* Checks of libvirt: virSecurityDeviceLabelDefParseXML(), virSecurityDeviceLabelDefValidate(). */
static const vml_refusal rows[] = {
	{ .terms = { VML_IS("@relabel", "no"), VML_CALL(has_label) },
		.at = "label",
		.message = "{device} has a label, but relabel='no'",
		.remedy = "Removes <label>. Alternative: relabel='yes'.",
		.fix = "remove label" },
	{ .terms = { VML_HAS("@model"), VML_CALL(is_repeated) },
		.at = "@model",
		.message = "{device} has two labels of the model {value}",
		.remedy = "Keep one label per model." },
	{ .terms = { VML_CALL(is_off_in_domain) },
		.message =
			"{device} has a <seclabel> of its own, but the domain's <seclabel> disables "
			"relabeling",
		.remedy =
			"Set relabel='yes' in the domain's <seclabel>, or remove the <seclabel> of "
			"the disk." },
	{ 0 },
};

const vml_rule vml_rules_disk_rejected_label[] = {
	{
		.id = "disk-rejected-label",
		.summary = "security label of a disk that libvirt rejects",
		.why = "A <seclabel> in the source of a disk overrides how libvirt labels the "
		       "image. libvirt rejects it if it contradicts itself or the domain's label.",
		.remedy = "Each finding states how to correct the label. The fix removes or "
			  "changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#security-label",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.unless = VML_WHEN_LIVE,
		.each = "devices/disk/source/seclabel|devices/disk/backingStore/source/seclabel",
		.refusals = rows,
	},
	{ 0 },
};
