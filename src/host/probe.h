/* Headers of disk images on the local host. */
#ifndef VML_HOST_PROBE_H
#define VML_HOST_PROBE_H

#include "arena.h"

/*
 * Recognize the format of an image file by its first bytes, as QEMU does.
 *
 * arena: gets *ret_backing
 * ret_backing: the backing file that the image names, as written; "" if none
 *
 * Returns "qcow2", "vmdk" ..., "raw" for all others, or "" if the file cannot be read or is not
 * a regular file.
 */
const char *vml_probe_image(vml_arena *arena, const char *path, const char **ret_backing);

#endif
