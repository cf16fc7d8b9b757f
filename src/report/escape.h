/* Text from documents and file names, made harmless for people's terminals and logs. */
#ifndef VML_ESCAPE_H
#define VML_ESCAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/*
 * Write text of unknown origin: control characters (C0, DEL, C1), bidirectional
 * controls and invalid UTF-8 appear as \u{9b} and \x{ff}; a tab stays a tab. No "##["
 * and no "##word[" is left in it: a log of CI would take that for a command.
 */
void vml_put_safe(FILE *out, const char *text, size_t len);

/*
 * How many characters of printable ASCII that vml_put_safe() leaves as they are come first:
 * all of nearly every text.
 */
size_t vml_plain_run(const char *text, size_t len);

/* vml_put_safe() for a string. */
void vml_puts_safe(FILE *out, const char *text);

/* The same for one that begins a line: a log of CI would take "::" there for a command. */
void vml_puts_safe_first(FILE *out, const char *text);

/* Whether a text begins with what a log of CI takes for a command wherever it stands. */
bool vml_is_command(const char *text, size_t len);

/* What vml_puts_safe() writes, as a string that the caller releases. */
char *vml_safe_text(const char *text);

/* The same in Markdown, where nothing in it is markup, HTML, a cell's end or a link. */
void vml_put_markdown(FILE *out, const char *text);

/*
 * The length in bytes of the UTF-8 character at the start of `text`, 0 where the
 * bytes are none. ret_code: its code point.
 */
size_t vml_utf8_char(const char *text, size_t len, unsigned int *ret_code);

#endif
