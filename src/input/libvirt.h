/* libvirt's client library: loaded by dlopen() on the first connection. */
#ifndef VML_LIBVIRT_H
#define VML_LIBVIRT_H

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include <signal.h>
#include <stdbool.h>

/*
 * The functions of libvirt that vmlint calls; libvirt 1.2.8 and later have all of them. Each
 * becomes a member of struct vml_libvirt with the type that libvirt's header declares, so that the
 * compiler checks calls.
 */
#define VML_LIBVIRT_FUNCTIONS(X)           \
	X(virConnectClose)                 \
	X(virConnectGetAllDomainStats)     \
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
	X(virDomainStatsRecordListFree)    \
	X(virGetLastError)                 \
	X(virInitialize)                   \
	X(virInterfaceFree)                \
	X(virInterfaceGetName)             \
	X(virNWFilterFree)                 \
	X(virNWFilterGetName)              \
	X(virNetworkFree)                  \
	X(virNetworkGetAutostart)          \
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
	X(virStoragePoolGetAutostart)      \
	X(virStoragePoolGetXMLDesc)        \
	X(virStoragePoolListAllVolumes)    \
	X(virStorageVolFree)               \
	X(virStorageVolGetName)            \
	X(virStorageVolGetXMLDesc)

/* Functions of later releases. Their pointers are NULL if the loaded library lacks them. */
#define VML_LIBVIRT_LATER(X)    \
	X(virDomainGetMessages) \
	X(virDomainManagedSaveGetXMLDesc)

#define VML_LIBVIRT_MEMBER(name) __typeof__(&name) name;

/* Pointers to the functions of the loaded library. */
struct vml_libvirt {
	VML_LIBVIRT_FUNCTIONS(VML_LIBVIRT_MEMBER)
	VML_LIBVIRT_LATER(VML_LIBVIRT_MEMBER)
};

/*
 * Load libvirt, once per process; it is never unloaded. Its error output is disabled.
 *
 * ret_why, ret_hint: set on failure to error message and hint; valid until the process ends
 *
 * Returns the functions, or NULL if libvirt cannot be loaded.
 */
const struct vml_libvirt *vml_libvirt_load(const char **ret_why, const char **ret_hint);

/* Parameters and result of opening a connection. */
struct vml_libvirt_call {
	/* URI after defaults and aliases, owned; NULL if libvirt must probe for a hypervisor */
	char *uri;
	/*
	 * URI passed to libvirt, owned. Over ssh, it is `uri` with prompts disabled. Otherwise it
	 * is the argument of vml_libvirt_open(), or NULL if that is "": libvirt uses its default
	 */
	char *quiet_uri;
	bool ssh;	 /* the connection uses ssh */
	bool read_write; /* the connection is not read-only */
	/* what libvirt prompted for, without getting an answer; empty if nothing */
	char asked[128];
};

/*
 * Return the URI that libvirt uses for `uri`, after defaults and aliases.
 *
 * Returns a string owned by the caller, or NULL if libvirt probes for a hypervisor.
 */
char *vml_libvirt_resolve(const char *uri);

/*
 * Open a connection without prompts. It is read-write if read_write is true or the connection is to
 * the test driver or a session daemon: these have only domains of the user, and libvirt refuses
 * some harmless calls on read-only connections. All other connections are read-only.
 *
 * uri: as for virsh; "" is libvirt's default
 * ret: set to how the connection was opened, even on failure; the caller frees it with
 * vml_libvirt_call_free()
 *
 * Returns the connection, which the caller closes with virConnectClose(). Returns NULL if it cannot
 * be opened: virGetLastError() has the reason.
 */
virConnectPtr vml_libvirt_open(const struct vml_libvirt *virt, const char *uri, bool read_write,
	struct vml_libvirt_call *ret);

/* Free the strings of *call. */
void vml_libvirt_call_free(struct vml_libvirt_call *call);

/*
 * State of SIGPIPE before it was blocked. libvirt writes to its socket with write(), which raises
 * SIGPIPE if the daemon is gone: that must not end vmlint. SIGPIPE from a closed standard output,
 * however, must end vmlint, so SIGPIPE is blocked only during calls of libvirt.
 */
struct vml_pipe_guard {
	sigset_t before; /* signal mask of the thread */
	bool pending;	 /* a SIGPIPE was pending already */
};

/* Block SIGPIPE in this thread. Returns the state to pass to vml_release_sigpipe(). */
struct vml_pipe_guard vml_hold_sigpipe(void);

/* Discard a SIGPIPE raised since vml_hold_sigpipe() and restore the signal mask. */
void vml_release_sigpipe(struct vml_pipe_guard *guard);

/* Block SIGPIPE from here to the end of the scope. */
#define VML_SIGPIPE_HELD                                                                    \
	__attribute__((cleanup(vml_release_sigpipe), unused)) struct vml_pipe_guard guard = \
		vml_hold_sigpipe()

#endif
