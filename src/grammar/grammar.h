/*
 * Grammar of libvirt's domain XML: elements, attributes and values of libvirt 9.0 to 12.8.
 *
 * An element's content is an array of items, ended by an item of kind VML_GRAMMAR_END. The arrays
 * are const data, one file per chapter of libvirt's manual of the domain XML (tables.h has the
 * macros that they are written with). Queries allocate nothing: all items, keywords and strings
 * that they return are constants. An element whose valid content depends on an attribute, such as
 * <interface> on @type, has variants: its array has several items of one name, with different
 * conditions. tests/grammar/compare compares the tables with libvirt's schemas,
 * tests/grammar/verdicts with what libvirt does.
 */
#ifndef VML_GRAMMAR_H
#define VML_GRAMMAR_H

#include <libxml/tree.h>

#include <stdbool.h>
#include <stddef.h>

/* The newest release that the tables know, in the format of `since`. */
enum { VML_GRAMMAR_NEWEST = 12008 };

/* Kinds of values: name, and the form of a valid value. "range" is that of the item. */
#define VML_VALUE_KINDS(X)                                                                        \
	X(KEYWORDS)	 /* one of `words`, nothing else */                                       \
	X(TEXT)		 /* any string, even the empty one; range: length */                      \
	X(STRING)	 /* .+ */                                                                 \
	X(UINT)		 /* decimal number, 0 to 4294967295 (range narrows it) */                 \
	X(ULONG)	 /* decimal number from 0, 64 bits (range narrows it) */                  \
	X(INT)		 /* decimal number from -2147483648 to 2147483647 (a range narrows it) */ \
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
	X(WWN)		 /* 16 hexadecimal digits, 0x optional */                                 \
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
	VML_GRAMMAR_STRING,  /* the text of the element; has no name */
	VML_GRAMMAR_INCLUDE, /* the items of a shared group */
	VML_GRAMMAR_ANY,     /* the content is not checked: any elements and attributes are valid */
};

/* Flags of items. */
enum {
	VML_GRAMMAR_REQUIRED = 1 << 0, /* libvirt rejects a domain in which it is missing */
	/* only libvirt's schema rejects a domain in which it is missing */
	VML_GRAMMAR_SCHEMA_REQUIRED = 1 << 1,
	VML_GRAMMAR_MANY = 1 << 2, /* child: may occur more than once */
	/* libvirt rejects an invalid value; without this flag it ignores the value */
	VML_GRAMMAR_REJECTS = 1 << 3,
	/* child: libvirt rejects a second child of this name */
	VML_GRAMMAR_REJECTS_REPEAT = 1 << 4,
	/* child: if repeated, libvirt reads the last one; without this flag the first */
	VML_GRAMMAR_READS_LAST = 1 << 5,
	VML_GRAMMAR_CLOSED = 1 << 6, /* child: libvirt rejects unknown elements in it */
	/*
	 * libvirt accepts an invalid value, which only its schema rejects. Together with REJECTS:
	 * libvirt accepts numbers outside of the item's range, and rejects all other invalid
	 * values, such as text instead of a number.
	 */
	VML_GRAMMAR_LAX = 1 << 7,
	/* how libvirt treats an invalid value was not measured */
	VML_GRAMMAR_UNCHECKED = 1 << 8,
	VML_GRAMMAR_OUTPUT = 1 << 9, /* only in libvirt's own output; ignored in input */
	/* child: if repeated, libvirt reads all of them, but its schema allows one */
	VML_GRAMMAR_READS_ALL = 1 << 10,
	/* attribute: libvirt treats an empty value like a missing attribute */
	VML_GRAMMAR_EMPTY_ABSENT = 1 << 11,
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

/* A keyword. A list of keywords ends with one whose `word` is NULL. */
typedef struct vml_grammar_word {
	const char *word;
	unsigned short since; /* first libvirt release with the keyword, as in vml_grammar_item */
	/* true: libvirt, QEMU or Linux has deprecated or removed what the word selects */
	bool deprecated;
} vml_grammar_word;

/* Smallest and largest valid number (or length of a text), inclusive. */
typedef struct vml_grammar_range {
	long long min, max;
} vml_grammar_range;

/*
 * A condition on the value of an attribute. A list of conditions ends with a NULL `attribute`; all
 * of them must be met.
 */
typedef struct vml_grammar_when {
	const char *attribute;
	/*
	 * the condition is met if the value is in this list, in which "" includes a missing
	 * attribute; ends with NULL
	 */
	const char *const *words;
	bool unless; /* true: met if the value is not in `words` */
	/* element that has `attribute`: 0: the element that has the item; 1: its parent ... */
	unsigned char level;
} vml_grammar_when;

/* An attribute, child or string of an element. */
typedef struct vml_grammar_item {
	const char *name;
	/* valid keywords, in addition to values of `kind`; NULL if none */
	const vml_grammar_word *words;
	const struct vml_grammar_item *items; /* child: its content; include: items of the group */
	/* the item is valid if these conditions are met; NULL: always */
	const vml_grammar_when *when;
	/* valid numbers, or lengths of a text; NULL: any of the kind */
	const vml_grammar_range *range;
	/* libvirt release that introduced the item: major * 1000 + minor; 0 if older than 7.0 */
	unsigned short since;
	unsigned short flags;
	unsigned char what; /* sort of the item: VML_GRAMMAR_ATTRIBUTE ... */
	unsigned char kind; /* vml_value_kind of the value of an attribute or string */
	unsigned char ns;   /* namespace of a child */
} vml_grammar_item;

/* The item of <domain>, the root element. */
extern const vml_grammar_item vml_grammar_domain;

/* Return the URI of the namespace `ns` (VML_GRAMMAR_QEMU ...); NULL for VML_GRAMMAR_NO_NS. */
const char *vml_grammar_uri(unsigned int ns);

/*
 * Cache of lookups: (items, name) -> first item of that name. Names are compared by pointer: a
 * cache is valid as long as the dictionary of the parser whose documents it is used for. Set it to
 * zero before the first use. Functions with a cache parameter accept NULL: no cache.
 */
enum { VML_GRAMMAR_SLOTS = 1024 };
typedef struct vml_grammar_cache {
	struct vml_grammar_slot {
		const vml_grammar_item *items;
		const xmlChar *name;
		const vml_grammar_item *found; /* NULL: unknown */
		bool child;
		/* `found` is the first of several items of this name, or has a condition */
		bool variants;
	} slots[VML_GRAMMAR_SLOTS];
} vml_grammar_cache;

/* Result of looking up a name among the items of an element. */
typedef enum vml_grammar_match {
	VML_GRAMMAR_UNKNOWN, /* no item of that name */
	/* only other variants of the element have it, such as with another @type */
	VML_GRAMMAR_OTHER,
	/* unknown which variant this is: the attribute that selects it is missing or invalid */
	VML_GRAMMAR_UNDECIDED,
	VML_GRAMMAR_HERE, /* an item of that name is valid in this variant of the element */
} vml_grammar_match;

/*
 * Find the item of an attribute of an element.
 *
 * cache: if it is not NULL, `name` must be from the dictionary of the document's parser
 * items: content of the element
 * element: the element whose attributes the conditions refer to; NULL: every condition is true
 * match: set to the result (see vml_grammar_match); NULL is allowed
 *
 * Returns the item whose conditions are met (VML_GRAMMAR_HERE), or the first item of the name
 * (VML_GRAMMAR_OTHER, _UNDECIDED), or NULL (VML_GRAMMAR_UNKNOWN). Does not handle VML_GRAMMAR_ANY:
 * check vml_grammar_any() first.
 */
const vml_grammar_item *vml_grammar_attribute(vml_grammar_cache *cache,
	const vml_grammar_item *items, const xmlNode *element, const xmlChar *name,
	vml_grammar_match *match);

/* Find the item of a child of an element; parameters and result as in vml_grammar_attribute(). */
const vml_grammar_item *vml_grammar_child(vml_grammar_cache *cache, const vml_grammar_item *items,
	const xmlNode *element, const xmlNode *child, vml_grammar_match *match);

/* Return the item of an element's text, or NULL if the element (in this variant) has no text. */
const vml_grammar_item *vml_grammar_string(const vml_grammar_item *items, const xmlNode *element);

/* Return true if `items` is VML_GRAMMAR_ANY: the grammar does not restrict the content. */
bool vml_grammar_any(const vml_grammar_item *items);

/* Return true if `element` meets the conditions of an item, or is NULL. */
bool vml_grammar_holds(const vml_grammar_item *item, const xmlNode *element);

/*
 * Cache of the attribute that was looked up for the last condition, because the next condition
 * often needs the same attribute.
 */
typedef struct vml_grammar_choice {
	/*
	 * element whose attributes the conditions refer to; set by the caller, who sets the other
	 * fields to zero
	 */
	const xmlNode *element;
	const char *attribute, *value;
	unsigned int level;
} vml_grammar_choice;

/*
 * Same as vml_grammar_holds(), for several items of one element: saves repeated lookups of an
 * attribute.
 *
 * choice: initialized by the caller with the element; the same in all calls for this element
 */
bool vml_grammar_meets(vml_grammar_choice *choice, const vml_grammar_item *item);

/*
 * Return the item of an element by looking up each of its ancestors, from <domain> on. For editors
 * and single rules; the grammar check does not need this, because it descends from <domain> itself.
 *
 * Returns NULL if the element or one of its ancestors is unknown or outside the grammar.
 */
const vml_grammar_item *vml_grammar_context(const xmlNode *element);

/* Position in a list of items; descends into groups. */
typedef struct vml_grammar_iterator {
	const vml_grammar_item *next[6]; /* next item at each depth of nested groups */
	unsigned int depth;
} vml_grammar_iterator;

/* Set *at to the first of `items`, for vml_grammar_next(). */
void vml_grammar_begin(vml_grammar_iterator *at, const vml_grammar_item *items);

/*
 * Return the next attribute, child, string or any-content item, or NULL at the end. Replaces an
 * include item by the items of its group, unless `element` does not meet its conditions (NULL meets
 * all). The conditions of the returned item are not evaluated: use vml_grammar_holds().
 */
const vml_grammar_item *vml_grammar_next(vml_grammar_iterator *at, const xmlNode *element);

/* Return the keyword of an item that equals `value`; NULL if there is none. */
const vml_grammar_word *vml_grammar_keyword(const vml_grammar_item *item, const char *value);

/*
 * Called for each element of the grammar that has an attribute or child of the given name.
 *
 * path: items of the elements from <domain> to the one that contains `item`; `depth` of them.
 *
 * Returns false to stop.
 */
typedef bool vml_grammar_visit(void *data, const vml_grammar_item *const path[], size_t depth,
	const vml_grammar_item *item);

/*
 * Call `visit` with `data` for each element of the grammar that has an attribute or child of this
 * name. An element that contains itself is entered once.
 */
void vml_grammar_contexts(const char *name, vml_grammar_visit *visit, void *data);

/*
 * Return the value that libvirt's QEMU driver fills in if `attribute` is missing: a constant; NULL
 * if there is no such value, or if it depends on more than the element.
 *
 * attribute: NULL for the text of the element
 */
const char *vml_grammar_default(const xmlNode *element, const char *attribute);

/* Return the name of a kind, such as "UINT". */
const char *vml_value_kind_name(unsigned int kind);

#endif
