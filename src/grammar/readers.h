/* Readers of single values: each accepts what libvirt's function of the same purpose accepts. */
#ifndef VML_READERS_H
#define VML_READERS_H

#include <vmlint/rule.h>

#include <stdbool.h>
#include <stddef.h>

/* Bounds of a number; minus: a sign is allowed. */
typedef struct vml_number_range {
	long long min;
	unsigned long long max; /* greatest value; compared only if the value is not negative */
	unsigned char base;	/* 10, 16, or 0: decimal, 0x hexadecimal or 0 octal */
} vml_number_range;

/*
 * Return true if virStrToLong_*() reads all of `text` as a number in the range: it skips
 * leading whitespace, allows a sign, and rejects anything after the last digit.
 */
bool vml_read_number(const char *text, const vml_number_range *range);

/* Return true if virStrToLong_*() reads a decimal number of 64 bits. */
bool vml_read_decimal(const char *text);

/* Return true if it reads a decimal number that is not negative. */
bool vml_read_unsigned(const char *text);

/* Return true if it reads a number of 64 bits whose base 0x, or a leading 0 for octal, selects. */
bool vml_read_any_base(const char *text);

/* Return true if it reads a hexadecimal number, or one whose base a prefix selects. */
bool vml_read_hexadecimal(const char *text);

/* Return true if it reads an octal number of 64 bits. */
bool vml_read_octal(const char *text);

/* Return true if virUUIDParse() reads the text: 32 digits, with '-' and blanks between bytes. */
bool vml_read_uuid(const char *text);

/* Return true if virMacAddrParse() reads the text: six bytes with colons between them. */
bool vml_read_mac(const char *text);

/* Return true if virBitmapParse() reads the text: "0-3,^2,8". */
bool vml_read_cpuset(const char *text);

/* Return true if virScaleInteger() knows the unit: b, byte, bytes, k, KiB, KB ... in any case. */
bool vml_read_size_unit(const char *text);

/* Return true if the text has `min` to `max` hexadecimal digits, after 0x if `prefix` is set. */
bool vml_read_hex(const char *text, bool prefix, size_t min, size_t max);

/* Return true if inet_pton(3) reads an IPv4 or IPv6 address. */
bool vml_read_ip(const char *text);

/* Return true if a USB port is given by up to four numbers: "1.2.4". */
bool vml_read_usb_port(const char *text);

/* Return true if whitespace surrounds the text. */
bool vml_has_outer_whitespace(const char *text);

/* Return true if all bytes are letters, digits or in `others`, and there is one at least. */
bool vml_has_only(const char *text, const char *others);

#endif
