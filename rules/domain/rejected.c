/*
 * Names, maps and tuning of the whole domain that libvirt rejects: virDomainDefParseXML(),
 * virDomainDefIdMapValidate(), virDomainDefResourceValidate(), virDomainDefTunablesValidate(),
 * virDomainPerfEventDefParseXML().
 */
#include <vmlint/refusal.h>

#include <string.h>

enum { APPID_MAX = 128 };

static bool has_newline(vml_context *ctx, const xmlNode *title)
{
	(void)ctx;
	for (const xmlNode *it = title->children; it; it = it->next)
		if ((it->type == XML_TEXT_NODE || it->type == XML_CDATA_SECTION_NODE) &&
			strchr((const char *)it->content, '\n'))
			return true;
	return false;
}

static bool has_slash(vml_context *ctx, const xmlNode *name)
{
	return strchr(vml_text(ctx, name), '/');
}

static bool is_bad_appid(vml_context *ctx, const xmlNode *resource)
{
	const char *id = vml_attr(resource, "fibrechannel/@appid");
	size_t n = strlen(id);

	(void)ctx;
	if (!n || n > APPID_MAX)
		return true;
	for (; *id; id++)
		if (*id < ' ' || *id > '~')
			return true;
	return false;
}

/* Return true if the map has no entry for the container's root user. */
static bool is_root_unmapped(vml_context *ctx, const xmlNode *idmap)
{
	static const char *const names[] = { "uid", "gid" };
	uint64_t start;

	(void)ctx;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		bool found = !vml_child(idmap, names[i]);

		vml_each_child (it, idmap, names[i])
			found |= !vml_number(vml_attr(it, "@start"), &start) || !start;
		if (!found)
			return true;
	}
	return false;
}

static const vml_refusal rows[] = {
	{ .on = "title",
		.terms = { VML_CALL(has_newline) },
		.message = "the title has more than one line",
		.remedy =
			"Write the title in one line, without line breaks around it. <description> "
			"can have several lines." },
	{ .on = "name",
		.terms = { VML_EMPTY(".") },
		.message = "the name of the domain is empty",
		.remedy = "Write a name into <name>." },
	{ .on = "name",
		.terms = { VML_IS_NOT("$type", "|vz|parallels|openvz|vmware"),
			VML_CALL(has_slash) },
		.at = ".",
		.message = "the name '{value}' contains a slash",
		.remedy = "Use a hyphen instead. libvirt names files after the domain." },
	{ .on = "idmap",
		.terms = { VML_HAS("uid"), VML_LACKS("gid") },
		.message = "users are mapped, but groups are not",
		.remedy = "Add <gid start='0' target='...' count='...'/>." },
	{ .on = "idmap",
		.terms = { VML_HAS("gid"), VML_LACKS("uid") },
		.message = "groups are mapped, but users are not",
		.remedy = "Add <uid start='0' target='...' count='...'/>." },
	{ .on = "idmap",
		.terms = { VML_CALL(is_root_unmapped) },
		.message = "the container's root user or group (0) is not mapped",
		.remedy = "Set start='0' in one <uid> and one <gid>." },
	{ .on = "resource",
		.terms = { VML_HAS("fibrechannel"), VML_HAS("fibrechannel/@appid"),
			VML_CALL(is_bad_appid) },
		.at = "fibrechannel",
		.message = "the appid of Fibre Channel is not 1 to 128 printable ASCII characters",
		.remedy = "Set 1 to 128 printable ASCII characters, or remove <fibrechannel>." },
	{ .on = "resource",
		.terms = { VML_EMPTY("partition/."), VML_LACKS("fibrechannel/@appid") },
		.message = "<resource> has neither a partition nor an appid of Fibre Channel",
		.remedy = "Removes <resource>.",
		.fix = "remove ." },
	{ .on = "device",
		.terms = { VML_REPEATED("path/.") },
		.at = "path",
		.message = "there is another <device> of <blkiotune> with this path",
		.remedy = "Join the two <device> elements." },
	{ .on = "event",
		.terms = { VML_REPEATED("@name") },
		.at = "@name",
		.message = "the perf event {value} is listed twice",
		.remedy = "Keep one <event> of this name." },
	{ 0 },
};

const vml_rule vml_rules_domain_rejected[] = {
	{
		.id = "domain-rejected",
		.summary = "name, <idmap> or tuning of the domain that libvirt rejects",
		.why = "libvirt checks the parts of a domain that are not devices when it "
		       "is defined: title and name, <idmap>, resources, events. It rejects "
		       "the whole domain if one is invalid.",
		.remedy = "Each finding states how to correct the element. The fix removes or "
			  "changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#general-metadata",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "title|name|idmap|resource|blkiotune/device|perf/event",
		.refusals = rows,
	},
	{ 0 },
};
