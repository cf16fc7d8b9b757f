/* libvirt's client library: loaded by dlopen() on the first connection. */
#ifndef VML_LIBVIRT_H
#define VML_LIBVIRT_H

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include <signal.h>
#include <stdbool.h>

/*
 * The functions in use, all available since libvirt 1.2.7. Each becomes a member of struct
 * vml_libvirt with the type declared in libvirt's header, so that the compiler checks calls.
 */
#define VML_LIBVIRT_FUNCTIONS(X)           \
	X(virConnectClose)                 \
	X(virConnectGetCapabilities)       \
	X(virConnectGetCPUModelNames)      \
	X(virConnectGetDomainCapabilities) \
	X(virConnectGetHostname)           \
	X(virConnectGetLibVersion)         \
	X(virConnectGetType)               \
	X(virConnectGetURI)                \
	X(virConnectGetVersion)            \
	X(virConnectIsAlive)               \
	X(virConnectListAllDomains)        \
	X(virConnectListAllInterfaces)     \
	X(virConnectListAllNWFilters)      \
	X(virConnectListAllNetworks)       \
	X(virConnectListAllNodeDevices)    \
	X(virConnectListAllSecrets)        \
	X(virConnectListAllStoragePools)   \
	X(virConnectOpenAuth)              \
	X(virDomainGetBlockInfo)           \
	X(virDomainFree)                   \
	X(virDomainGetID)                  \
	X(virDomainGetName)                \
	X(virDomainGetUUID)                \
	X(virDomainGetXMLDesc)             \
	X(virGetLastError)                 \
	X(virInitialize)                   \
	X(virInterfaceFree)                \
	X(virInterfaceGetName)             \
	X(virNWFilterFree)                 \
	X(virNWFilterGetName)              \
	X(virNetworkFree)                  \
	X(virNetworkGetXMLDesc)            \
	X(virNodeDeviceFree)               \
	X(virNodeDeviceGetName)            \
	X(virNodeDeviceGetXMLDesc)         \
	X(virNodeGetCPUMap)                \
	X(virNodeGetFreePages)             \
	X(virNodeGetInfo)                  \
	X(virSecretFree)                   \
	X(virSecretGetUUIDString)          \
	X(virSecretGetUsageID)             \
	X(virSecretGetUsageType)           \
	X(virSetErrorFunc)                 \
	X(virStoragePoolFree)              \
	X(virStoragePoolGetXMLDesc)        \
	X(virStoragePoolListAllVolumes)    \
	X(virStorageVolFree)               \
	X(virStorageVolGetName)            \
	X(virStorageVolGetXMLDesc)

#define VML_LIBVIRT_MEMBER(name) __typeof__(&name) name;

/* Pointers to the functions of the loaded library. */
struct vml_libvirt {
	VML_LIBVIRT_FUNCTIONS(VML_LIBVIRT_MEMBER)
};

/*
 * Load libvirt, once per process. It is never unloaded, and its own error output is disabled.
 *
 * ret_why, ret_hint: error message and hint on failure; they live as long as the process
 *
 * Returns its functions, or NULL if it cannot be loaded.
 */
const struct vml_libvirt *vml_libvirt_load(const char **ret_why, const char **ret_hint);

/* Parameters and result of opening a connection. */
struct vml_libvirt_call {
	char *uri;	 /* owned: after defaults and aliases; NULL if libvirt must probe */
	char *quiet_uri; /* owned: the same with ssh prompts disabled; NULL if none was given */
	bool ssh;	 /* the connection uses ssh */
	bool read_write; /* the connection is not read-only */
	char asked[128]; /* prompt of libvirt that had no answer; empty if none */
};

/*
 * Resolve the defaults and aliases of a URI as libvirt does.
 *
 * Returns an owned string, or NULL if libvirt probes for a hypervisor.
 */
char *vml_libvirt_resolve(const char *uri);

/*
 * Open a connection without any prompts, read-only unless read_write is true or it is that of
 * the test driver or a session: those are the user's own, and libvirt refuses harmless calls on
 * read-only connections.
 *
 * uri: as for virsh; "" is libvirt's default
 * ret: always set; the caller frees it with vml_libvirt_call_free()
 *
 * Returns the connection, which the caller closes with virConnectClose(), or NULL: the reason
 * is in virGetLastError().
 */
virConnectPtr vml_libvirt_open(const struct vml_libvirt *virt, const char *uri, bool read_write,
	struct vml_libvirt_call *ret);

/* Free the strings of *call. */
void vml_libvirt_call_free(struct vml_libvirt_call *call);

/*
 * State of SIGPIPE before it was blocked. libvirt writes to its socket with write(), which
 * raises SIGPIPE if the daemon is gone; that must not end vmlint. A SIGPIPE of vmlint's
 * standard output still must, so the signal is blocked only around calls of libvirt.
 */
struct vml_pipe_guard {
	sigset_t before; /* signal mask of the thread */
	bool pending;	 /* a SIGPIPE was pending */
};

/* Block SIGPIPE in this thread; pass the result to vml_release_sigpipe(). */
struct vml_pipe_guard vml_hold_sigpipe(void);

/* Discard a SIGPIPE raised since vml_hold_sigpipe() and restore the signal mask. */
void vml_release_sigpipe(struct vml_pipe_guard *guard);

/* Block SIGPIPE from here to the end of the scope. */
#define VML_SIGPIPE_HELD                                                                    \
	__attribute__((cleanup(vml_release_sigpipe), unused)) struct vml_pipe_guard guard = \
		vml_hold_sigpipe()

#endif
