/* Muting of libxml2's error messages, which vmlint reports in its own wording. */
#ifndef VML_XML_ERRORS_H
#define VML_XML_ERRORS_H

#include <libxml/xmlerror.h>

/* The previous error handler of the thread. */
typedef struct vml_xml_errors {
	xmlStructuredErrorFunc handler;
	void *context;
} vml_xml_errors;

/*
 * Discard the errors that libxml2 raises outside of a parser context, in this thread. Returns the
 * previous handler, for vml_xml_errors_restore().
 */
vml_xml_errors vml_xml_errors_mute(void);

/* Restore the handler that vml_xml_errors_mute() returned. */
void vml_xml_errors_restore(const vml_xml_errors *before);

#endif
