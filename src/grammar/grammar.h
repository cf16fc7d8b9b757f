/*
 * Grammar of libvirt's domain XML: elements, attributes and values of libvirt 9.0 to 12.8.
 *
 * An element's content is an array of items, ended by an item of kind VML_GRAMMAR_END. The
 * arrays are const data, one file per chapter of libvirt's manual (tables.h has the macros
 * that they are written with); queries allocate nothing. tests/grammar/compare compares the
 * tables with libvirt's schemas, tests/grammar/verdicts with what a libvirt does.
 */
#ifndef VML_GRAMMAR_H
#define VML_GRAMMAR_H

#include <libxml/tree.h>

#include <stdbool.h>
#include <stddef.h>

/* The newest release in the tables, as in `since`. */
enum { VML_GRAMMAR_NEWEST = 12008 };

/* Kinds of values: name, and the form of a valid value. */
#define VML_VALUE_KINDS(X)                                                                        \
	X(KEYWORDS)	 /* one of `words`, nothing else */                                       \
	X(TEXT)		 /* any string, even the empty one; range: length */                      \
	X(STRING)	 /* .+ */                                                                 \
	X(UINT)		 /* decimal number, 0 to 4294967295 (range narrows it) */                 \
	X(ULONG)	 /* decimal number from 0, 64 bits (range narrows it) */                  \
	X(INT)		 /* decimal number of 32 bits, may be negative (a range replaces that) */ \
	X(NUMBER)	 /* decimal or 0x hexadecimal, 0 to 4294967295 (range narrows it) */      \
	X(HEX)		 /* hexadecimal digits, 0x optional (range narrows it) */                 \
	X(HEX0X)	 /* hexadecimal digits after 0x (range narrows it) */                     \
	X(OCTAL)	 /* octal digits: the mode of a file */                                   \
	X(SIGNED_DELTA)	 /* [-+]?[0-9]+ */                                                        \
	X(VERSION)	 /* two numbers joined by a dot: 2.0 */                                   \
	X(DATETIME)	 /* xs:dateTime, xs:date */                                               \
	X(SIZE_UNIT)	 /* b, bytes, k, KB, KiB ... E, EB, EiB in any case */                    \
	X(UUID)		 /* 32 hexadecimal digits, plain or 8-4-4-4-12 */                         \
	X(MAC_UNICAST)	 /* six pairs of hexadecimal digits and colons, first octet even */       \
	X(IPV4)		 /* dotted quad */                                                        \
	X(IP)		 /* IPv4 or IPv6 address */                                               \
	X(HOST)		 /* DNS name or IP address */                                             \
	X(OBJECT_NAME)	 /* [^/\n]+ */                                                            \
	X(TITLE_NAME)	 /* [^\n]+ */                                                             \
	X(GENERIC_NAME)	 /* [a-zA-Z0-9_+-]+ */                                                    \
	X(ALIAS)	 /* [a-zA-Z0-9_.-]+ */                                                    \
	X(DEVICE_NAME)	 /* [a-zA-Z0-9_.:/\-]+ */                                                 \
	X(ZONE)		 /* [a-zA-Z0-9_-]+ */                                                     \
	X(TIMEZONE)	 /* [a-zA-Z0-9_.+/-]+ */                                                  \
	X(VOLUME)	 /* [^/]+ */                                                              \
	X(NO_SLASH)	 /* [^/]* */                                                              \
	X(IDENTIFIER)	 /* [a-zA-Z_][a-zA-Z0-9_]* */                                             \
	X(PROFILE_NAME)	 /* [A-Za-z0-9.:-]+ */                                                    \
	X(PATH)		 /* .+: relative or absolute */                                           \
	X(ABS_PATH)	 /* /... or C:\... or [datastore] ... */                                  \
	X(ABS_DIR)	 /* /... */                                                               \
	X(DISK_TARGET)	 /* vda, sdb, hdc, fd0, xvda, ubda, nvme0n1 */                            \
	X(SERIAL)	 /* [A-Za-z0-9_.+ -]+ */                                                  \
	X(PRINTABLE)	 /* printable ASCII, range: length */                                     \
	X(COOKIE_NAME)	 /* token of RFC 6265 */                                                  \
	X(COOKIE_VALUE)	 /* cookie octets, quotes around them optional */                         \
	X(USB_PORT)	 /* one to four numbers of up to three digits joined by dots */           \
	X(WWN)		 /* 16 hexadecimal digits */                                              \
	X(NAA)		 /* naa. and 16 hexadecimal digits */                                     \
	X(CPUSET)	 /* 0-3,^2,7 */                                                           \
	X(VENDOR_ID)	 /* [^,]{0,12} */                                                         \
	X(CPU_VENDOR_ID) /* [^,]{12} */                                                           \
	X(FEATURE_NAME)	 /* [a-zA-Z0-9_.-]+: a CPU model or feature */                            \
	X(LOADPARM)	 /* [a-zA-Z0-9.\s]{1,8} */                                                \
	X(FILTER_NAME)	 /* [a-zA-Z0-9_]+ */                                                      \
	X(FILTER_VALUE)	 /* [a-zA-Z0-9_.:]+ */

typedef enum vml_value_kind {
#define VML_VALUE_ENUM(kind) VML_VALUE_##kind,
	VML_VALUE_KINDS(VML_VALUE_ENUM)
#undef VML_VALUE_ENUM
		VML_VALUE_COUNT
} vml_value_kind;

/* Sorts of items. */
enum {
	VML_GRAMMAR_END,
	VML_GRAMMAR_ATTRIBUTE,
	VML_GRAMMAR_CHILD,
	VML_GRAMMAR_STRING,  /* the element's own char data; it has no name */
	VML_GRAMMAR_INCLUDE, /* the items of a shared group */
	VML_GRAMMAR_ANY,     /* any elements and attributes, which are outside the grammar */
};

/* Flags of items. */
enum {
	VML_GRAMMAR_REQUIRED = 1 << 0,	      /* libvirt rejects a domain without it */
	VML_GRAMMAR_SCHEMA_REQUIRED = 1 << 1, /* only the schema requires it */
	VML_GRAMMAR_MANY = 1 << 2,	      /* child: may occur more than once */
	VML_GRAMMAR_REJECTS = 1 << 3,	      /* libvirt rejects a wrong value; else ignores it */
	VML_GRAMMAR_REJECTS_REPEAT = 1 << 4,  /* child: libvirt rejects a second one */
	VML_GRAMMAR_READS_LAST = 1 << 5,      /* child: of several, libvirt reads the last */
	VML_GRAMMAR_CLOSED = 1 << 6,	      /* child: libvirt rejects unknown elements in it */
	/*
	 * libvirt keeps a value that only the schema rejects. Together with REJECTS: it keeps
	 * numbers outside of the range, and rejects what is not of the kind.
	 */
	VML_GRAMMAR_LAX = 1 << 7,
	VML_GRAMMAR_UNCHECKED = 1 << 8,	    /* libvirt's reaction was not measured */
	VML_GRAMMAR_OUTPUT = 1 << 9,	    /* only in libvirt's own output; ignored in input */
	VML_GRAMMAR_READS_ALL = 1 << 10,    /* child: libvirt reads each; its schema allows one */
	VML_GRAMMAR_EMPTY_ABSENT = 1 << 11, /* attribute: an empty value is an absent one */
};

/* Namespaces of elements. */
enum {
	VML_GRAMMAR_NO_NS,
	VML_GRAMMAR_QEMU,
	VML_GRAMMAR_LXC,
	VML_GRAMMAR_XEN,
	VML_GRAMMAR_BHYVE,
	VML_GRAMMAR_VMWARE,
	VML_GRAMMAR_NS_COUNT,
};

/* A keyword; a list is ended by one whose word is NULL. */
typedef struct vml_grammar_word {
	const char *word;
	unsigned short since; /* as in vml_grammar_item */
} vml_grammar_word;

/* Smallest and largest number, inclusive. */
typedef struct vml_grammar_range {
	long long min, max;
} vml_grammar_range;

/* A condition on an attribute; a list, all of which must be true, is ended by a NULL attribute. */
typedef struct vml_grammar_when {
	const char *attribute;
	const char *const *words; /* any of these; "": the attribute is absent; ended by NULL */
	bool unless;		  /* none of these instead */
	unsigned char level; /* element with the attribute: 0 that of the item, 1 its parent ... */
} vml_grammar_when;

/* An attribute, child or string of an element. */
typedef struct vml_grammar_item {
	const char *name;
	const vml_grammar_word *words;	      /* valid next to `kind`; NULL if none */
	const struct vml_grammar_item *items; /* child: its content; include: the group */
	const vml_grammar_when *when;	      /* NULL: always */
	const vml_grammar_range *range;	      /* NULL: any number */
	unsigned short since; /* release: major * 1000 + minor; 0 if older than 7.0 */
	unsigned short flags;
	unsigned char what; /* VML_GRAMMAR_ATTRIBUTE ... */
	unsigned char kind; /* vml_value_kind; of attributes and strings */
	unsigned char ns;   /* namespace of a child */
} vml_grammar_item;

/* The item of the root element, <domain>. */
extern const vml_grammar_item vml_grammar_domain;

/* URI of a namespace; NULL for VML_GRAMMAR_NO_NS. */
const char *vml_grammar_uri(unsigned int ns);

/*
 * Names that were looked up: (items, name) -> first item of that name. The names are compared
 * by pointer, so that a cache is valid as long as the dictionary of one parser; set it to zero
 * before the first use. NULL instead of a cache is allowed.
 */
enum { VML_GRAMMAR_SLOTS = 1024 };
typedef struct vml_grammar_cache {
	struct vml_grammar_slot {
		const vml_grammar_item *items;
		const xmlChar *name;
		const vml_grammar_item *found; /* NULL: unknown */
		bool child;
		bool variants; /* found is the first one of several that have conditions */
	} slots[VML_GRAMMAR_SLOTS];
} vml_grammar_cache;

/* How well a name is known in a context. */
typedef enum vml_grammar_match {
	VML_GRAMMAR_UNKNOWN,   /* no item of that name */
	VML_GRAMMAR_OTHER,     /* for another variant only, such as another @type */
	VML_GRAMMAR_UNDECIDED, /* the attribute that selects the variant has no valid value */
	VML_GRAMMAR_HERE,
} vml_grammar_match;

/*
 * Find an attribute of an element.
 *
 * items: content of the element.
 * element: evaluates the conditions. NULL: every condition is true.
 *
 * Returns the item, or NULL if unknown. *match (NULL is allowed) is set; in the case
 * VML_GRAMMAR_OTHER or _UNDECIDED the item is the first one of the name. The content of an
 * element with an item VML_GRAMMAR_ANY is not looked up: ask vml_grammar_any() first.
 */
const vml_grammar_item *vml_grammar_attribute(vml_grammar_cache *cache,
	const vml_grammar_item *items, const xmlNode *element, const xmlChar *name,
	vml_grammar_match *match);

/* Find a child of an element; parameters and result are those of vml_grammar_attribute(). */
const vml_grammar_item *vml_grammar_child(vml_grammar_cache *cache, const vml_grammar_item *items,
	const xmlNode *element, const xmlNode *child, vml_grammar_match *match);

/* Return the item of an element's char data that is valid for this variant; NULL if none is. */
const vml_grammar_item *vml_grammar_string(const vml_grammar_item *items, const xmlNode *element);

/* Return true if the content of an element is outside the grammar. */
bool vml_grammar_any(const vml_grammar_item *items);

/* Return true if the conditions of an item are met. NULL is allowed for element: true. */
bool vml_grammar_holds(const vml_grammar_item *item, const xmlNode *element);

/* The attribute that a condition depended on last: the next condition often has the same. */
typedef struct vml_grammar_choice {
	const xmlNode *element; /* evaluates the conditions; set by the caller, the rest is zero */
	const char *attribute, *value;
	unsigned int level;
} vml_grammar_choice;

/* vml_grammar_holds() for several items of one element, which need no search each. */
bool vml_grammar_meets(vml_grammar_choice *choice, const vml_grammar_item *item);

/*
 * Return the item of an element of a domain, found from the root down. For editors and single
 * rules.
 *
 * Returns NULL if the element or one above it is unknown, or is outside the grammar.
 */
const vml_grammar_item *vml_grammar_context(const xmlNode *element);

/* Position in a list of items; groups are followed. */
typedef struct vml_grammar_iterator {
	const vml_grammar_item *next[6]; /* next item at each depth of nested groups */
	unsigned int depth;
} vml_grammar_iterator;

/* Start at the first item. */
void vml_grammar_begin(vml_grammar_iterator *at, const vml_grammar_item *items);

/*
 * Return the next attribute, child, string or any-content item, or NULL at the end. A group's
 * own conditions are evaluated for `element`, those of the returned item are not
 * (vml_grammar_holds); with element NULL all groups are followed.
 */
const vml_grammar_item *vml_grammar_next(vml_grammar_iterator *at, const xmlNode *element);

/* Return the keyword of an item, with its release; NULL if the item has no such keyword. */
const vml_grammar_word *vml_grammar_keyword(const vml_grammar_item *item, const char *value);

/*
 * Called for a context in which a name is known as attribute or child. Returns false to stop.
 *
 * path: the items of the elements from <domain> to the one that contains `item`, `depth` of them
 */
typedef bool vml_grammar_visit(void *data, const vml_grammar_item *const path[], size_t depth,
	const vml_grammar_item *item);

/*
 * Call `visit` with `data` for each context in which a name is known as attribute or child. An
 * element that contains itself is entered once.
 */
void vml_grammar_contexts(const char *name, vml_grammar_visit *visit, void *data);

/*
 * Return the value that libvirt's QEMU driver fills in if an attribute, or with NULL the text of
 * the element, is not written. NULL if there is none, or if it depends on more than the element.
 */
const char *vml_grammar_default(const xmlNode *element, const char *attribute);

/* Return the name of a kind, such as "UINT". */
const char *vml_value_kind_name(unsigned int kind);

#endif
