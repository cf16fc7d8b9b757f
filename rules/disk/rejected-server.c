/* Servers of network disks, and cookies for them, that libvirt rejects. */
#include <vmlint/refusal.h>

#include <string.h>

static const xmlNode *disk_of(const xmlNode *part)
{
	while (part && !vml_named(part, "disk"))
		part = vml_parent(part);
	return part;
}

/*
 * Return true if libvirt rejects the name of a cookie: virStorageSourceNetCookieValidate(), RFC
 * 6265.
 */
static bool has_invalid_name(vml_context *ctx, const xmlNode *cookie)
{
	const char *name = vml_attr(cookie, "@name");

	(void)ctx;
	if (!*name)
		return true;
	for (; *name; name++)
		if (*name <= ' ' || strchr("\",;\\()<>@:/[]?={}", *name))
			return true;
	return false;
}

static bool has_invalid_value(vml_context *ctx, const xmlNode *cookie)
{
	const char *value = vml_text(ctx, cookie);
	size_t n = strlen(value);

	if (*value == '"') {
		if (value[n - 1] != '"')
			return true;
		value++;
		n = n > 2 ? n - 2 : 0;
	}
	for (; n; n--, value++)
		if ((*value > 0 && *value <= ' ') || strchr("\",;\\", *value))
			return true;
	return false;
}

/* Return true if the source of the cookie, that of a disk or a backing image, is http or https. */
static bool is_http(vml_context *ctx, const xmlNode *cookie)
{
	const xmlNode *source = vml_parent(vml_parent(cookie));

	(void)ctx;
	return vml_attr_is(vml_parent(source), "@type", "network") &&
		vml_one_of(vml_attr(source, "@protocol"), "http|https");
}

static bool is_network(vml_context *ctx, const xmlNode *host)
{
	(void)ctx;
	return vml_attr_is(disk_of(host), "@type", "network");
}

/* Return true if an earlier cookie of the disk has the same name. */
static bool is_repeated(vml_context *ctx, const xmlNode *cookie)
{
	(void)ctx;
	return vml_repeats(cookie, "@name");
}

/*
 * Return true if the socket of qemu-pr-helper (persistent reservations) is specified only in part,
 * or not at all although libvirt does not start this helper: virStoragePRDefParseXML().
 */
static bool is_incomplete(vml_context *ctx, const xmlNode *reservations)
{
	static const char *const parts[] = { "source/@type", "source/@path", "source/@mode" };
	unsigned int n = 0;

	for (size_t i = 0; i < 3; i++)
		n += vml_has_attr(reservations, parts[i]);
	(void)ctx;
	return n < 3 && (n || vml_attr_is(reservations, "@managed", "no"));
}

static const vml_refusal rows[] = {
	{ .on = "host",
		.terms = { VML_IS("@transport", "unix"), VML_LACKS("@socket"),
			VML_CALL(is_network) },
		.message = "{device} is reached over a UNIX socket without a path",
		.remedy = "Set socket in <host> to the path of the socket." },
	{ .on = "host",
		.terms = { VML_HAS("@socket"), VML_IS_NOT("@transport", "unix"),
			VML_CALL(is_network) },
		.at = "@socket",
		.message = "{device} has a socket path, but its transport is not unix",
		.remedy = "Set transport='unix', or remove the attribute socket." },
	{ .on = "host",
		.terms = { VML_LACKS("@name"), VML_LACKS("@socket"),
			VML_IS_NOT("@transport", "unix"), VML_CALL(is_network) },
		.message = "{device} has a host without a name",
		.remedy = "Add the attribute name with the address of the server." },
	{ .on = "cookie",
		.terms = { VML_HAS("@name"), VML_CALL(has_invalid_name), VML_CALL(is_http) },
		.at = "@name",
		.message = "the cookie name '{value}' is not valid in HTTP",
		.remedy = "Set a name of letters, digits, '-', '_' and '.'." },
	{ .on = "cookie",
		.terms = { VML_CALL(has_invalid_value), VML_CALL(is_http) },
		.message = "a cookie of {device} has characters that HTTP does not allow",
		.remedy = "Replace whitespace, quotes, commas, semicolons and backslashes in the "
			  "value, such as a space by %20." },
	{ .on = "cookie",
		.terms = { VML_HAS("@name"), VML_CALL(is_repeated), VML_CALL(is_http) },
		.at = "@name",
		.message = "another cookie of {device} has the name '{value}', too",
		.remedy = "Removes the later cookie.",
		.fix = "remove ." },
	{ .on = "reservations",
		.terms = { VML_CALL(is_incomplete) },
		.message = "the reservations of {device} lack type, path or mode of the socket of "
			   "qemu-pr-helper",
		.remedy = "Set <source type='unix' path='...' mode='client'/> in <reservations>, "
			  "or remove its <source> and set managed='yes'." },
	{ .on = "cookie",
		.terms = { VML_IS(".", "|"), VML_CALL(is_http) },
		.message = "a cookie of {device} has no value",
		.remedy = "Write the value as content of <cookie>, or remove <cookie>." },
	{ 0 },
};

const vml_rule vml_rules_disk_rejected_server[] = {
	{
		.id = "disk-rejected-server",
		.summary = "server or cookie of a network disk that libvirt rejects",
		.why = "libvirt checks the servers from which a network disk is read, and the cookies that "
		       "it sends to them, and rejects the domain if one is incomplete or invalid.",
		.remedy = "Each finding states how to correct the element. The fix removes or "
			  "changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.unless = VML_WHEN_LIVE,
		.each = "devices/disk/source/host|devices/disk/source/reservations|"
			"devices/disk/source/cookies/cookie|"
			"devices/disk/backingStore/source/cookies/cookie",
		.refusals = rows,
	},
	{ 0 },
};
