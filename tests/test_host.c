/* Tests of host profiles: reading, lookups, and rejected documents. */
#define _GNU_SOURCE
#include "support.h"

#include "host.h"
#include "own_addresses.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static vml_parser *parser;

static const char profile[] =
	"<vmlint-host format='1' name='prod1' libvirt='9.0.0' driver='QEMU' hypervisor='7.2.0'>\n"
	"<capabilities><host>\n"
	"<cpu><arch>x86_64</arch><model>Skylake-Client</model>"
	"<pages unit='KiB' size='4'/><pages unit='KiB' size='2048'/></cpu>\n"
	"<iommu support='no'/>\n"
	"<topology><cells num='2'>\n"
	"<cell id='0'><memory unit='KiB'>2048</memory><pages unit='KiB' size='2048'>5</pages>\n"
	"<cpus num='2'><cpu id='0'/><cpu id='1'/></cpus></cell>\n"
	"<cell id='3'><memory unit='KiB'>1024</memory><pages unit='KiB' size='2048'>6</pages>\n"
	"<cpus num='1'><cpu id='4'/></cpus></cell></cells></topology>\n"
	"<secmodel><model>apparmor</model></secmodel></host>\n"
	"<guest><os_type>hvm</os_type><arch name='x86_64'><wordsize>64</wordsize>\n"
	"<emulator>/usr/bin/qemu-system-x86_64</emulator>\n"
	"<machine maxCpus='255'>pc-i440fx-7.2</machine>\n"
	"<machine canonical='pc-i440fx-7.2' maxCpus='255'>pc</machine>\n"
	"<machine maxCpus='288' deprecated='yes'>pc-q35-2.4</machine>\n"
	"<domain type='qemu'/>\n"
	"<domain type='kvm'><emulator>/usr/libexec/qemu-kvm</emulator>\n"
	"<machine maxCpus='710'>pc-q35-rhel9.4.0</machine></domain>\n"
	"</arch></guest></capabilities>\n"
	"<domainCapabilities><path>/usr/bin/qemu-system-x86_64</path><domain>qemu</domain>\n"
	"<machine>pc-i440fx-7.2</machine><arch>x86_64</arch><vcpu max='255'/>\n"
	"<os supported='yes'><enum name='firmware'><value>bios</value></enum>\n"
	"<loader supported='yes'><value>/usr/share/OVMF/OVMF_CODE.fd</value></loader></os>\n"
	"<cpu><mode name='host-passthrough' supported='no'/>\n"
	"<mode name='host-model' supported='yes'><model>EPYC</model>"
	"<feature policy='require' name='aes'/><feature policy='disable' name='svm'/></mode>\n"
	"<mode name='custom' supported='yes'><model usable='yes'>qemu64</model>\n"
	"<model usable='no'>EPYC</model>\n"
	"<blockers model='EPYC'><feature name='svm'/><feature name='avx'/></blockers></mode></cpu>\n"
	"<devices><video supported='yes'><enum name='modelType'><value>vga</value>\n"
	"<value>virtio</value></enum></video><tpm supported='no'/></devices>\n"
	"</domainCapabilities>\n"
	"<domainCapabilities><path>/usr/bin/qemu-system-x86_64</path><domain>qemu</domain>\n"
	"<machine>isapc</machine><arch>x86_64</arch><cpu><mode name='custom' supported='no'>\n"
	"<model usable='yes'>qemu64</model></mode></cpu></domainCapabilities>\n"
	"<cpu-models arch='x86_64'><model>EPYC</model></cpu-models>\n"
	"<node><memory unit='KiB'>4096</memory></node>\n"
	"<cpu-map total='6' online='0-1,4'/>\n"
	"<free-pages><cell id='0'><pages unit='KiB' size='2048'>2</pages></cell>\n"
	"<cell id='3'><pages unit='KiB' size='2048'>1</pages></cell></free-pages>\n"
	"<networks><entry active='no' autostart='yes'><network><name>default</name>\n"
	"<forward/><bridge name='virbr0'/><portgroup name='a'/></network></entry></networks>\n"
	"<interfaces><interface name='br0'/></interfaces>\n"
	"<pools><entry active='yes' autostart='no'><pool type='dir'><name>images</name>\n"
	"<target><path>/srv/images/</path></target></pool><volumes>\n"
	"<volume><name>a.qcow2</name><capacity unit='bytes'>1024</capacity>\n"
	"<target><format type='qcow2'/></target></volume></volumes></entry>\n"
	"<entry active='no'><pool type='logical'><name>vg</name></pool></entry></pools>\n"
	"<devices kinds='pci mdev usb_device'><device><name>pci_0000_00_1f_2</name></device>\n"
	"<device><name>mdev_4b20d080_1b54_4048_85b3_a6a62d165c01_0000_00_02_0</name></device>\n"
	"<device><name>usb_1_2</name><capability type='usb_device'><bus>1</bus>\n"
	"<device>7</device><product id='0x0024'/><vendor id='0x8087'/></capability></device>\n"
	"</devices>\n"
	"<nwfilters><filter name='clean-traffic'/></nwfilters>\n"
	"<secrets><secret><uuid>12345678-0000-0000-0000-00000000000a</uuid>\n"
	"<usage type='ceph'><name>client.admin secret</name></usage></secret></secrets>\n"
	"<of-the-future/>\n"
	"</vmlint-host>\n";

static vml_host *read_text(const char *text)
{
	vml_slice slice = { .bytes = text, .len = strlen(text), .line = 1, .column = 1 };
	vml_host *host;
	vml_fault fault;

	if (vml_host_read(parser, &slice, "fallback", &host, &fault))
		fail_msg("%lu:%lu: %s", fault.line, fault.column, fault.message);
	return host;
}

static void test_versions_and_emulators(void **state)
{
	vml_host *host = read_text(profile);
	const vml_host_machine *machine;

	(void)state;
	assert_string_equal(vml_host_name(host), "prod1");
	assert_int_equal(vml_host_target(host).libvirt, VML_RELEASE(9, 0));
	assert_int_equal(vml_host_target(host).qemu, VML_RELEASE(7, 2));
	assert_int_equal(vml_host_gates(host), VML_HOST_GATES);
	assert_int_equal(vml_host_runs(host, "hvm", "x86_64", "kvm"), VML_YES);
	assert_int_equal(vml_host_runs(host, "hvm", "aarch64", ""), VML_NO);
	assert_int_equal(vml_host_emulator(host, "/usr/libexec/qemu-kvm"), VML_YES);
	assert_int_equal(vml_host_emulator(host, "/usr/bin/qemu-system-aarch64"), VML_NO);
	assert_int_equal(vml_host_emulator(host, "/opt/qemu-system-aarch64"), VML_UNKNOWN);
	/*
	 * the profile has /usr/bin/qemu-system-x86_64: libvirt uses only the first file of this name
	 * in PATH, so /usr/local/bin may have one, too
	 */
	assert_int_equal(vml_host_emulator(host, "/usr/local/bin/qemu-system-x86_64"), VML_UNKNOWN);
	assert_int_equal(
		vml_host_has_machine(host, "", "x86_64", "qemu", "pc-q35-2.4", &machine), VML_YES);
	assert_true(machine->deprecated);
	assert_int_equal(machine->max_cpus, 288);
	/* in capabilities, the machines of <domain> replace those of <arch> */
	assert_int_equal(vml_host_has_machine(host, "", "x86_64", "kvm", "pc", NULL), VML_NO);
	assert_int_equal(
		vml_host_has_machine(host, "/opt/qemu", "x86_64", "kvm", "pc", NULL), VML_UNKNOWN);
	assert_int_equal(vml_host_has_machine(host, "", "s390x", "kvm", "pc", NULL), VML_UNKNOWN);
	assert_int_equal(vml_host_security(host, "apparmor"), VML_YES);
	assert_int_equal(vml_host_security(host, "selinux"), VML_NO);
	assert_int_equal(vml_host_iommu(host), VML_NO);
	vml_host_free(host);
}

static void test_cpus_and_memory(void **state)
{
	vml_host *host = read_text(profile);
	vml_host_pages pages;
	size_t n;

	(void)state;
	assert_non_null(vml_host_cells(host, &n));
	assert_int_equal(n, 2);
	assert_null(vml_host_cell_by_id(host, 1));
	assert_int_equal(vml_host_cell_by_id(host, 3)->memory, 1 << 20);
	assert_int_equal(vml_host_cell_by_id(host, 3)->pages[0].free, 1);
	assert_true(vml_cpuset_has(vml_host_cell_by_id(host, 3)->cpus, 4));
	assert_int_equal(vml_cpuset_count(vml_host_cpus(host)), 6);
	assert_int_equal(vml_cpuset_count(vml_host_online_cpus(host)), 3);
	assert_int_equal(vml_host_memory(host), 4 << 20);
	assert_int_equal(vml_host_page_size(host, 2 << 20, &pages), VML_YES);
	assert_int_equal(pages.total, 11);
	assert_int_equal(pages.free, 3);
	assert_int_equal(vml_host_page_size(host, 1 << 30, NULL), VML_NO);
	assert_string_equal(vml_host_cpu_name(host), "Skylake-Client");
	assert_int_equal(vml_host_cpu_model(host, "x86_64", "EPYC"), VML_YES);
	assert_int_equal(vml_host_cpu_model(host, "x86_64", "EPYC-Rome"), VML_NO);
	assert_int_equal(vml_host_cpu_model(host, "aarch64", "EPYC"), VML_UNKNOWN);
	vml_host_free(host);
}

/* Read a profile that only has a CPU. libvirt: version; cpu: content of <cpu>. */
static vml_host *read_cpu(const char *libvirt, const char *cpu)
{
	char text[512];

	snprintf(text, sizeof(text),
		"<vmlint-host format='1' name='a' libvirt='%s' driver='QEMU'><capabilities><host>"
		"<cpu>%s</cpu></host></capabilities></vmlint-host>",
		libvirt, cpu);
	return read_text(text);
}

#define CPU(model, vendor)                                                                  \
	"<arch>x86_64</arch><model>" model "</model><vendor>" vendor "</vendor><microcode " \
	"version='1'/><feature name='vmx'/>"

static void test_same_cpu(void **state)
{
	static const struct {
		const char *libvirt, *cpu;
		vml_tristate same;
	} rows[] = { { "9.0.0", CPU("EPYC", "AMD") "<feature name='ss'/>", VML_YES },
		{ "9.0.3", "<microcode version='2'/><feature name='ss'/>" CPU("EPYC", "AMD"),
			VML_YES },
		{ "9.0.0", CPU("EPYC-Rome", "AMD") "<feature name='ss'/>", VML_NO },
		{ "9.0.0", CPU("EPYC", "AMD"), VML_NO },
		{ "9.0.0", CPU("EPYC", "AMD") "<feature name='ss'/><feature name='x'/>", VML_NO },
		{ "10.0.0", CPU("EPYC-Rome", "AMD"), VML_UNKNOWN },
		{ "10.0.0", CPU("EPYC", "Intel"), VML_NO }, { "9.0.0", "", VML_UNKNOWN } };
	vml_host *host = read_cpu("9.0.0", CPU("EPYC", "AMD") "<feature name='ss'/>");

	(void)state;
	assert_int_equal(vml_host_same_cpu(host, NULL), VML_UNKNOWN);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		vml_host *other = read_cpu(rows[i].libvirt, rows[i].cpu);

		assert_int_equal(vml_host_same_cpu(host, other), rows[i].same);
		assert_int_equal(vml_host_same_cpu(other, host), rows[i].same);
		vml_host_free(other);
	}
	vml_host_free(host);
}

static void test_domain_capabilities(void **state)
{
	vml_host *host = read_text(profile);
	const vml_host_domcaps *caps;
	bool exact, listed;

	(void)state;
	assert_null(vml_host_find_domcaps(host, "", "x86_64", "kvm", "", NULL));
	assert_non_null(vml_host_find_domcaps(host, "", "x86_64", "qemu", "pc-q35-2.4", &exact));
	assert_false(exact);
	caps = vml_host_find_domcaps(host, "", "x86_64", "qemu", "pc", &exact);
	assert_true(exact);
	assert_int_equal(vml_domcaps_supported(caps, "devices/tpm"), VML_NO);
	assert_int_equal(vml_domcaps_supported(caps, "devices/rng"), VML_UNKNOWN);
	assert_int_equal(vml_domcaps_value(caps, "devices/video", "modelType", "vga"), VML_YES);
	assert_int_equal(vml_domcaps_value(caps, "devices/video", "modelType", "qxl"), VML_NO);
	assert_int_equal(vml_domcaps_value(caps, "devices/video", "x", "qxl"), VML_UNKNOWN);
	assert_int_equal(vml_domcaps_value(caps, "devices/tpm", "model", "tpm-tis"), VML_NO);
	assert_int_equal(vml_domcaps_cpu_mode(caps, "host-passthrough"), VML_NO);
	assert_int_equal(vml_domcaps_cpu_mode(caps, "maximum"), VML_UNKNOWN);
	assert_int_equal(vml_domcaps_cpu_usable(caps, "EPYC", &listed), VML_NO);
	assert_true(listed);
	assert_int_equal(vml_domcaps_cpu_usable(caps, "486", &listed), VML_NO);
	assert_false(listed);
	assert_int_equal(vml_domcaps_cpu_feature(caps, "aes"), VML_YES);
	assert_int_equal(vml_domcaps_cpu_feature(caps, "svm"), VML_NO);
	assert_int_equal(vml_domcaps_cpu_feature(caps, "avx"), VML_UNKNOWN);
	caps = vml_host_find_domcaps(host, "", "x86_64", "qemu", "isapc", &exact);
	assert_true(exact);
	assert_int_equal(vml_domcaps_cpu_usable(caps, "qemu64", &listed), VML_NO);
	assert_true(listed);
	vml_host_free(host);
}

static void test_networks_and_storage(void **state)
{
	vml_host *host = read_text(profile);
	const vml_host_network *network;
	const vml_host_volume *volume;
	bool sure;

	(void)state;
	assert_int_equal(vml_host_network_by_name(host, "default", &network), VML_YES);
	assert_int_equal(network->active, VML_NO);
	assert_int_equal(network->autostart, VML_YES);
	assert_string_equal(network->forward, "nat");
	assert_int_equal(network->n_portgroups, 1);
	assert_string_equal(network->portgroups[0].name, "a");
	assert_int_equal(vml_host_bridge(host, "virbr0", &network), VML_YES);
	assert_string_equal(network->name, "default");
	assert_int_equal(vml_host_bridge(host, "br0", &network), VML_YES);
	assert_null(network);
	assert_int_equal(vml_host_bridge(host, "br1", NULL), VML_NO);
	assert_int_equal(vml_host_nwfilter(host, "clean-traffic"), VML_YES);
	assert_int_equal(vml_host_nwfilter(host, "x"), VML_NO);
	assert_int_equal(vml_host_volume_in(host, "images", "a.qcow2", &volume), VML_YES);
	assert_string_equal(volume->path, "/srv/images/a.qcow2");
	assert_string_equal(volume->format, "qcow2");
	assert_int_equal(vml_host_volume_in(host, "images", "b", NULL), VML_NO);
	assert_int_equal(vml_host_volume_in(host, "vg", "b", NULL), VML_UNKNOWN);
	assert_int_equal(vml_host_image(host, "/srv/images/a.qcow2", NULL, &sure), VML_YES);
	assert_false(sure);
	assert_int_equal(vml_host_image(host, "/srv/images/b", NULL, NULL), VML_NO);
	assert_int_equal(vml_host_image(host, "/srv/images/b/c", NULL, NULL), VML_UNKNOWN);
	assert_int_equal(vml_host_file(host, "/dev/null", NULL), VML_UNKNOWN);
	vml_host_set_local(host);
	assert_int_equal(vml_host_file(host, "/dev/null", NULL), VML_YES);
	assert_int_equal(vml_host_file(host, "/dev/null-absent", NULL), VML_NO);
	vml_host_free(host);
}

static void test_devices_and_secrets(void **state)
{
	vml_host *host = read_text(profile);

	(void)state;
	assert_int_equal(vml_host_pci(host, 0, 0, 0x1f, 2), VML_YES);
	assert_int_equal(vml_host_pci(host, 0, 0, 0x1f, 3), VML_NO);
	assert_int_equal(vml_host_mdev(host, "4B20D080-1B54-4048-85B3-A6A62D165C01"), VML_YES);
	assert_int_equal(vml_host_usb(host, 0x8087, 0x24, 0, 0), 1);
	assert_int_equal(vml_host_usb(host, 0, 0, 1, 7), 1);
	assert_int_equal(vml_host_usb(host, 0x8087, 0x24, 1, 8), 0);
	/* `kinds` of <devices> does not contain network devices: <interfaces> decides */
	assert_int_equal(vml_host_interface(host, "eth9"), VML_NO);
	assert_int_equal(
		vml_host_secret_by_uuid(host, "1234567800000000000000000000000A"), VML_YES);
	assert_int_equal(vml_host_secret_by_usage(host, "ceph", "client.admin secret"), VML_YES);
	assert_int_equal(vml_host_secret_by_usage(host, "iscsi", "client.admin secret"), VML_NO);
	vml_host_free(host);
}

static void test_files(void **state)
{
	static const char listings[] =
		"<vmlint-host format='1'><files>\n"
		"<directory path='/'><file name='srv'/><file name='usr'/></directory>\n"
		"<directory path='/srv/vm'><file name='a&amp;b.img' format='qcow2' backing='c.img'/>"
		"<file name='sub'/><file name='x/y'/></directory>\n"
		"<directory path='/srv/gone' exists='no'/><directory path='relative'/>\n"
		"</files></vmlint-host>";
	static const struct {
		const char *path;
		vml_tristate exists;
	} rows[] = {
		{ "/", VML_YES },
		{ "/srv", VML_YES },
		{ "/data", VML_NO },
		{ "/data/vm/x", VML_NO },
		{ "/srv/other", VML_UNKNOWN },
		{ "/usr/share/x", VML_UNKNOWN },
		{ "/srv/vm", VML_YES },
		{ "/srv/vm/a&b.img", VML_YES },
		{ "/srv/vm/b.img", VML_NO },
		{ "/srv/vm/b/c/d", VML_NO },
		{ "/srv/vm/sub/d", VML_UNKNOWN },
		{ "/srv/vm/x", VML_NO },
		{ "/srv/vm/.hidden", VML_UNKNOWN },
		{ "/srv/vm/.hidden/b", VML_UNKNOWN },
		{ "/srv/vm/a\tb", VML_UNKNOWN },
		{ "/srv/gone", VML_NO },
		{ "/srv/gone/.x/y", VML_NO },
		/* not normalized, so not comparable with the listed paths */
		{ "/srv/vm/../vm/b", VML_UNKNOWN },
		{ "/srv/vm/./b", VML_UNKNOWN },
		{ "/srv/vm//b", VML_UNKNOWN },
		{ "/srv/vm/", VML_UNKNOWN },
		{ "relative/x", VML_UNKNOWN },
		{ "", VML_UNKNOWN },
	};
	vml_host *host = read_text(listings);
	bool sure;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_int_equal(vml_host_file(host, rows[i].path, &sure), rows[i].exists);
		assert_false(sure);
		assert_int_equal(vml_host_image(host, rows[i].path, NULL, &sure), rows[i].exists);
		assert_false(sure);
	}
	assert_string_equal(vml_host_listed_image(host, "/srv/vm/a&b.img")->format, "qcow2");
	assert_string_equal(vml_host_listed_image(host, "/srv/vm/a&b.img")->backing, "c.img");
	assert_null(vml_host_listed_image(host, "/srv/vm/sub"));
	assert_int_equal(vml_host_file_kind(host, "/srv/vm"), VML_FILE_DIRECTORY);
	assert_int_equal(vml_host_file_kind(host, "/srv/gone"), VML_FILE_UNKNOWN);
	assert_int_equal(vml_host_file_kind(host, "/srv/vm/a&b.img"), VML_FILE_UNKNOWN);
	vml_host_set_local(host);
	/* the directory was deleted after the profile was saved */
	if (vml_host_own_file(host, "/srv/vm") == VML_NO)
		assert_int_equal(vml_host_file_kind(host, "/srv/vm"), VML_FILE_UNKNOWN);
	assert_int_equal(vml_host_file(host, "/srv/vm/nowhere", &sure), VML_NO);
	assert_true(sure);
	vml_host_free(host);
}

/* Return the profile of a host on which QEMU runs with this label. */
static vml_host *read_with_label(const char *label)
{
	char text[256];

	snprintf(text, sizeof(text),
		"<capabilities><host><secmodel><model>dac</model>"
		"<baselabel type='kvm'>%s</baselabel></secmodel></host></capabilities>",
		label);
	return read_text(text);
}

/* Return the length of the closed directory of a path, on a local host with this label. */
static size_t closed(const char *label, const char *path)
{
	vml_host *host = read_with_label(label);
	size_t len;

	assert_int_equal(vml_host_closed_directory(host, path, &len), 0);
	assert_int_equal(len, 0); /* the host is not local */
	vml_host_set_local(host);
	vml_host_closed_directory(host, path, &len);
	vml_host_free(host);
	return len;
}

static void test_kinds_and_closed_directories(void **state)
{
	char outer[] = "/tmp/vmlint-test-XXXXXX", inner[64], file[80], link[64], own[64], group[64];
	vml_host *host = read_text(profile);

	(void)state;
	assert_int_equal(vml_host_file_kind(host, "/dev/null"), VML_FILE_UNKNOWN);
	vml_host_set_local(host);
	assert_non_null(mkdtemp(outer));
	assert_int_equal(chmod(outer, 0711), 0);
	snprintf(inner, sizeof(inner), "%s/inner", outer);
	snprintf(file, sizeof(file), "%s/file", inner);
	snprintf(link, sizeof(link), "%s/link", outer);
	assert_int_equal(mkdir(inner, 0711), 0);
	assert_int_equal(mkfifo(file, 0600), 0);
	assert_int_equal(symlink(inner, link), 0);
	assert_int_equal(vml_host_file_kind(host, "/dev/null"), VML_FILE_CHAR_DEVICE);
	assert_int_equal(vml_host_file_kind(host, inner), VML_FILE_DIRECTORY);
	assert_int_equal(vml_host_file_kind(host, link), VML_FILE_DIRECTORY);
	assert_int_equal(vml_host_file_kind(host, "/proc/self/exe"), VML_FILE_REGULAR);
	assert_int_equal(vml_host_file_kind(host, file), VML_FILE_OTHER);
	assert_int_equal(vml_host_file_kind(host, "/dev/absent"), VML_FILE_UNKNOWN);
	assert_int_equal(vml_host_file_kind(host, "/proc/self/status"), VML_FILE_EMPTY);
	/* a path below a file cannot exist */
	assert_int_equal(vml_host_file(host, "/proc/self/exe/x", NULL), VML_NO);
	vml_host_free(host);

	/* no user or group has the number 4294960000 */
	assert_int_equal(closed("+4294960000:+4294960000", file), 0);
	assert_int_equal(chmod(inner, 0700), 0);
	assert_int_equal(closed("+4294960000:+4294960000", file), strlen(inner));
	assert_int_equal(closed("+4294960000:+4294960000", inner), 0);
	assert_int_equal(closed("+0:+0", file), 0);
	snprintf(own, sizeof(own), "+%u:+4294960000", (unsigned int)getuid());
	assert_int_equal(closed(own, file), 0);
	snprintf(group, sizeof(group), "+4294960000:+%u", (unsigned int)getgid());
	assert_int_equal(chown(inner, (uid_t)-1, getgid()), 0);
	assert_int_equal(closed(group, file), strlen(inner));
	assert_int_equal(chmod(inner, 0710), 0);
	assert_int_equal(closed(group, file), 0);
	/* no numbers */
	assert_int_equal(closed("libvirt-qemu:libvirt-qemu", file), 0);
	assert_int_equal(closed("+4294960000", file), 0);
	assert_int_equal(closed("+4294960000:+-1", file), 0);
	assert_int_equal(closed("+99999999999999999999:+1", file), 0);
	unlink(file);
	unlink(link);
	rmdir(inner);
	rmdir(outer);
}

static void expect_own(void *host, const char *key)
{
	/* the state of a new IPv6 address changes when the kernel has checked it for duplicates */
	if (!strchr(key, ':'))
		assert_int_equal(vml_host_address(host, key, NULL), vml_own_address(key));
}

static void test_addresses(void **state)
{
	static const char listing[] =
		"<vmlint-host format='1'><networks>"
		"<entry active='no'><network><name>a</name><ip address='198.51.100.1'/>"
		"<ip family='ipv6' address='2001:DB8:1::1'/></network></entry></networks>\n"
		"<addresses><address> 192.0.2.1 </address><address>::ffff:192.0.2.2</address>"
		"<address>2001:db8::1</address><address>127.0.0.1</address><address/>"
		"</addresses></vmlint-host>";
	static const struct {
		const char *address;
		vml_tristate exists;
	} rows[] = {
		{ "192.0.2.1", VML_YES },
		{ "::ffff:192.0.2.1", VML_YES },
		{ "192.0.2.2", VML_YES },
		{ "192.0.2.3", VML_NO },
		{ "::ffff:c000:203", VML_NO },
		{ "2001:DB8:0::1", VML_YES },
		{ "2001:db8::2", VML_NO },
		{ "198.51.100.1", VML_YES },
		{ "2001:db8:1:0::1", VML_YES },
		{ "127.0.0.1", VML_UNKNOWN },
		{ "127.77.0.1", VML_UNKNOWN },
		{ "::ffff:127.0.0.1", VML_UNKNOWN },
		{ "::1", VML_UNKNOWN },
		{ "0.0.0.0", VML_UNKNOWN },
		{ "::", VML_UNKNOWN },
		{ "224.0.0.1", VML_UNKNOWN },
		{ "255.255.255.255", VML_UNKNOWN },
		{ "ff02::1", VML_UNKNOWN },
		{ "fe80::1", VML_UNKNOWN },
		{ "fe80::1%eth0", VML_UNKNOWN },
		{ "192.0.2", VML_UNKNOWN },
		{ "host", VML_UNKNOWN },
		{ "", VML_UNKNOWN },
	};
	vml_host *host = read_text(listing);
	bool sure;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_int_equal(vml_host_address(host, rows[i].address, &sure), rows[i].exists);
		assert_false(sure);
	}
	vml_host_set_local(host);
	vml_own_addresses(expect_own, host);
	assert_int_equal(vml_host_address(host, "198.51.100.1", &sure), VML_YES);
	assert_false(sure);
	vml_host_free(host);
	assert_int_equal(vml_host_address(NULL, "192.0.2.3", NULL), VML_UNKNOWN);
}

/*
 * The kernel is not asked if it lacks an address of an active network: the interfaces are not those
 * of the host.
 */
static void test_other_network(void **state)
{
	vml_host *host = read_text(
		"<vmlint-host format='1'><networks><entry active='yes'><network><name>a</name>"
		"<ip address='203.0.113.78'/></network></entry></networks></vmlint-host>");

	(void)state;
	vml_host_set_local(host);
	if (vml_own_address("203.0.113.78") == VML_NO) {
		assert_false(vml_host_shares_network(host));
		assert_int_equal(vml_host_address(host, "203.0.113.77", NULL), VML_UNKNOWN);
	}
	vml_host_free(host);
}

/* A fact that the profile does not contain is unknown, not absent. */
static void test_unknown(void **state)
{
	vml_host *host = read_text("<vmlint-host format='1'/>");
	size_t n;

	(void)state;
	assert_string_equal(vml_host_name(host), "fallback");
	assert_int_equal(vml_host_gates(host), VML_WHEN_HOST);
	assert_int_equal(vml_host_runs(host, "hvm", "x86_64", "kvm"), VML_UNKNOWN);
	assert_int_equal(vml_host_emulator(host, "/usr/bin/qemu-system-x86_64"), VML_UNKNOWN);
	assert_int_equal(vml_host_has_machine(host, "", "x86_64", "", "pc", NULL), VML_UNKNOWN);
	assert_int_equal(vml_host_security(host, "selinux"), VML_UNKNOWN);
	assert_null(vml_host_cells(host, &n));
	assert_null(vml_host_cpus(host));
	assert_int_equal(vml_host_memory(host), 0);
	assert_int_equal(vml_host_page_size(host, 4096, NULL), VML_UNKNOWN);
	assert_int_equal(vml_host_network_by_name(host, "default", NULL), VML_UNKNOWN);
	assert_int_equal(vml_host_bridge(host, "br0", NULL), VML_UNKNOWN);
	assert_int_equal(vml_host_pool_by_name(host, "x", NULL), VML_UNKNOWN);
	assert_int_equal(vml_host_volume_in(host, "x", "y", NULL), VML_UNKNOWN);
	assert_int_equal(vml_host_image(host, "/x/y", NULL, NULL), VML_UNKNOWN);
	assert_int_equal(vml_host_pci(host, 0, 0, 0, 0), VML_UNKNOWN);
	assert_int_equal(vml_host_usb(host, 1, 1, 0, 0), -1);
	assert_int_equal(vml_host_secret_by_uuid(host, "x"), VML_UNKNOWN);
	assert_int_equal(vml_host_address(host, "192.0.2.1", NULL), VML_UNKNOWN);
	vml_host_free(host);
	assert_int_equal(vml_host_runs(NULL, "", "", ""), VML_UNKNOWN);
	assert_int_equal(vml_host_file(NULL, "/", NULL), VML_UNKNOWN);
}

static void test_bare_documents(void **state)
{
	vml_host *host = read_text("<capabilities><guest><os_type>hvm</os_type>"
				   "<arch name='x86_64'><domain type='kvm'/></arch></guest>"
				   "</capabilities>");

	(void)state;
	assert_int_equal(vml_host_gates(host), VML_WHEN_HOST | VML_WHEN_HOST_GUESTS);
	vml_host_free(host);
	host = read_text("<domainCapabilities><arch>x86_64</arch><domain>kvm</domain>"
			 "</domainCapabilities>");
	assert_int_equal(vml_host_gates(host), VML_WHEN_HOST | VML_WHEN_HOST_DOMCAPS);
	vml_host_free(host);
}

static void test_rejected(void **state)
{
	static const struct {
		const char *text, *message;
		unsigned long line, column;
	} rows[] = {
		{ "\n <domain/>", "not a host profile", 2, 2 },
		{ "<vmlint-host/>", "format", 1, 1 },
		{ "<vmlint-host format='2'/>", "format", 1, 1 },
		{ "<vmlint-host format='1'>\n<networks></vmlint-host>", "networks", 2, 25 },
		{ "<!DOCTYPE vmlint-host>\n<vmlint-host format='1'/>", "DOCTYPE", 1, 1 },
		{ "", "", 1, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		vml_slice slice = {
			.bytes = rows[i].text, .len = strlen(rows[i].text), .line = 1, .column = 1
		};
		vml_host *host;
		vml_fault fault;

		assert_int_equal(vml_host_read(parser, &slice, "x", &host, &fault), -1);
		assert_null(host);
		assert_non_null(strstr(fault.message, rows[i].message));
		assert_int_equal(fault.line, rows[i].line);
		assert_int_equal(fault.column, rows[i].column);
	}
}

static int set_up(void **state)
{
	(void)state;
	parser = vml_parser_new();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	vml_parser_free(parser);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_versions_and_emulators),
		cmocka_unit_test(test_cpus_and_memory),
		cmocka_unit_test(test_same_cpu),
		cmocka_unit_test(test_domain_capabilities),
		cmocka_unit_test(test_networks_and_storage),
		cmocka_unit_test(test_devices_and_secrets),
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_kinds_and_closed_directories),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_other_network),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_bare_documents),
		cmocka_unit_test(test_rejected),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
