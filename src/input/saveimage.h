/* XML in libvirt's managed-save images (virsh managedsave, virsh save). */
#ifndef VML_SAVEIMAGE_H
#define VML_SAVEIMAGE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Return true if the bytes start with the magic (16 bytes) of a managed-save image, including that
 * of an image that libvirt did not finish writing.
 */
bool vml_is_save_image(const char *bytes, size_t len);

/*
 * Return how many bytes from the start of an image contain its header and XML. If `len` is less
 * than the size of the header, return that size: call the function again when so many bytes were
 * read.
 */
size_t vml_save_image_need(const char *bytes, size_t len);

/*
 * Find the XML in an image that begins as vml_is_save_image() requires.
 *
 * Layout, from libvirt's src/qemu/qemu_saveimage.h: 16 bytes of magic, then version, data_len,
 * was_running, compressed, cookieOffset and 14 spare words of 32 bits, in the byte order of the
 * host that saved it; 92 bytes in total. The XML follows, terminated by a NUL.
 *
 * ret_start, ret_len: set on success to offset and length of the XML
 *
 * Returns NULL, or an error message, which is a constant.
 */
const char *vml_save_image_xml(const char *bytes, size_t len, size_t *ret_start, size_t *ret_len);

#endif
