/* Listings of directories for a host profile, read from the file system of this machine. */
#ifndef VML_HOST_FILES_H
#define VML_HOST_FILES_H

#include "host_sections.h"

/*
 * Write <files>: the names in the directories that new definitions are likely to use: those of
 * storage pools and of files of the domains, the directories above them, /dev, and the directories
 * of firmware and kernels. from->host: the host, which must be this machine
 *
 * Hidden files, home directories and /etc are not listed. The section has at most 100,000 names;
 * a directory that cannot be listed in whole is left out.
 */
void vml_put_files(const vml_collector *from, FILE *out);

#endif
