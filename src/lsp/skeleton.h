/* Text of new elements that completion inserts: namespace prefix, required attributes, end tag. */
#ifndef VML_SKELETON_H
#define VML_SKELETON_H

#include "grammar.h"
#include "locate.h"

#include <stdio.h>

/*
 * Return the prefix for a namespace at a place: a constant, or a part of the place; "" for none.
 *
 * ret_declare: set to true if the prefix is not declared there
 */
const char *vml_prefix_for(const vml_place *place, unsigned int ns, bool *ret_declare);

/*
 * Write what follows the name of a new start tag, with tab stops: the attributes that are always
 * required, and "/>", or the end tag if such elements usually have content.
 *
 * items: content of the element in the grammar
 * name: with its prefix
 */
void vml_put_skeleton(FILE *out, const vml_grammar_item *items, const char *name, char quote);

#endif
