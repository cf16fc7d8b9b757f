/* What the guest of the domain under audit can drive, as rules ask it. */
#include "run.h"

#include <string.h>

static const vml_guest *guest_of(const vml_run *run)
{
	/* looked up on first use: most rules never ask, and it may read files */
	if (!run->guest)
		((vml_run *)(uintptr_t)run)->guest = vml_guest_lookup(run->facts.guest);
	return run->guest;
}

vml_answer vml_guest_drives(const vml_run *run, vml_driver driver)
{
	return guest_of(run)->drives[driver];
}

const char *vml_guest_id(const vml_run *run)
{
	return run->facts.guest;
}

const char *vml_guest_name(const vml_run *run)
{
	return guest_of(run)->name;
}

const char *vml_guest_family(const vml_run *run)
{
	return guest_of(run)->family;
}

bool vml_guest_windows_server(const vml_run *run)
{
	return guest_of(run)->windows_server;
}

unsigned int vml_guest_windows_nt(const vml_run *run)
{
	return guest_of(run)->windows_nt;
}

vml_virtio vml_guest_virtio(const vml_run *run, vml_driver driver)
{
	const vml_guest *guest = guest_of(run);

	if (guest->drives[driver] == VML_YES)
		return VML_VIRTIO_INBOX;
	/* virtio-win serves NT 6.1 and later; up to version 0.1.102 or so it served NT 5 */
	if (guest->windows_nt >= 61)
		return vml_uses_virtio(run) ? VML_VIRTIO_INSTALLED : VML_VIRTIO_INSTALL;
	if (guest->windows_nt >= 50)
		return VML_VIRTIO_OLD;
	return guest->drives[driver] == VML_NO ? VML_VIRTIO_NEVER : VML_VIRTIO_UNKNOWN;
}

const char *vml_guest_called(const vml_run *run, const char *otherwise)
{
	const char *name = vml_guest_name(run);

	return *name ? name : otherwise;
}
