/* Snippets: whole devices as virt-install writes them. */
#ifndef VML_SNIPPETS_H
#define VML_SNIPPETS_H

/* A snippet: lines after the first are indented by tabs, relative to the first. */
typedef struct vml_snippet {
	const char *parent;	  /* name of the element that it is for */
	const char *label, *name; /* description; name of the element */
	const char *text;	  /* with tab stops: $1, ${1:default}, $0 */
} vml_snippet;

/* All snippets; the name of the last one is NULL. */
extern const vml_snippet vml_snippets[];

/* Return a text without its tab stops, each replaced by its default; freed by the caller. */
char *vml_snippet_plain(const char *text);

#endif
