/* Frame of HTML pages: head with style and content security policy, escaped text, script. */
#ifndef VML_HTML_PAGE_H
#define VML_HTML_PAGE_H

#include "embedded.h"

#include <stdbool.h>
#include <stdio.h>

/*
 * Style (id "css") and script ("js") of the pages: src/report/html/report.*, embedded by
 * embed.cmake.
 */
extern const vml_embedded vml_html_assets[];

/*
 * Write the page up to <body>, inclusive. The content security policy of the page permits only the
 * page's own style and script.
 *
 * title: escaped on output
 * script: true permits the script, which vml_html_close() then writes
 */
void vml_html_open(FILE *out, const char *title, bool script);

/* End the page; script: see vml_html_open(). */
void vml_html_close(FILE *out, bool script);

/*
 * Write untrusted text as the content of an element or as an attribute value in double quotes.
 * Escapes markup, and control characters as vml_put_safe() does.
 */
void vml_html_text(FILE *out, const char *text, size_t len);

/* Same as vml_html_text(), for a NUL-terminated string. */
void vml_html_puts(FILE *out, const char *text);

/*
 * Write an element that contains `text`, which is escaped.
 *
 * tag: name and attributes of the element ("p class=x"), a constant
 */
void vml_html_element(FILE *out, const char *tag, const char *text);

/*
 * Write `text` as a link to `url`; both are escaped. If the URL is not safe as a link, writes only
 * the URL, as text.
 */
void vml_html_link(FILE *out, const char *url, const char *text);

#endif
