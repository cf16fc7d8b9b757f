/* XML in libvirt's managed-save images (virsh managedsave, virsh save). */
#ifndef VML_SAVEIMAGE_H
#define VML_SAVEIMAGE_H

#include <stdbool.h>
#include <stddef.h>

/* Return true if the bytes are the start of a managed-save image, complete or not. */
bool vml_is_save_image(const char *bytes, size_t len);

/*
 * Return the number of bytes of an image up to the end of its XML, as far as its first `len`
 * bytes specify: call it again after reading so many.
 */
size_t vml_save_image_need(const char *bytes, size_t len);

/*
 * Find the XML in an image that starts as vml_is_save_image() requires.
 *
 * Source of the layout: libvirt's src/qemu/qemu_saveimage.h: 16 bytes of magic, then
 * version, data_len, was_running, compressed, cookieOffset and 14 spare words of 32
 * bits, in the byte order of the host that saved it; 92 bytes in total. The XML follows,
 * terminated by a NUL.
 *
 * ret_start, ret_len: offset and length of the XML, set on success
 *
 * Returns NULL, or an error message, which is a constant.
 */
const char *vml_save_image_xml(const char *bytes, size_t len, size_t *ret_start, size_t *ret_len);

#endif
