/*
 * Life cycle of the server and of documents: methods of the protocol. `params` are those of the
 * message, borrowed; invalid ones are ignored. The methods of notifications return NULL.
 */
#ifndef VML_SYNC_H
#define VML_SYNC_H

#include "server.h"

/*
 * Answer initialize: read the capabilities of the client, and return those of the server, a new
 * object that the caller owns.
 */
json_t *vml_lsp_initialize(vml_server *server, const json_t *params);

/* Handle initialized, a notification: ask the client to watch configuration files. Returns NULL. */
json_t *vml_lsp_initialized(vml_server *server, const json_t *params);

/* Handle textDocument/didOpen. Returns NULL. */
json_t *vml_lsp_opened(vml_server *server, const json_t *params);

/* Handle textDocument/didChange. Returns NULL. */
json_t *vml_lsp_changed(vml_server *server, const json_t *params);

/* Handle textDocument/didClose. Returns NULL. */
json_t *vml_lsp_closed(vml_server *server, const json_t *params);

/* Handle workspace/didChangeConfiguration. Returns NULL. */
json_t *vml_lsp_configured(vml_server *server, const json_t *params);

/* Handle workspace/didChangeWatchedFiles. Returns NULL. */
json_t *vml_lsp_files_changed(vml_server *server, const json_t *params);

/* Handle workspace/didChangeWorkspaceFolders, a notification. Returns NULL. */
json_t *vml_lsp_folders_changed(vml_server *server, const json_t *params);

#endif
