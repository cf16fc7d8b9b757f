/* Readers of single values: each accepts what libvirt's function of the same purpose accepts. */
#ifndef VML_READERS_H
#define VML_READERS_H

#include <vmlint/rule.h>

#include <stdbool.h>
#include <stddef.h>

/* Range and base of a number. */
typedef struct vml_number_range {
	long long min;
	unsigned long long max; /* largest value; not compared with negative numbers */
	/* 10, 16, 8, or 0: 0x selects hexadecimal, a leading 0 octal, else decimal */
	unsigned char base;
} vml_number_range;

/*
 * Return true if virStrToLong_*() reads all of `text` as a number in the range and base of `range`:
 * it skips leading whitespace, allows a sign, and rejects anything after the last digit.
 */
bool vml_read_number(const char *text, const vml_number_range *range);

/* Return true if virStrToLong_*() reads the text as a decimal number of 64 bits. */
bool vml_read_decimal(const char *text);

/* Return true if virStrToLong_*() reads the text as a decimal number of 64 bits, not negative. */
bool vml_read_unsigned(const char *text);

/*
 * Return true if virStrToLong_*() reads the text as a number of 64 bits, not negative: hexadecimal
 * after 0x, octal after a leading 0, else decimal.
 */
bool vml_read_any_base(const char *text);

/*
 * Return true if virStrToLong_*() reads the text as a number of 64 bits, not negative, in base 16
 * (with or without 0x) or in the base of its prefix: libvirt uses base 16 for some of the checked
 * attributes, and the base of the prefix for others.
 */
bool vml_read_hexadecimal(const char *text);

/* Return true if virStrToLong_*() reads the text as an octal number of 64 bits, not negative. */
bool vml_read_octal(const char *text);

/*
 * Return true if virUUIDParse() reads the text: 32 digits; '-' and blanks are allowed between
 * bytes.
 */
bool vml_read_uuid(const char *text);

/* Return true if virMacAddrParse() reads the text: six bytes with colons between them. */
bool vml_read_mac(const char *text);

/* Return true if virBitmapParse() reads the text as a set of CPUs: "0-3,^2,8". */
bool vml_read_cpuset(const char *text);

/* Return true if virScaleInteger() knows the unit: b, byte, bytes, k, KiB, KB ... in any case. */
bool vml_read_size_unit(const char *text);

/* Return true if the text has `min` to `max` hexadecimal digits, after 0x if `prefix` is set. */
bool vml_read_hex(const char *text, bool prefix, size_t min, size_t max);

/* Return true if inet_pton(3) reads an IPv4 or IPv6 address. */
bool vml_read_ip(const char *text);

/* Return true if the text is the number of a USB port: up to four numbers as in "1.2.4". */
bool vml_read_usb_port(const char *text);

/* Return true if the text begins or ends with whitespace. */
bool vml_has_outer_whitespace(const char *text);

/* Return true if the text is not empty and has only letters, digits and bytes of `others`. */
bool vml_has_only(const char *text, const char *others);

#endif
