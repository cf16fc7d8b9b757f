/* Text of new elements that completion inserts: namespace prefix, required attributes, end tag. */
#ifndef VML_SKELETON_H
#define VML_SKELETON_H

#include "grammar.h"
#include "locate.h"

#include <stdio.h>

/*
 * Return the prefix of a namespace for an element that is inserted at the cursor, without ':': a
 * constant, or owned by place->tree; "" for VML_GRAMMAR_NO_NS.
 *
 * place: location of the cursor
 * ns: VML_GRAMMAR_QEMU ...
 * ret_declare: set to true if the inserted element must declare the prefix, because it is not
 * declared at the cursor; else to false
 */
const char *vml_prefix_for(const vml_place *place, unsigned int ns, bool *ret_declare);

/*
 * Write the text after the name in a new start tag, with tab stops ($1 ...): the attributes that
 * are always required, whatever the values of others, and ">" with the end tag if elements with
 * these items usually have content, else "/>".
 *
 * items: content of the element in the grammar
 * name: name of the element, with its prefix
 * quote: quote around attribute values
 */
void vml_put_skeleton(FILE *out, const vml_grammar_item *items, const char *name, char quote);

#endif
