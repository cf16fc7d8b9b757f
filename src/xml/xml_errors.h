/* libxml2 kept from telling standard error what vmlint tells in words of its own. */
#ifndef VML_XML_ERRORS_H
#define VML_XML_ERRORS_H

#include <libxml/xmlerror.h>

/* What was there before. */
typedef struct vml_xml_errors {
	xmlStructuredErrorFunc handler;
	void *context;
} vml_xml_errors;

/* From here on, in this thread, errors that no parser context takes go nowhere. */
vml_xml_errors vml_xml_errors_mute(void);

/* As it was before. */
void vml_xml_errors_restore(const vml_xml_errors *before);

#endif
