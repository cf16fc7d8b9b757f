/* Snippets: whole devices as virt-install writes them. */
#ifndef VML_SNIPPETS_H
#define VML_SNIPPETS_H

/* A snippet. Lines after the first are indented by tabs, relative to the first line. */
typedef struct vml_snippet {
	const char *parent;	  /* name of the element into which it can be inserted */
	const char *label, *name; /* label: description; name: name of its element */
	/* contains tab stops: $1, ${1:default}; $0: final position of the cursor */
	const char *text;
} vml_snippet;

/* All snippets; ends with one whose name is NULL. */
extern const vml_snippet vml_snippets[];

/*
 * Return a copy of a text in which each tab stop is replaced by its default; freed by the caller.
 */
char *vml_snippet_plain(const char *text);

#endif
