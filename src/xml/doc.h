/* XML document: its bytes, libxml2 tree, arena and locations; and the parser. */
#ifndef VML_DOC_H
#define VML_DOC_H

#include "arena.h"
#include "fault.h"

#include <libxml/parser.h>
#include <vmlint/audit.h>
#include <vmlint/state.h>

#include <stdbool.h>
#include <stddef.h>

/* State of a guest, as the list of domains of its connection reports it. */
typedef struct vml_guest_state {
	/* the document is from a connection; if not, all other fields are false */
	bool known;
	bool active;	  /* the guest runs */
	bool persistent;  /* the domain has a persistent definition */
	bool autostart;	  /* the guest starts with the host */
	bool saved;	  /* a managed save image exists, which the next start restores */
	bool saved_known; /* libvirt has reported whether a managed save image exists */
	/* libvirt's messages about taints of the running guest; ends with NULL; NULL: unknown */
	const char *const *taints;
} vml_guest_state;

/* Whether a disk image exists, as its host has reported. */
typedef struct vml_image {
	const struct vml_image *next;
	const char *path; /* source/@file or source/@dev of the disk; absolute */
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
	struct vml_parser *parser; /* gets the arena after vml_doc_free(), for reuse */
	xmlDoc *tree;
	/*
	 * the parsed bytes; a copy in UTF-8 if the markup of the input is not ASCII (UTF-16, for
	 * example)
	 */
	vml_slice slice;
	bool transcoded; /* `slice` is a copy in UTF-8: offsets in it are not those in the input */
	bool addressed;	 /* a comment contains a directive ("vmlint:") */
	/* the document is not from a file, so users cannot look up line numbers */
	bool no_places;
	/* versions of libvirt and QEMU on `host`; target.name is NULL without a connection */
	vml_target target;
	const struct vml_host *host;	/* host of its connection; NULL for other documents */
	const struct vml_image *images; /* existence of disk images on `host`; NULL if unknown */
	vml_guest_state guest;
	bool running; /* the XML of the running guest, which virt-xml does not change */
	bool joins;   /* several documents are audited: collect values for rules across domains */
	bool placed;  /* the span of every element is known */
	struct vml_repaired *repaired; /* NULL if the document is well-formed */
	/*
	 * a search reached the end of a truncated document: what was not found may be in the
	 * missing part (repaired.h)
	 */
	bool beyond;
	bool doubted; /* a rule has read a value whose repair is uncertain */
	/* has_placeholders: cache of vml_may_have_placeholders(), valid if `scanned` */
	bool scanned, has_placeholders;
	struct vml_doc *other;	   /* second definition of the guest; owned; NULL: none is known */
	vml_other_kind other_kind; /* kind of `other` */
	struct vml_bytemap *map;
	const char *shown;	  /* cache of vml_doc_shown() */
	const char *source_shown; /* cache of vml_source_shown() for a repaired document */
	/*
	 * caches of vml_child() and vml_place_in_domain(): these get only a node, and find this
	 * struct in the _private of the node's xmlDoc
	 */
	struct vml_firsts *firsts;
	struct vml_places *places;
};

/*
 * A parser for many documents, one after the other: a libxml2 context and a dictionary of names.
 * Not thread-safe: each thread needs its own.
 */
typedef struct vml_parser vml_parser;

/* Create a parser; the caller frees it with vml_parser_free(). */
vml_parser *vml_parser_new(void);

/* Free the parser, after all its documents; NULL is allowed. */
void vml_parser_free(vml_parser *parser);

/*
 * Parse one document. The XML may be untrusted: nothing is fetched, a DOCTYPE is rejected, and
 * libxml2's limits apply.
 *
 * slice: its bytes are borrowed and must outlive the document
 * ret: set to the document, which the caller frees with vml_doc_free(); NULL on failure
 * fault: set to the error, or to zero on success; its strings are valid until the next call with
 * this parser, or until the bytes of the slice are freed
 *
 * Returns 0, or -1 with *fault set.
 */
int vml_doc_parse(vml_parser *parser, const vml_slice *slice, vml_doc **ret, vml_fault *fault);

/*
 * Return memory for a cache whose keys are names of elements and attributes, as pointers into the
 * dictionary of the document's parser. All documents of a parser share the memory. It belongs to
 * the parser, and is zeroed when the parser replaces the dictionary.
 *
 * size: must be the same in each call
 */
void *vml_doc_names(const vml_doc *doc, size_t size);

/*
 * Free the document with all findings and strings in its arena. Must be called before its parser is
 * freed. NULL is allowed.
 */
void vml_doc_free(vml_doc *doc);

/*
 * Return the location in the input of `byte`, an offset in the document's slice. The first
 * call for a document counts its lines.
 */
vml_pos vml_doc_pos(vml_doc *doc, size_t byte);

/*
 * Return the document's source: its bytes as they are in the input. For a repaired document these
 * are the malformed bytes, otherwise its slice.
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
 * Return the offset of the start of the line that contains `byte`; both are offsets in the
 * document's source. ret_len: set to the length of the line without its line end.
 */
size_t vml_source_line(vml_doc *doc, size_t byte, size_t *ret_len);

#endif
