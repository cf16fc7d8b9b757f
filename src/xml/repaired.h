/* Repaired documents: their syntax errors, and what is uncertain in them. */
#ifndef VML_REPAIRED_H
#define VML_REPAIRED_H

#include "bytemap.h"
#include "repair.h"

/* A malformed document and its repair, owned by the vml_doc. */
typedef struct vml_repaired {
	vml_repair repair;
	vml_slice source;  /* the malformed document; borrowed */
	vml_arena *arena;  /* strings of `repair` */
	vml_fault *faults; /* one for each syntax error, in the document's arena */
	size_t n_faults;
} vml_repaired;

/*
 * Parse a document after its repair. Call it if vml_doc_parse() has rejected the slice.
 *
 * slice: the rejected slice; its bytes are borrowed and must outlive the document
 * len: length of the part to repair, at most slice->len
 * ret_consumed: set on success: length of the document in the slice; others may follow
 * ret: set on success: the document; the caller frees it with vml_doc_free()
 * fault: the error of the rejected slice; still that, and valid, on failure
 *
 * Returns 0, or -1 if there is no unique reading.
 */
int vml_doc_parse_repaired(vml_parser *parser, const vml_slice *slice, size_t len,
	size_t *ret_consumed, vml_doc **ret, vml_fault *fault);

/* Free the data of a repaired document; NULL is allowed. */
void vml_repaired_free(vml_repaired *repaired);

/*
 * Return the offset in the document's source that corresponds to an offset in its slice; of
 * inserted bytes, the offset at which they were inserted.
 */
size_t vml_source_byte(const vml_doc *doc, size_t byte);

/* Return true if the document was truncated: elements that are missing may have followed. */
static inline bool vml_is_truncated(const vml_doc *doc)
{
	return doc->repaired && doc->repaired->repair.n_unended;
}

/*
 * Record in doc->beyond that a search in an element found nothing, if the document was
 * truncated inside of that element: what was searched for may have followed.
 */
static inline void vml_note_absent(const xmlNode *element)
{
	vml_doc *doc = element->doc ? element->doc->_private : NULL;

	/* in other documents _private may be that of a copy, which is not a vml_element */
	if (doc && vml_is_truncated(doc) && element->type == XML_ELEMENT_NODE &&
		element->_private && ((const vml_element *)element->_private)->unended)
		doc->beyond = true;
}

/* Record in doc->doubted and doc->beyond that an uncertain value was read. */
static inline void vml_note_doubt(const xmlNode *element)
{
	vml_doc *doc = element->doc ? element->doc->_private : NULL;

	if (doc)
		doc->beyond = doc->doubted = true;
}

#endif
