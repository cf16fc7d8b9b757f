/* Origin of a document: its input and host, for the rules across domains. */
#ifndef VML_DOCUMENT_ORIGIN_H
#define VML_DOCUMENT_ORIGIN_H

#include "doc.h"
#include "report.h"
#include "select.h"

/*
 * Return the origin of a document. The host of a file is known if the selection has exactly one
 * host. The strings in the result are borrowed from the input and the selection.
 */
vml_origin vml_document_origin(
	const vml_input *input, const vml_selection *selection, const vml_doc *doc);

#endif
