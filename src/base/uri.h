/* URIs of libvirt connections: their parts, and removal of passwords. */
#ifndef VML_URI_H
#define VML_URI_H

/** Parts of a URI that may distinguish two connections to the same host. */
typedef enum vml_uri_part {
	VML_URI_DRIVER,	   /**< "qemu" of qemu+ssh://... */
	VML_URI_PORT,	   /**< "22" */
	VML_URI_PATH,	   /**< "system" of .../system */
	VML_URI_USER,	   /**< "root" of root@... */
	VML_URI_TRANSPORT, /**< "ssh" of qemu+ssh://... */
	VML_URI_SOCKET,	   /**< value of the parameter "socket" */
	VML_URI_N_PARTS
} vml_uri_part;

/** Return the URI without the password of "user:password@"; the caller frees it. */
char *vml_uri_without_password(const char *uri);

/**
 * Return the host of a URI, without the brackets of an IPv6 address; the caller frees it. "" if the
 * URI names no host: libvirt then uses a local socket or the machine itself.
 */
char *vml_uri_host(const char *uri);

/** Return a part of a URI, "" if it is missing; the caller frees it. */
char *vml_uri_part_of(const char *uri, vml_uri_part part);

/**
 * Remove the password of a URI from a text that may contain the URI, such as an error message.
 *
 * @return the text, which the caller frees
 */
char *vml_uri_redact(const char *uri, const char *text);

#endif
