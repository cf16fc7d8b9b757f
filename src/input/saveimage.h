/* The XML in a libvirt managed-save image (virsh managedsave, virsh save). */
#ifndef VML_SAVEIMAGE_H
#define VML_SAVEIMAGE_H

#include <stdbool.h>
#include <stddef.h>

/* Whether the bytes begin as such an image does. */
bool vml_is_save_image(const char *bytes, size_t len);

/* How many bytes of an image are needed to find its XML, as far as these bytes say. */
size_t vml_save_image_need(const char *bytes, size_t len);

/*
 * Find the XML in an image.
 *
 * Source of the layout: libvirt's src/qemu/qemu_saveimage.h: 16 bytes of magic, then
 * version, data_len, was_running, compressed, cookieOffset and 14 spare words of 32
 * bits, in the byte order of the host that saved it; 92 bytes; the XML follows, with a
 * NUL behind it.
 *
 * Returns NULL and where the XML is, or what is wrong with the image.
 */
const char *vml_save_image_xml(const char *bytes, size_t len, size_t *ret_start, size_t *ret_len);

#endif
