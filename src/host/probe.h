/* Headers of disk images on the local host. */
#ifndef VML_HOST_PROBE_H
#define VML_HOST_PROBE_H

#include "arena.h"

/*
 * Detect the format of an image file by its first bytes, as QEMU does.
 *
 * arena: owns *ret_backing
 * ret_backing: set to the backing file as the image names it; "" if none
 *
 * Returns "qcow2", "vmdk" ...; "raw" for all other regular files; "" if the file is empty, cannot be
 * read or is not a regular file.
 */
const char *vml_probe_image(vml_arena *arena, const char *path, const char **ret_backing);

#endif
