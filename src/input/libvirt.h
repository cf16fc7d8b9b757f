/* libvirt's client library: loaded when a connection is asked for and never before. */
#ifndef VML_LIBVIRT_H
#define VML_LIBVIRT_H

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include <signal.h>
#include <stdbool.h>

/*
 * The functions in use, none younger than libvirt 0.9.13. Each becomes a member of
 * struct vml_libvirt with the very type that libvirt's header declares, so that every
 * call is checked by the compiler.
 */
#define VML_LIBVIRT_FUNCTIONS(X)    \
	X(virConnectClose)          \
	X(virConnectGetLibVersion)  \
	X(virConnectGetType)        \
	X(virConnectGetURI)         \
	X(virConnectGetVersion)     \
	X(virConnectIsAlive)        \
	X(virConnectListAllDomains) \
	X(virConnectOpenAuth)       \
	X(virDomainFree)            \
	X(virDomainGetID)           \
	X(virDomainGetName)         \
	X(virDomainGetUUID)         \
	X(virDomainGetXMLDesc)      \
	X(virGetLastError)          \
	X(virInitialize)            \
	X(virSetErrorFunc)

#define VML_LIBVIRT_MEMBER(name) __typeof__(&name) name;

struct vml_libvirt {
	VML_LIBVIRT_FUNCTIONS(VML_LIBVIRT_MEMBER)
};

/*
 * Load libvirt, once a process. It is never unloaded, and prints nothing by itself.
 *
 * Returns its functions, or NULL with *ret_why and *ret_hint for people; both live as
 * long as the process.
 */
const struct vml_libvirt *vml_libvirt_load(const char **ret_why, const char **ret_hint);

/* A connection to be opened, and what came of it. */
struct vml_libvirt_call {
	char *uri;	 /* behind defaults and aliases; NULL where libvirt has to find one */
	char *quiet_uri; /* the same, with ssh kept from asking */
	bool ssh;
	char asked[128]; /* what libvirt wanted to know of a person; empty: nothing */
};

/*
 * Open a connection, read-only, that puts no question to anybody.
 *
 * uri: as virsh takes it; "" is libvirt's default
 * ret: always filled in; the caller releases it with vml_libvirt_call_free()
 *
 * Returns NULL where libvirt cannot connect; virGetLastError() knows why.
 */
virConnectPtr vml_libvirt_open(
	const struct vml_libvirt *virt, const char *uri, struct vml_libvirt_call *ret);

void vml_libvirt_call_free(struct vml_libvirt_call *call);

/*
 * libvirt writes to its socket as to a file: where the daemon is gone that raises
 * SIGPIPE, which must not end us. That of our own standard output still may, so the
 * signal is held only from VML_SIGPIPE_HELD to the end of the scope.
 */
struct vml_pipe_guard {
	sigset_t before;
	bool pending;
};

struct vml_pipe_guard vml_hold_sigpipe(void);
void vml_release_sigpipe(struct vml_pipe_guard *guard);

#define VML_SIGPIPE_HELD                                                                    \
	__attribute__((cleanup(vml_release_sigpipe), unused)) struct vml_pipe_guard guard = \
		vml_hold_sigpipe()

#endif
