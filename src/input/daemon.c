/* Versions, driver and host name of libvirt's daemon. */
#include "daemon.h"

#include "arena.h"

#include <stdlib.h>

void vml_daemon_read(vml_daemon *daemon, const struct vml_libvirt *virt, virConnectPtr connection,
	vml_daemon_request request)
{
	unsigned long version = 0;
	const char *driver;

	switch (request) {
	case VML_DAEMON_LIBVIRT:
		if (!virt->virConnectGetLibVersion(connection, &version))
			daemon->libvirt = version;
		break;
	case VML_DAEMON_HYPERVISOR:
		if (!virt->virConnectGetVersion(connection, &version))
			daemon->hypervisor = version;
		break;
	case VML_DAEMON_DRIVER:
		driver = virt->virConnectGetType(connection);
		daemon->driver = driver ? vml_strdup(driver) : NULL;
		break;
	case VML_DAEMON_HOSTNAME: daemon->hostname = virt->virConnectGetHostname(connection); break;
	case VML_DAEMON_REQUESTS: break;
	}
}

void vml_daemon_free(vml_daemon *daemon)
{
	free(daemon->driver);
	free(daemon->hostname);
	*daemon = (vml_daemon){ 0 };
}
