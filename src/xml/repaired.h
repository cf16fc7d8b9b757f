/* Repaired documents: their syntax errors and uncertain parts. */
#ifndef VML_REPAIRED_H
#define VML_REPAIRED_H

#include "bytemap.h"
#include "repair.h"

/* A malformed document and its repair, owned by the vml_doc. */
typedef struct vml_repaired {
	vml_repair repair;
	vml_slice source;  /* the malformed document; borrowed */
	vml_arena *arena;  /* owns strings of `repair` */
	vml_fault *faults; /* location and message of each syntax error, in the document's arena */
	size_t n_faults;
} vml_repaired;

/*
 * Repair a slice that vml_doc_parse() has rejected, and parse the result.
 *
 * slice: the rejected slice; its bytes are borrowed and must outlive the document
 * len: length of the part to repair, at most slice->len
 * ret_consumed: set on success to the length of the document in the slice; others may follow
 * ret: set on success to the document, which the caller frees with vml_doc_free()
 * fault: on input, the error of the rejected slice; on failure it has the same error, valid as
 * after vml_doc_parse(); on success it is set to zero
 *
 * Returns 0, or -1 if there is no unique reading.
 */
int vml_doc_parse_repaired(vml_parser *parser, const vml_slice *slice, size_t len,
	size_t *ret_consumed, vml_doc **ret, vml_fault *fault);

/* Free the data of a repaired document; NULL is allowed. */
void vml_repaired_free(vml_repaired *repaired);

/*
 * Return the offset in vml_doc_source(doc) for `byte`, an offset in doc->slice. Bytes that the
 * repair inserted have the offset at which they were inserted.
 */
size_t vml_source_byte(const vml_doc *doc, size_t byte);

/* Return true if the document is truncated: elements that are missing may be in the lost part. */
static inline bool vml_is_truncated(const vml_doc *doc)
{
	return doc->repaired && doc->repaired->repair.n_unended;
}

/*
 * Record that a search in an element found nothing. Sets doc->beyond if the document is truncated
 * inside of the element, because the missing part may contain what was searched for.
 */
static inline void vml_note_absent(const xmlNode *element)
{
	vml_doc *doc = element->doc ? element->doc->_private : NULL;

	/* in a document that is not truncated, _private may be another struct than vml_element */
	if (doc && vml_is_truncated(doc) && element->type == XML_ELEMENT_NODE &&
		element->_private && ((const vml_element *)element->_private)->unended)
		doc->beyond = true;
}

/* Record that a value with an uncertain repair was read: sets doc->doubted and doc->beyond. */
static inline void vml_note_doubt(const xmlNode *element)
{
	vml_doc *doc = element->doc ? element->doc->_private : NULL;

	if (doc)
		doc->beyond = doc->doubted = true;
}

#endif
