/* Snippets: whole devices as virt-install writes them. */
#include "snippets.h"

#include "buffer.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>

const vml_snippet vml_snippets[] = {
	{ "devices", "disk: qcow2 file, virtio", "disk",
		"<disk type='file' device='disk'>\n"
		"\t<driver name='qemu' type='qcow2' cache='none' discard='unmap'/>\n"
		"\t<source file='${1:/var/lib/libvirt/images/guest.qcow2}'/>\n"
		"\t<target dev='${2:vda}' bus='virtio'/>\n"
		"</disk>$0" },
	{ "devices", "disk: block device, virtio", "disk",
		"<disk type='block' device='disk'>\n"
		"\t<driver name='qemu' type='raw' cache='none' io='native' discard='unmap'/>\n"
		"\t<source dev='${1:/dev/vg/guest}'/>\n"
		"\t<target dev='${2:vda}' bus='virtio'/>\n"
		"</disk>$0" },
	{ "devices", "disk: CD-ROM", "disk",
		"<disk type='file' device='cdrom'>\n"
		"\t<driver name='qemu' type='raw'/>\n"
		"\t<source file='${1:/var/lib/libvirt/images/install.iso}'/>\n"
		"\t<target dev='${2:sda}' bus='sata'/>\n"
		"\t<readonly/>\n"
		"</disk>$0" },
	{ "devices", "interface: virtual network", "interface",
		"<interface type='network'>\n"
		"\t<source network='${1:default}'/>\n"
		"\t<model type='virtio'/>\n"
		"</interface>$0" },
	{ "devices", "interface: bridge", "interface",
		"<interface type='bridge'>\n"
		"\t<source bridge='${1:br0}'/>\n"
		"\t<model type='virtio'/>\n"
		"</interface>$0" },
	{ "devices", "filesystem: virtiofs", "filesystem",
		"<filesystem type='mount' accessmode='passthrough'>\n"
		"\t<driver type='virtiofs'/>\n"
		"\t<source dir='${1:/srv/share}'/>\n"
		"\t<target dir='${2:share}'/>\n"
		"</filesystem>$0" },
	{ "devices", "controller: virtio-scsi", "controller",
		"<controller type='scsi' index='${1:0}' model='virtio-scsi'/>$0" },
	{ "devices", "controller: PCIe root port", "controller",
		"<controller type='pci' model='pcie-root-port'/>$0" },
	{ "devices", "channel: guest agent", "channel",
		"<channel type='unix'>\n"
		"\t<target type='virtio' name='org.qemu.guest_agent.0'/>\n"
		"</channel>$0" },
	{ "devices", "channel: SPICE agent", "channel",
		"<channel type='spicevmc'>\n"
		"\t<target type='virtio' name='com.redhat.spice.0'/>\n"
		"</channel>$0" },
	{ "devices", "console: serial", "console",
		"<console type='pty'>\n"
		"\t<target type='serial'/>\n"
		"</console>$0" },
	{ "devices", "graphics: SPICE", "graphics",
		"<graphics type='spice' autoport='yes'>\n"
		"\t<listen type='address' address='127.0.0.1'/>\n"
		"</graphics>$0" },
	{ "devices", "graphics: VNC", "graphics",
		"<graphics type='vnc' port='-1' autoport='yes' listen='127.0.0.1'/>$0" },
	{ "devices", "video: virtio", "video",
		"<video>\n"
		"\t<model type='virtio'/>\n"
		"</video>$0" },
	{ "devices", "input: tablet", "input", "<input type='tablet' bus='usb'/>$0" },
	{ "devices", "rng: /dev/urandom", "rng",
		"<rng model='virtio'>\n"
		"\t<backend model='random'>/dev/urandom</backend>\n"
		"</rng>$0" },
	{ "devices", "tpm: emulator", "tpm",
		"<tpm model='tpm-crb'>\n"
		"\t<backend type='emulator' version='2.0'/>\n"
		"</tpm>$0" },
	{ "devices", "memballoon: virtio", "memballoon",
		"<memballoon model='virtio' freePageReporting='on'/>$0" },
	{ "devices", "watchdog: reset", "watchdog",
		"<watchdog model='${1:itco}' action='reset'/>$0" },
	{ "devices", "hostdev: PCI device", "hostdev",
		"<hostdev mode='subsystem' type='pci' managed='yes'>\n"
		"\t<source>\n"
		"\t\t<address domain='0x0000' bus='${1:0x01}' slot='${2:0x00}' function='${3:0x0}'/>\n"
		"\t</source>\n"
		"</hostdev>$0" },
	{ "devices", "hostdev: USB device", "hostdev",
		"<hostdev mode='subsystem' type='usb' managed='yes'>\n"
		"\t<source>\n"
		"\t\t<vendor id='${1:0x1234}'/>\n"
		"\t\t<product id='${2:0xbeef}'/>\n"
		"\t</source>\n"
		"</hostdev>$0" },
	{ "devices", "sound: ICH9", "sound", "<sound model='ich9'/>$0" },
	{ "devices", "panic: pvpanic", "panic", "<panic model='isa'/>$0" },
	{ "devices", "vsock", "vsock",
		"<vsock model='virtio'>\n"
		"\t<cid auto='yes'/>\n"
		"</vsock>$0" },
	{ 0 },
};

char *vml_snippet_plain(const char *text)
{
	vml_buffer plain = { 0 };
	bool inside = false;

	vml_buffer_puts(&plain, "");
	for (; *text; text++) {
		if (*text == '$' && text[1] == '{') {
			text += 2;
			while (isdigit((unsigned char)*text))
				text++;
			inside = true;
			if (*text != ':')
				text--;
		} else if (*text == '$' && isdigit((unsigned char)text[1])) {
			text++;
		} else if (inside && *text == '}') {
			inside = false;
		} else {
			vml_buffer_add(&plain, text, 1);
		}
	}
	return plain.bytes;
}
