/* Transport: JSON messages after a Content-Length header, on two descriptors. */
#ifndef VML_TRANSPORT_H
#define VML_TRANSPORT_H

#include "buffer.h"

#include <jansson.h>
#include <stdbool.h>

/* Limits in bytes; longer messages are skipped. */
enum { VML_HEADER_MAX = 8192, VML_MESSAGE_MAX = 64 << 20 };

typedef struct vml_transport {
	int in, out;
	vml_buffer input; /* received bytes */
	size_t at;	  /* offset in `input` of the first byte that is not consumed yet */
	size_t skip;	  /* remaining bytes of a skipped message, which must be discarded */
	bool ended;	  /* no more input */
	bool broken;	  /* writing has failed */
} vml_transport;

typedef enum vml_received {
	VML_RECEIVED_NOTHING, /* no complete message has been received */
	VML_RECEIVED_MESSAGE,
	VML_RECEIVED_INVALID,  /* a message that is not JSON */
	VML_RECEIVED_TOO_LONG, /* a message over the limit */
	VML_RECEIVED_NO_HEADER /* bytes that are not a header */
} vml_received;

/*
 * Return true if reading does not block: input is available or has ended.
 *
 * wait: true: block until input is available or has ended
 */
bool vml_transport_ready(const vml_transport *transport, bool wait);

/*
 * Read the available input; blocks if none is available. Sets transport->ended at the end of the
 * input, and after an error.
 */
void vml_transport_read(vml_transport *transport);

/*
 * Take the next message from the received bytes.
 *
 * ret: set to the message if the result is VML_RECEIVED_MESSAGE, which the caller frees; else to
 * NULL
 */
vml_received vml_transport_next(vml_transport *transport, json_t **ret);

/* Send a message and free it. Sets transport->broken if the client has closed its end. */
void vml_transport_send(vml_transport *transport, json_t *message);

/* Free the buffer. */
void vml_transport_free(vml_transport *transport);

#endif
