/* Names and UUIDs that several domains have. */
#include <vmlint/fleet.h>

/* Return true if a UUID has the form in which libvirt prints it. */
static bool is_canonical(const char *text)
{
	return strlen(text) == 36 && strspn(text, "0123456789abcdef-") == 36 && text[8] == '-' &&
		text[13] == '-' && text[18] == '-' && text[23] == '-';
}

/*
 * Return a UUID in the form in which libvirt prints it, or "" if it is invalid. libvirt accepts any
 * number of dashes and any case.
 */
static const char *canonical(vml_context *ctx, const char *text)
{
	char digits[33];
	size_t n = 0;

	if (is_canonical(text))
		return text;
	for (; *text && n < sizeof(digits); text++)
		if (*text != '-')
			digits[n++] =
				*text >= 'A' && *text <= 'Z' ? (char)(*text - 'A' + 'a') : *text;
	if (n != sizeof(digits) - 1)
		return "";
	return vml_format(ctx, "%.8s-%.4s-%.4s-%.4s-%.12s", digits, digits + 8, digits + 12,
		digits + 16, digits + 20);
}

static void uuid_duplicate(vml_context *ctx, xmlNode *uuid)
{
	vml_fleet_key(ctx, uuid, NULL, VML_SCOPE_FLEET, 0, canonical(ctx, vml_text(ctx, uuid)));
}

static void name_duplicate(vml_context *ctx, xmlNode *name)
{
	vml_fleet_key(ctx, name, NULL, VML_SCOPE_HOST, 0, vml_facts_of(ctx)->name);
}

static const vml_joined uuid_joined = {
	.conflicts = { 1 << 0 },
	.messages = { "domain has the same UUID as {others}, but another name: a host can have "
		      "only one of them" },
};

static const vml_joined name_joined = {
	.conflicts = { 1 << 0 },
	.messages = { "domain has the same name as {others}, but another UUID: a host can have "
		      "only one of them" },
};

const vml_rule vml_rules_fleet_name[] = {
	{
		.id = "fleet-uuid-duplicate",
		.summary = "two domains with different names have the same UUID",
		.why = "libvirt identifies a domain by its UUID. A host refuses to define "
		       "the second one (\"is already defined with uuid\"), and a migration "
		       "to a host that has the other one fails. Monitoring and backup tools "
		       "mix the two up. The usual cause is a copied definition.",
		.remedy = "Remove <uuid> from the copy: libvirt then generates one. The "
			  "guest sees it as the UUID of its system (SMBIOS), to which "
			  "licences may be bound. Definitions with the same name and UUID "
			  "are one domain and not reported.",
		.url = "https://libvirt.org/formatdomain.html#general-metadata",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_FLEET,
		.each = "uuid",
		.check = uuid_duplicate,
		.joined = &uuid_joined,
	},
	{
		.id = "fleet-name-duplicate",
		.summary = "two domains of one host have the same name and different UUIDs",
		.why = "The names of the domains of a host are unique: libvirt refuses to "
		       "define the second one (\"already exists with uuid\"). A script that "
		       "selects a domain by its name may act on the wrong one. Files of "
		       "unknown hosts are compared per directory.",
		.remedy = "Give each domain its own name; \"virsh domrename\" renames a domain "
			  "that is shut off. If the definitions are versions of the same domain, "
			  "give them the same UUID.",
		.url = "https://libvirt.org/formatdomain.html#general-metadata",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_FLEET,
		.each = "name",
		.check = name_duplicate,
		.joined = &name_joined,
	},
	{ 0 }
};
