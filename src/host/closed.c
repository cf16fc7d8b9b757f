/* Host facts: directories of this machine that QEMU's user cannot enter. */
#define _GNU_SOURCE /* getgrouplist */
#include "own_files.h"
#include "table.h"

#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

/*
 * Return true if the user is in the group: as its primary group, or by the database of groups.
 * Also true if the database cannot be read.
 */
static bool is_in_group(const vml_host *host, unsigned int group)
{
	struct passwd entry, *user;
	char buffer[4096];
	gid_t groups[256];
	int n = 256;

	if (group == host->qemu_group)
		return true;
	if (getpwuid_r(host->qemu_user, &entry, buffer, sizeof(buffer), &user))
		return true;
	if (!user)
		return false; /* libvirt then sets no other groups */
	if (getgrouplist(user->pw_name, user->pw_gid, groups, &n) < 0)
		return true;
	for (int i = 0; i < n; i++)
		if (groups[i] == group)
			return true;
	return false;
}

/* Return true if the user of QEMU cannot enter the directory. An access control list may allow it. */
static bool is_closed(const vml_host *host, const char *directory)
{
	vml_own_status status = vml_own_file_status(host->own_files, directory);
	unsigned int needed;

	if (status.exists != VML_YES || !S_ISDIR(status.mode) ||
		(status.mode & S_IXUSR && status.mode & S_IXGRP && status.mode & S_IXOTH))
		return false;
	needed = status.owner == host->qemu_user  ? S_IXUSR
		: is_in_group(host, status.group) ? S_IXGRP
						  : S_IXOTH;
	return !(status.mode & needed) &&
		getxattr(directory, "system.posix_acl_access", NULL, 0) <= 0;
}

unsigned int vml_host_closed_directory(const vml_host *host, const char *path, size_t *ret_len)
{
	char *copy;

	*ret_len = 0;
	/* root can enter each directory */
	if (!host || !host->own_files || *path != '/' || !host->qemu_user_known || !host->qemu_user)
		return 0;
	copy = vml_strdup(path);
	for (char *slash = strchr(copy + 1, '/'); slash && !*ret_len;
		slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (is_closed(host, copy))
			*ret_len = (size_t)(slash - copy);
		*slash = '/';
	}
	free(copy);
	return *ret_len ? host->qemu_user : 0;
}
