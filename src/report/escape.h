/* Escaping of untrusted text (documents, file names) for terminals, CI logs and Markdown. */
#ifndef VML_ESCAPE_H
#define VML_ESCAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/*
 * Write untrusted text. Control characters (C0 except tab, DEL, C1), bidirectional controls and
 * invalid UTF-8 are written as in \u{9b} and \x{ff}, masked bytes as "***". "##[" and "##word["
 * are escaped, because CI systems would execute them as commands.
 */
void vml_put_safe(FILE *out, const char *text, size_t len);

/*
 * Return the length in bytes of the leading printable ASCII that vml_put_safe() does not
 * change: nearly always `len`.
 */
size_t vml_plain_run(const char *text, size_t len);

/* Like vml_put_safe(), for a NUL-terminated string. */
void vml_puts_safe(FILE *out, const char *text);

/* Like vml_puts_safe(), at the start of a line, where CI systems execute "::" commands. */
void vml_puts_safe_first(FILE *out, const char *text);

/* Return true if text starts with "##[" or "##word[", a command for some CI systems. */
bool vml_is_command(const char *text, size_t len);

/* Return the output of vml_puts_safe() as a string, freed by the caller. */
char *vml_safe_text(const char *text);

/* Like vml_puts_safe(), in Markdown: also escape markup, HTML, '|' and links. */
void vml_put_markdown(FILE *out, const char *text);

/*
 * Decode the UTF-8 character at the start of `text`; len must not be 0.
 *
 * ret_code: its code point
 * Returns its length in bytes, or 0 if the bytes are not valid UTF-8.
 */
size_t vml_utf8_char(const char *text, size_t len, unsigned int *ret_code);

#endif
