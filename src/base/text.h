/* Formatted strings that somebody owns. */
#ifndef VML_TEXT_H
#define VML_TEXT_H

#include <stdarg.h>

/** The formatted string; the caller releases it with free(). */
char *vml_asprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/** As vml_asprintf(), for the callers that have a va_list. */
char *vml_vasprintf(const char *fmt, va_list args) __attribute__((format(printf, 1, 0)));

#endif
