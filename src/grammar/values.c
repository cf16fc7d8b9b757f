/*
 * Kinds of values. For each: the form that libvirt's schema (basictypes.rng, domaincommon.rng)
 * requires, and what libvirt's parser (functions in src/util) accepts.
 */
#include "values.h"

#include "readers.h"

#include <ctype.h>
#include <limits.h>
#include <string.h>

typedef bool reader(const char *text);

static bool is_digits(const char *text)
{
	size_t n = strspn(text, "0123456789");

	return n && !text[n];
}

static bool has_0x(const char *text)
{
	return !strncmp(text, "0x", 2);
}

static bool any(const char *text)
{
	(void)text;
	return true;
}

static bool some(const char *text)
{
	return *text != '\0';
}

static bool one_line(const char *text)
{
	return *text && !strchr(text, '\n');
}

static bool name(const char *text)
{
	return one_line(text) && !strchr(text, '/');
}

static bool no_slash(const char *text)
{
	return !strchr(text, '/');
}

static bool volume(const char *text)
{
	return *text && no_slash(text) && strcmp(text, ".") != 0 && strcmp(text, "..") != 0;
}

static bool integer(const char *text)
{
	return is_digits(text + (*text == '-'));
}

static bool delta(const char *text)
{
	return is_digits(text + (*text == '-' || *text == '+'));
}

static bool number(const char *text)
{
	return integer(text) || vml_read_hex(text, true, 1, 16);
}

static bool hex(const char *text)
{
	return vml_read_hex(text, has_0x(text), 1, 16);
}

static bool hex_0x(const char *text)
{
	return vml_read_hex(text, true, 1, 16);
}

static bool octal_digits(const char *text)
{
	size_t n = strspn(text, "01234567");

	return n && !text[n];
}

static bool version(const char *text)
{
	size_t n = strspn(text, "0123456789");

	return n && text[n] == '.' && is_digits(text + n + 1);
}

static bool date_time(const char *text)
{
	return strspn(text, "0123456789-:TZ.+") == strlen(text) && strlen(text) > 9;
}

static bool uuid(const char *text)
{
	size_t len = strlen(text);

	for (size_t i = 0; i < len; i++)
		if (len == 36 && (i == 8 || i == 13 || i == 18 || i == 23)) {
			if (text[i] != '-')
				return false;
		} else if (!isxdigit((unsigned char)text[i])) {
			return false;
		}
	return len == 32 || len == 36;
}

static bool mac(const char *text)
{
	return strlen(text) == 17 && vml_read_mac(text) && text[2] == ':' && text[5] == ':' &&
		text[8] == ':' && text[11] == ':' && text[14] == ':';
}

static bool unicast_mac(const char *text)
{
	return mac(text) && strchr("02468aAcCeE", text[1]);
}

static bool ipv4(const char *text)
{
	return vml_read_ip(text) && !strchr(text, ':');
}

static bool host(const char *text)
{
	return vml_read_ip(text) || vml_has_only(text, ".-");
}

static bool generic_name(const char *text)
{
	return vml_has_only(text, "_+-");
}

static bool alias(const char *text)
{
	return vml_has_only(text, "_-.");
}

static bool device_name(const char *text)
{
	return vml_has_only(text, "_.-\\:/");
}

static bool zone(const char *text)
{
	return vml_has_only(text, "_-");
}

static bool time_zone(const char *text)
{
	return vml_has_only(text, "_.+-/");
}

static bool identifier(const char *text)
{
	return vml_has_only(text, "_") && !isdigit((unsigned char)*text);
}

static bool profile_name(const char *text)
{
	return vml_has_only(text, ".:-");
}

static bool absolute(const char *text)
{
	return one_line(text) &&
		((text[0] == '/' && text[1]) ||
			(isalpha((unsigned char)*text) && !strncmp(text + 1, ":\\", 2)) ||
			(text[0] == '[' && strstr(text, "] ")));
}

static bool directory(const char *text)
{
	return one_line(text) && text[0] == '/';
}

static bool disk_target(const char *text)
{
	static const char *const prefixes[] = { "fd", "hd", "sd", "vd", "xvd", "ubd", "nvme" };

	if (!strncmp(text, "ioemu:", 6))
		text += 6;
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++)
		if (!strncmp(text, prefixes[i], strlen(prefixes[i])))
			return vml_has_only(text + strlen(prefixes[i]), "_");
	return false;
}

static bool serial(const char *text)
{
	return vml_has_only(text, "_.+- ");
}

static bool printable(const char *text)
{
	for (; *text; text++)
		if (*text < ' ' || *text > '~')
			return false;
	return true;
}

static bool wwn(const char *text)
{
	return vml_read_hex(text, has_0x(text), 16, 16);
}

static bool naa(const char *text)
{
	return !strncmp(text, "naa.", 4) && vml_read_hex(text + 4, false, 16, 16);
}

static bool cpuset(const char *text)
{
	return vml_read_cpuset(text) && !strchr(text, ' ') && text[strlen(text) - 1] != ',';
}

static bool vendor_id(const char *text)
{
	return strlen(text) <= 12 && !strchr(text, ',');
}

static bool cpu_vendor_id(const char *text)
{
	return strlen(text) == 12 && !strchr(text, ',');
}

static bool load_parameter(const char *text)
{
	return strlen(text) <= 8 && vml_has_only(text, ". ");
}

static bool filter_name(const char *text)
{
	return vml_has_only(text, "_");
}

static bool filter_value(const char *text)
{
	return vml_has_only(text, "_.:");
}

/*
 * form: description of a value for messages; schema: what the schema accepts; parser: what
 * libvirt's parser accepts, NULL if anything.
 */
static const struct kind {
	const char *form;
	reader *schema, *parser;
} kinds[] = {
	[VML_VALUE_TEXT] = { "any text", any, NULL },
	[VML_VALUE_STRING] = { "one line of text", one_line, NULL },
	[VML_VALUE_UINT] = { "a number", is_digits, vml_read_unsigned },
	[VML_VALUE_ULONG] = { "a number", is_digits, vml_read_unsigned },
	[VML_VALUE_INT] = { "a number", integer, vml_read_decimal },
	[VML_VALUE_NUMBER] = { "a number", number, vml_read_any_base },
	[VML_VALUE_HEX] = { "a hexadecimal number", hex, vml_read_hexadecimal },
	[VML_VALUE_HEX0X] = { "a hexadecimal number after 0x", hex_0x, vml_read_hexadecimal },
	[VML_VALUE_OCTAL] = { "an octal number", octal_digits, vml_read_octal },
	[VML_VALUE_SIGNED_DELTA] = { "a number with an optional sign", delta, vml_read_decimal },
	[VML_VALUE_VERSION] = { "two numbers joined by a dot", version, version },
	[VML_VALUE_DATETIME] = { "a date and time", date_time, NULL },
	[VML_VALUE_SIZE_UNIT] = { "bytes, KiB, MiB, GiB, TiB, KB, MB, GB or TB", vml_read_size_unit,
		vml_read_size_unit },
	[VML_VALUE_UUID] = { "a UUID of 32 hexadecimal digits", uuid, vml_read_uuid },
	[VML_VALUE_MAC_UNICAST] = { "a MAC address such as 52:54:00:3b:6e:51", unicast_mac,
		vml_read_mac },
	[VML_VALUE_IPV4] = { "an IPv4 address", ipv4, vml_read_ip },
	[VML_VALUE_IP] = { "an IP address", vml_read_ip, vml_read_ip },
	[VML_VALUE_HOST] = { "a host name or IP address", host, NULL },
	[VML_VALUE_OBJECT_NAME] = { "a name without '/'", name, NULL },
	[VML_VALUE_TITLE_NAME] = { "a name in one line", one_line, NULL },
	[VML_VALUE_GENERIC_NAME] = { "a name of letters, digits, '_', '+' and '-'", generic_name,
		NULL },
	[VML_VALUE_ALIAS] = { "a name of letters, digits, '_', '-' and '.'", alias, NULL },
	[VML_VALUE_DEVICE_NAME] = { "a name of letters, digits and _.-\\:/", device_name, NULL },
	[VML_VALUE_ZONE] = { "a name of letters, digits, '_' and '-'", zone, NULL },
	[VML_VALUE_TIMEZONE] = { "a time zone such as Europe/Berlin", time_zone, NULL },
	[VML_VALUE_VOLUME] = { "a name without '/'", volume, NULL },
	[VML_VALUE_NO_SLASH] = { "a name without '/'", no_slash, NULL },
	[VML_VALUE_IDENTIFIER] = { "a name of letters, digits and '_'", identifier, NULL },
	[VML_VALUE_PROFILE_NAME] = { "a name of letters, digits, '.', ':' and '-'", profile_name,
		NULL },
	[VML_VALUE_PATH] = { "a path in one line", one_line, NULL },
	[VML_VALUE_ABS_PATH] = { "an absolute path", absolute, NULL },
	[VML_VALUE_ABS_DIR] = { "an absolute path of a directory", directory, NULL },
	[VML_VALUE_DISK_TARGET] = { "a device name such as vda, sda or hda", disk_target, NULL },
	[VML_VALUE_SERIAL] = { "letters, digits, '_', '.', '+', '-' and spaces", serial, NULL },
	[VML_VALUE_PRINTABLE] = { "printable ASCII characters", printable, NULL },
	[VML_VALUE_COOKIE_NAME] = { "the name of a cookie", some, NULL },
	[VML_VALUE_COOKIE_VALUE] = { "the value of a cookie", any, NULL },
	[VML_VALUE_USB_PORT] = { "up to four numbers joined by dots", vml_read_usb_port,
		vml_read_usb_port },
	[VML_VALUE_WWN] = { "16 hexadecimal digits", wwn, wwn },
	[VML_VALUE_NAA] = { "'naa.' and 16 hexadecimal digits", naa, NULL },
	[VML_VALUE_CPUSET] = { "CPU numbers and ranges such as 0-3,^2,7", cpuset, vml_read_cpuset },
	[VML_VALUE_VENDOR_ID] = { "up to 12 characters without ','", vendor_id, vendor_id },
	[VML_VALUE_CPU_VENDOR_ID] = { "12 characters without ','", cpu_vendor_id, cpu_vendor_id },
	[VML_VALUE_FEATURE_NAME] = { "a name of letters, digits, '_', '-' and '.'", alias, NULL },
	[VML_VALUE_LOADPARM] = { "up to eight letters, digits, dots and spaces", load_parameter,
		load_parameter },
	[VML_VALUE_FILTER_NAME] = { "a name of letters, digits and '_'", filter_name, NULL },
	[VML_VALUE_FILTER_VALUE] = { "letters, digits, '_', '.' and ':'", filter_value, NULL },
};

_Static_assert(sizeof(kinds) / sizeof(*kinds) == VML_VALUE_COUNT, "a row for each kind of value");

const char *vml_value_form(unsigned int kind)
{
	return kinds[kind].form ? kinds[kind].form : "";
}

bool vml_value_is_path(unsigned int kind)
{
	return kind == VML_VALUE_PATH || kind == VML_VALUE_ABS_PATH || kind == VML_VALUE_ABS_DIR;
}

bool vml_value_is_number(unsigned int kind)
{
	return kind >= VML_VALUE_UINT && kind <= VML_VALUE_OCTAL;
}

/*
 * Return the range of a number: the range of the item, else that of its kind. The base is always
 * that of the kind.
 */
static vml_number_range range_of(const vml_grammar_item *item, const char *value)
{
	vml_number_range range = { 0, UINT_MAX, 10 };

	if (item->kind == VML_VALUE_INT)
		range = (vml_number_range){ INT_MIN, INT_MAX, 10 };
	else if (item->kind == VML_VALUE_ULONG)
		range.max = ULLONG_MAX;
	else if (item->kind == VML_VALUE_HEX || item->kind == VML_VALUE_HEX0X)
		range = (vml_number_range){ 0, ULLONG_MAX, 16 };
	else if (item->kind == VML_VALUE_OCTAL)
		range.base = 8;
	else if (item->kind == VML_VALUE_NUMBER && has_0x(value))
		range.base = 16;
	if (item->range) {
		range.min = item->range->min;
		range.max = item->range->max < 0 ? 0 : (unsigned long long)item->range->max;
	}
	return range;
}

static bool is_in_range(const vml_grammar_item *item, const char *value)
{
	vml_number_range range = range_of(item, value);

	if (vml_value_is_number(item->kind))
		return vml_read_number(value, &range);
	if (!item->range)
		return true;
	/* the range of a text limits its length */
	return strlen(value) >= (size_t)range.min && strlen(value) <= range.max;
}

/*
 * Return true if the value has only a few decimal digits and is in range: a shortcut for most
 * numbers.
 */
static bool is_small_number(const vml_grammar_item *item, const char *value)
{
	enum { DIGITS = 9 };
	const char *at = value;
	long long number = 0;

	if (item->kind < VML_VALUE_UINT || item->kind > VML_VALUE_NUMBER)
		return false;
	for (; *at >= '0' && *at <= '9' && at < value + DIGITS; at++)
		number = number * 10 + *at - '0';
	return !*at && at > value &&
		(!item->range || (number >= item->range->min && number <= item->range->max));
}

/*
 * Return true if a hexadecimal number has more digits than the largest valid one, such as the PCI
 * function 0x00: the patterns of libvirt's schema limit the digits, its parser does not.
 */
static bool has_extra_digits(const vml_grammar_item *item, const char *value)
{
	long long most;

	if (item->kind != VML_VALUE_NUMBER || !item->range || value[0] != '0' || value[1] != 'x')
		return false;
	most = item->range->max;
	for (const char *at = value + 3; value[2] && *at; at++)
		if (!(most >>= 4))
			return true;
	return false;
}

vml_value_fate vml_value_check(const vml_grammar_item *item, const char *value)
{
	const struct kind *kind = &kinds[item->kind];

	if (is_small_number(item, value))
		return VML_VALUE_VALID;
	if (item->words && vml_grammar_keyword(item, value))
		return VML_VALUE_VALID;
	if (item->kind == VML_VALUE_KEYWORDS)
		return VML_VALUE_UNREADABLE;
	if (kind->schema(value)) {
		const vml_grammar_item plain = { .kind = item->kind };

		if (is_in_range(item, value))
			return has_extra_digits(item, value) ? VML_VALUE_READABLE : VML_VALUE_VALID;
		/* a number outside of the range of the C type is one that libvirt cannot read */
		return vml_value_is_number(item->kind) && !is_in_range(&plain, value)
			? VML_VALUE_UNREADABLE
			: VML_VALUE_BEYOND;
	}
	return kind->parser && !kind->parser(value) ? VML_VALUE_UNREADABLE : VML_VALUE_READABLE;
}
