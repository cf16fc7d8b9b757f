/* <sysinfo> that libvirt rejects: virSysinfoParseXML(), qemuValidateDomainDefSysinfo(). */
#include <vmlint/refusal.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { UUID_DIGITS = 32 };

/*
 * Read a decimal number and the byte `end` after it (0: the end of the string), and advance *text
 * past both. Returns -1 if they are not there.
 */
static long part(const char **text, char end)
{
	char *after;
	long number = strtol(*text, &after, 10);

	if (after == *text || *after != end)
		return -1;
	*text = after + (end != 0);
	return number;
}

/* Return true if a date does not have the form mm/dd/yyyy or mm/dd/yy. */
static bool is_bad_date(vml_context *ctx, const xmlNode *entry)
{
	const char *text = vml_text(ctx, entry);
	long month = part(&text, '/'), day, year;

	if (month < 1 || month > 12)
		return true;
	day = part(&text, '/');
	if (day < 1 || day > 31)
		return true;
	year = part(&text, 0);
	return year < 0 || (year >= 100 && year < 1900);
}

/* Read the hexadecimal digits of a UUID in lowercase; returns false if it is malformed. */
static bool read_uuid(const char *text, char ret[UUID_DIGITS + 1])
{
	size_t n = 0;

	for (; *text && n <= UUID_DIGITS; text++) {
		if (*text == '-' || *text == ' ')
			continue;
		if (!isxdigit((unsigned char)*text) || n == UUID_DIGITS)
			return false;
		ret[n++] = (char)tolower((unsigned char)*text);
	}
	ret[n] = 0;
	return n == UUID_DIGITS;
}

static bool is_other_uuid(vml_context *ctx, const xmlNode *entry)
{
	char mine[UUID_DIGITS + 1], domain[UUID_DIGITS + 1];

	return read_uuid(vml_text(ctx, entry), mine) &&
		read_uuid(vml_facts_of(ctx)->uuid, domain) && strcmp(mine, domain) != 0;
}

static bool is_no_uuid(vml_context *ctx, const xmlNode *entry)
{
	char digits[UUID_DIGITS + 1];

	return !read_uuid(vml_text(ctx, entry), digits);
}

static bool is_outside_opt(vml_context *ctx, const xmlNode *entry)
{
	(void)ctx;
	return !vml_starts_with(vml_attr(entry, "@name"), "opt/");
}

static bool is_reserved(vml_context *ctx, const xmlNode *entry)
{
	const char *name = vml_attr(entry, "@name");

	(void)ctx;
	return vml_starts_with(name, "opt/ovmf/") || vml_starts_with(name, "opt/org.qemu/");
}

static const vml_refusal rows[] = {
	{ .terms = { VML_IS("@name", "date"), VML_IS("../../@type", "smbios"), VML_IS_NOT(".", "|"),
		  VML_CALL(is_bad_date) },
		.at = ".",
		.message = "BIOS date '{value}' is not of the form mm/dd/yyyy",
		.remedy = "Write month, day and year with slashes: 04/01/2014." },
	{ .terms = { VML_IS("@name", "uuid"), VML_IS("../../@type", "smbios"), VML_IS_NOT(".", "|"),
		  VML_CALL(is_no_uuid) },
		.at = ".",
		.message = "'{value}' is not a UUID",
		.remedy = "Remove the entry: the guest then sees the <uuid> of the domain." },
	{
		.terms = { VML_IS("@name", "uuid"), VML_IS("../../@type", "smbios"),
			VML_CALL(is_other_uuid) },
		.message = "the UUID in <sysinfo> differs from the <uuid> of the domain",
		.remedy =
			"Remove the entry: the guest then sees the <uuid> of the domain. Alternative: set <uuid> to the UUID of this entry.",
	},
	{ .terms = { VML_IS("../@type", "fwcfg"), VML_LACKS("@name") },
		.message = "the firmware entry has no name",
		.remedy = "Set a name such as opt/com.example/name." },
	{ .terms = { VML_IS("../@type", "fwcfg"), VML_EMPTY("."), VML_LACKS("@file") },
		.message = "the firmware entry has neither a value nor a file",
		.remedy = "Write the value into the entry, or set file='...'." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("../@type", "fwcfg"), VML_HAS("@name"),
			VML_CALL(is_outside_opt) },
		.at = "@name",
		.message = "the name '{value}' of the firmware entry does not begin with opt/",
		.remedy = "Choose a name such as opt/com.example/name." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("../@type", "fwcfg"), VML_CALL(is_reserved) },
		.at = "@name",
		.message = "firmware entries below opt/ovmf/ and opt/org.qemu/ are reserved",
		.remedy = "Choose a name such as opt/com.example/name, or pass the entry with "
			  "-fw_cfg in <qemu:commandline>." },
	{ 0 },
};

const vml_rule vml_rules_sysinfo_rejected[] = {
	{
		.id = "sysinfo-rejected",
		.summary = "system information (SMBIOS, firmware entry) that libvirt rejects",
		.why = "<sysinfo> sets what the guest's firmware reports: SMBIOS fields, or files "
		       "for the firmware. libvirt checks the date, the UUID, which must be the "
		       "domain's, and the names of files. It rejects the whole domain if one is "
		       "invalid.",
		.remedy = "Each finding states how to correct the entry.",
		.url = "https://libvirt.org/formatdomain.html#smbios-system-information",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "sysinfo/bios/entry|sysinfo/system/entry|sysinfo/entry",
		.refusals = rows,
	},
	{ 0 },
};
