/* XML document: its bytes, libxml2 tree, arena and locations; and the parser. */
#ifndef VML_DOC_H
#define VML_DOC_H

#include "arena.h"
#include "fault.h"

#include <libxml/parser.h>
#include <vmlint/audit.h>

#include <stdbool.h>
#include <stddef.h>

/* State of a guest, as the list of its connection reports it. */
typedef struct vml_guest_state {
	bool known;	  /* the document is from a connection; else all others are false */
	bool active;	  /* the guest runs */
	bool persistent;  /* it has a definition */
	bool autostart;	  /* it starts with the host */
	bool saved;	  /* its next start restores a managed save image */
	bool saved_known; /* libvirt has reported whether there is one */
} vml_guest_state;
/* State of the image of a disk, as its host reported it. */
typedef struct vml_image {
	const struct vml_image *next;
	const char *target; /* target/@dev of the disk */
	bool exists;
} vml_image;

struct vml_bytemap;
struct vml_firsts;
struct vml_parser;
struct vml_places;
struct vml_repaired;

/* A document in memory. Its parser must outlive it. */
struct vml_doc {
	vml_arena *arena;
	struct vml_parser *parser; /* reuses the arena after vml_doc_free() */
	xmlDoc *tree;
	vml_slice slice;   /* the parsed bytes; for UTF-16 and the like a copy in UTF-8 */
	bool transcoded;   /* slice is such a copy: its offsets are not those of the input */
	bool addressed;	   /* a comment contains a directive ("vmlint:") */
	bool no_places;	   /* not from a file: line numbers mean nothing to the admin */
	vml_target target; /* versions of its connection; name NULL if it is from none */
	const struct vml_host *host;	/* host of its connection; NULL if it is from none */
	const struct vml_image *images; /* state of disk images on that host; NULL: none known */
	vml_guest_state guest;
	bool running; /* definition of the running guest, which virt-xml does not change */
	bool joins;   /* the run has other documents: collect keys */
	bool placed;  /* the span of each element is set */
	struct vml_repaired *repaired; /* NULL if the document was well-formed */
	bool beyond; /* a search reached the end of a truncated document without a result (repaired.h) */
	bool doubted;			/* a rule read a value with an uncertain repair */
	bool scanned, has_placeholders; /* cache of vml_may_have_placeholders(), if scanned */
	struct vml_bytemap *map;
	const char *shown;	  /* cache of vml_doc_shown() */
	const char *source_shown; /* cache of vml_source_shown() of a repaired document */
	/* caches of vml_child() and vml_place_in_domain(), found by the tree's _private */
	struct vml_firsts *firsts;
	struct vml_places *places;
};

/*
 * A parser for many documents in sequence: a libxml2 context and a dictionary of names.
 * Not thread-safe: each thread needs its own.
 */
typedef struct vml_parser vml_parser;

/* Create a parser; the caller frees it with vml_parser_free(). */
vml_parser *vml_parser_new(void);

/* Free the parser, after all its documents; NULL is allowed. */
void vml_parser_free(vml_parser *parser);

/*
 * Parse one document.
 *
 * XML is untrusted: nothing is fetched, a DOCTYPE is rejected, libxml2's limits apply.
 *
 * slice: its bytes are borrowed and must outlive the document
 * ret: the document, which the caller frees with vml_doc_free(); NULL on failure
 * fault: set on failure; its strings live until the parser's next call, its excerpt at most
 *	as long as the slice
 *
 * Returns 0, or -1 with *fault set.
 */
int vml_doc_parse(vml_parser *parser, const vml_slice *slice, vml_doc **ret, vml_fault *fault);

/*
 * Return memory for a cache that is keyed by the names of elements and attributes, which are
 * pointers into the dictionary of the document's parser. It is zeroed when the dictionary is new,
 * and belongs to the parser; documents of one parser share it.
 *
 * size: the same in each call
 */
void *vml_doc_names(const vml_doc *doc, size_t size);

/*
 * Free the document with all findings and strings in its arena, before its parser is freed;
 * NULL is allowed.
 */
void vml_doc_free(vml_doc *doc);

/*
 * Return the location in the input of `byte`, an offset in the document's slice. The first
 * call for a document counts its lines.
 */
vml_pos vml_doc_pos(vml_doc *doc, size_t byte);

/*
 * Return the bytes of the document as they are in the input: its slice, or, if that was
 * repaired, the malformed bytes.
 */
const vml_slice *vml_doc_source(const vml_doc *doc);

/* Return the location in the input of `byte`, an offset in the document's source. */
vml_pos vml_source_pos(vml_doc *doc, size_t byte);

/*
 * Return the column of `byte`, an offset in the document's source, in UTF-16 code units,
 * 1-based, as many editors count.
 */
unsigned long vml_source_utf16_column(vml_doc *doc, size_t byte);

/*
 * Return the offset in the document's source of the line that contains `byte`, an offset in the
 * source; ret_len: its length.
 */
size_t vml_source_line(vml_doc *doc, size_t byte, size_t *ret_len);

#endif
