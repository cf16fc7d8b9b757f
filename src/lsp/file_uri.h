/* URIs of documents. */
#ifndef VML_FILE_URI_H
#define VML_FILE_URI_H

#include <stdbool.h>

/* Return the path in a URI of the scheme "file"; the caller frees it. NULL for other URIs. */
char *vml_uri_path(const char *uri);

/* Return true for the temporary files in which virsh opens XML: /tmp/virshXXXXXX.xml. */
bool vml_is_virsh_edit(const char *path);

#endif
