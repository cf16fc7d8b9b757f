/* Transport: JSON messages after a Content-Length header, on two descriptors. */
#ifndef VML_TRANSPORT_H
#define VML_TRANSPORT_H

#include "buffer.h"

#include <jansson.h>
#include <stdbool.h>

/* Limits in bytes; a longer message is skipped. */
enum { VML_HEADER_MAX = 8192, VML_MESSAGE_MAX = 64 << 20 };

typedef struct vml_transport {
	int in, out;
	vml_buffer input; /* received bytes */
	size_t at;	  /* offset in `input` of the first byte that was not consumed */
	size_t skip;	  /* bytes of a message over the limit that are still to be discarded */
	bool ended;	  /* no more input */
	bool broken;	  /* output is impossible */
} vml_transport;

typedef enum vml_received {
	VML_RECEIVED_NOTHING, /* no complete message has been received */
	VML_RECEIVED_MESSAGE,
	VML_RECEIVED_INVALID,  /* a message that is not JSON */
	VML_RECEIVED_TOO_LONG, /* a message over the limit */
	VML_RECEIVED_NO_HEADER /* bytes that are not a header */
} vml_received;

/*
 * Return true if input can be read without waiting, or has ended.
 *
 * wait: wait until then
 */
bool vml_transport_ready(const vml_transport *transport, bool wait);

/* Read the input that is available; blocks if there is none. Sets transport->ended at its end. */
void vml_transport_read(vml_transport *transport);

/* Take the next message from the received bytes; *ret is set to it, the caller frees it. */
vml_received vml_transport_next(vml_transport *transport, json_t **ret);

/* Send a message and free it. Sets transport->broken if the client has closed its end. */
void vml_transport_send(vml_transport *transport, json_t *message);

/* Free the buffer. */
void vml_transport_free(vml_transport *transport);

#endif
