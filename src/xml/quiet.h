/* libxml2 kept from telling standard error what vmlint tells in words of its own. */
#ifndef VML_QUIET_H
#define VML_QUIET_H

#include <libxml/xmlerror.h>

/* What was there before. */
typedef struct vml_quiet {
	xmlStructuredErrorFunc handler;
	void *context;
} vml_quiet;

/* From here on, in this thread, errors that no parser context takes go nowhere. */
vml_quiet vml_quiet_begin(void);

/* As it was before. */
void vml_quiet_end(const vml_quiet *before);

#endif
