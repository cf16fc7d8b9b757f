/* Loading and freeing of documents, for programs that embed the library. */
#include "doc.h"
#include "text.h"

int vml_load(const char *bytes, size_t len, vml_doc **ret, char **ret_error)
{
	vml_slice slice = { .bytes = bytes, .len = len, .line = 1, .column = 1 };
	vml_parser *parser = vml_parser_new();
	vml_fault fault;
	int status = vml_doc_parse(parser, &slice, ret, &fault);

	if (status) {
		*ret_error = vml_asprintf("%lu:%lu: %s", fault.line, fault.column, fault.message);
		vml_parser_free(parser);
	}
	return status;
}

/* Also frees the parser, which vml_load() has created for this document only. */
void vml_free(vml_doc *doc)
{
	vml_parser *parser = doc ? doc->parser : NULL;

	vml_doc_free(doc);
	vml_parser_free(parser);
}
