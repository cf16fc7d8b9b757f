/* Escaping of untrusted text (documents, file names) for terminals, CI logs and Markdown. */
#ifndef VML_ESCAPE_H
#define VML_ESCAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/*
 * Write untrusted text. Escape sequences such as \u{9b} and \x{ff} replace control characters (C0
 * except tab, DEL, C1), bidirectional controls, line separators, noncharacters, invalid UTF-8, and
 * the second '#' of "##[" and "##word[", which CI systems would execute as commands. A sequence of
 * VML_SECRET, which replaces the bytes of a secret (secrets.h), is written as "***".
 */
void vml_put_safe(FILE *out, const char *text, size_t len);

/*
 * Return how many bytes at the start of `text` are printable ASCII that vml_put_safe() writes
 * unchanged: nearly always `len`.
 */
size_t vml_plain_run(const char *text, size_t len);

/* Same as vml_put_safe(), for a NUL-terminated string. */
void vml_puts_safe(FILE *out, const char *text);

/*
 * Same as vml_puts_safe(), for text at the start of a line: also escapes a leading "::", which CI
 * systems would execute as a command.
 */
void vml_puts_safe_first(FILE *out, const char *text);

/*
 * Return true if the text starts with "##[" or "##word[", which is a command for some CI systems.
 */
bool vml_is_command(const char *text, size_t len);

/* Return the output of vml_puts_safe() as a string, freed by the caller. */
char *vml_safe_text(const char *text);

/* Same as vml_puts_safe(), for Markdown: also escapes markup, HTML, '|' and links. */
void vml_put_markdown(FILE *out, const char *text);

/*
 * Decode the UTF-8 character at the start of `text`; len must not be 0.
 *
 * ret_code: set to the code point of the character
 *
 * Returns the length of the character in bytes; 0, with *ret_code unchanged, if the bytes are not
 * valid UTF-8.
 */
size_t vml_utf8_char(const char *text, size_t len, unsigned int *ret_code);

#endif
