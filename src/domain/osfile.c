/* Parser for one file of osinfo-db, which describes one operating system. */
#include "osfile.h"

#include <libxml/parser.h>

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BIT(driver) (1U << VML_DRIVER_##driver)
#define VIRTIO_1(driver) (BIT(driver) | BIT(VIRTIO_1_0))

/* limit on the size of a file in bytes; osinfo-db's largest has 23 KiB */
enum { MAX_FILE = 4 << 20 };

/*
 * Devices of osinfo-db that imply a driver. osinfo-db lists qemu-xhci as 1b36:0004, although its id
 * is 1b36:000d. Instead of QEMU's AHCI controller, it lists q35, which has one.
 */
static const struct {
	const char *id; /* without "http://" */
	unsigned int drivers;
} devices[VML_OSFILE_DEVICES] = {
	{ "pcisig.com/pci/1af4/1000", BIT(VIRTIO_NET) },
	{ "pcisig.com/pci/1af4/1001", BIT(VIRTIO_BLOCK) },
	{ "pcisig.com/pci/1af4/1003", BIT(VIRTIO_CONSOLE) },
	{ "pcisig.com/pci/1af4/1004", BIT(VIRTIO_SCSI) },
	{ "pcisig.com/pci/1af4/1005", BIT(VIRTIO_RNG) },
	{ "pcisig.com/pci/1af4/1041", VIRTIO_1(VIRTIO_NET) },
	{ "pcisig.com/pci/1af4/1042", VIRTIO_1(VIRTIO_BLOCK) },
	{ "pcisig.com/pci/1af4/1043", VIRTIO_1(VIRTIO_CONSOLE) },
	{ "pcisig.com/pci/1af4/1044", VIRTIO_1(VIRTIO_RNG) },
	{ "pcisig.com/pci/1af4/1045", BIT(VIRTIO_1_0) }, /* balloon */
	{ "pcisig.com/pci/1af4/1048", VIRTIO_1(VIRTIO_SCSI) },
	{ "pcisig.com/pci/1af4/1049", BIT(VIRTIO_1_0) }, /* 9p */
	{ "pcisig.com/pci/1af4/1050", VIRTIO_1(VIRTIO_GPU) },
	{ "pcisig.com/pci/1af4/1052", BIT(VIRTIO_1_0) }, /* input */
	{ "pcisig.com/pci/1af4/105a", VIRTIO_1(VIRTIO_FS) },
	{ "pcisig.com/pci/8086/100e", BIT(E1000) },
	{ "pcisig.com/pci/8086/100f", BIT(E1000) },
	{ "pcisig.com/pci/8086/10d3", BIT(E1000E) },
	{ "pcisig.com/pci/8086/2922", BIT(AHCI) },
	{ "qemu.org/chipset/x86/q35", BIT(AHCI) },
	{ "pcisig.com/pci/1033/0194", BIT(XHCI) },
	{ "pcisig.com/pci/1b36/0004", BIT(XHCI) },
	{ "pcisig.com/pci/1b36/000d", BIT(XHCI) },
	{ "pcisig.com/pci/1b73/1000", BIT(XHCI) },
	{ "usb.org/usb/80ee/0021", BIT(USB_TABLET) },
};

/* State of the parser. */
struct reader {
	vml_arena *arena;
	vml_osfile os;
	vml_buffer text;
	const char **field; /* receives the text of the current element; NULL: not needed */
	unsigned int depth; /* number of open elements */
	/* ours: inside the <os> whose id is os.id; in_devices: inside its <devices> */
	bool ours, in_devices;
	bool refused; /* the file has a DOCTYPE, or its root element is not <libosinfo> */
};

unsigned int vml_osfile_drivers(size_t device)
{
	return devices[device].drivers;
}

bool vml_osfile_bytes(const char *path, vml_buffer *ret)
{
	struct stat st;
	size_t size = 0;
	/* do not block if it is a FIFO */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	ret->len = 0;
	if (fd < 0)
		return false;
	if (!fstat(fd, &st) && S_ISREG(st.st_mode) && st.st_size > 0 && st.st_size <= MAX_FILE)
		size = (size_t)st.st_size;
	if (size) {
		char *to = vml_buffer_reserve(ret, size + 1);
		ssize_t n = 1;

		for (; ret->len < size && n > 0; ret->len += n > 0 ? (size_t)n : 0)
			n = read(fd, to + ret->len, size - ret->len);
		to[ret->len] = '\0';
	}
	close(fd);
	return size && ret->len == size;
}

static const char *copy_attr(struct reader *r, const xmlChar **attrs, int n, const char *name)
{
	for (int i = 0; i < n; i++, attrs += 5)
		if (!strcmp((const char *)attrs[0], name))
			return vml_arena_strndup(
				r->arena, (const char *)attrs[3], (size_t)(attrs[4] - attrs[3]));
	return NULL;
}

static void read_device(struct reader *r, const char *id, const char *supported)
{
	if (!id || strncmp(id, "http://", 7))
		return;
	for (size_t i = 0; i < VML_OSFILE_DEVICES; i++)
		if (!strcmp(devices[i].id, id + 7))
			r->os.devices[i] =
				supported && !strcmp(supported, "false") ? VML_NO : VML_YES;
}

static void read_link(struct reader *r, vml_oslink **list, const char *id)
{
	vml_oslink *link;

	if (!id)
		return;
	link = vml_arena_alloc(r->arena, sizeof(*link));
	link->next = *list;
	link->id = id;
	*list = link;
}

/* Handle the start of a child of <os>. */
static void read_child(struct reader *r, const char *name, const xmlChar **attrs, int n)
{
	const struct {
		const char *name, **field;
	} fields[] = {
		{ "name", &r->os.name },
		{ "family", &r->os.family },
		{ "distro", &r->os.distro },
		{ "version", &r->os.version },
		{ "release-date", &r->os.released },
	};

	r->in_devices = !strcmp(name, "devices");
	if (!strcmp(name, "derives-from"))
		read_link(r, &r->os.derives, copy_attr(r, attrs, n, "id"));
	else if (!strcmp(name, "clones"))
		read_link(r, &r->os.clones, copy_attr(r, attrs, n, "id"));
	/* if there are several <name>, the first is the one without translation */
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		if (!strcmp(name, fields[i].name) && !*fields[i].field)
			r->field = fields[i].field;
}

static void on_start(void *data, const xmlChar *xname, const xmlChar *prefix, const xmlChar *uri,
	int n_ns, const xmlChar **ns, int n, int n_default, const xmlChar **attrs)
{
	struct reader *r = data;
	const char *name = (const char *)xname;

	(void)prefix, (void)uri, (void)n_ns, (void)ns, (void)n_default;
	r->field = NULL;
	r->text.len = 0;
	if (++r->depth == 1) {
		r->refused |= strcmp(name, "libosinfo") != 0;
	} else if (r->depth == 2) {
		const char *id = strcmp(name, "os") ? NULL : copy_attr(r, attrs, n, "id");

		r->ours = id && !strcmp(id, r->os.id);
		r->os.there |= r->ours;
	} else if (r->ours && r->depth == 3) {
		read_child(r, name, attrs, n);
	} else if (r->ours && r->depth == 4 && r->in_devices && !strcmp(name, "device")) {
		read_device(r, copy_attr(r, attrs, n, "id"), copy_attr(r, attrs, n, "supported"));
	}
}

static void on_end(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct reader *r = data;

	(void)name, (void)prefix, (void)uri;
	r->depth--;
	if (r->field && r->text.len)
		*r->field = vml_arena_strndup(r->arena, r->text.bytes, r->text.len);
	r->field = NULL;
}

static void on_text(void *data, const xmlChar *text, int len)
{
	struct reader *r = data;

	if (r->field)
		vml_buffer_add(&r->text, (const char *)text, (size_t)len);
}

/*
 * Reject files with a DOCTYPE, which osinfo-db does not use. The parser reads the rest of the file,
 * but has no handlers for declarations, so a DOCTYPE cannot define entities.
 */
static void on_doctype(
	void *data, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id)
{
	(void)name, (void)public_id, (void)system_id;
	((struct reader *)data)->refused = true;
}

/* Parse with SAX: takes half the time of building a tree, because most of a file is not needed. */
static bool parse(struct reader *r, const vml_buffer *file)
{
	xmlSAXHandler handler = { .initialized = XML_SAX2_MAGIC,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.characters = on_text,
		.cdataBlock = on_text,
		.internalSubset = on_doctype };
	xmlParserCtxt *parser = xmlCreatePushParserCtxt(&handler, r, NULL, 0, NULL);
	bool good;

	if (!parser)
		vml_out_of_memory();
	xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	xmlParseChunk(parser, file->bytes, (int)file->len, 1);
	good = parser->wellFormed && !r->refused && r->os.there;
	xmlFreeDoc(parser->myDoc);
	xmlFreeParserCtxt(parser);
	return good;
}

/*
 * Return the length of a tag's name if its element is not needed, else 0. tag: text after '<';
 * named: a <name> without translation was found before
 */
static size_t useless(const char *tag, bool named)
{
	static const char *const starts[] = { "media ", "tree ", "image ", "variant ", "resources ",
		"installer>", "vendor>", "short-id>", "upgrades ", "eol-date>",
		"vendor xml:lang=", "name xml:lang=" };

	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
		if (*tag == *starts[i] && !strncmp(tag, starts[i], strlen(starts[i])))
			/* if there is no <name> without translation, a translated one is used */
			return *tag == 'n' && !named ? 0 : strcspn(tag, " >");
	return 0;
}

/* Return the end of the element with the start tag `tag`; NULL if there is no end tag. */
static const char *end_of(const char *tag, size_t name_len)
{
	const char *at = strchr(tag, '>');
	char end[16] = "</"; /* long enough for all names that useless() returns */

	if (!at)
		return NULL;
	if (at[-1] == '/')
		return at + 1;
	memcpy(end + 2, tag + 1, name_len);
	end[name_len + 2] = '>';
	at = strstr(at, end);
	return at ? at + name_len + 3 : NULL;
}

/*
 * Remove comments, media, images, variants, resources and translations, which are 95 % of the bytes
 * in the files of Fedora. This reduces the time to parse a release and its 29 ancestors to a tenth.
 * If the result is malformed, for example because such elements are nested, the caller parses the
 * whole file.
 */
static void shorten(vml_buffer *file)
{
	const char *at = file->bytes, *next;
	char *to = file->bytes;
	bool named = false;

	for (; (next = strchr(at, '<')); at = next) {
		size_t n = useless(next + 1, named);
		const char *end = NULL;

		if (n)
			end = end_of(next, n);
		else if (!strncmp(next, "<!--", 4) && (end = strstr(next + 4, "-->")))
			end += strlen("-->");
		/*
		 * stop at the first failed search: searching again for each element would take
		 * quadratic time
		 */
		if (!end && (n || next[1] == '!'))
			break;
		named = named || !strncmp(next, "<name>", 6);
		memmove(to, at, (size_t)(next - at));
		to += next - at;
		if (end) {
			next = end;
			continue;
		}
		*to++ = *next++;
	}
	memmove(to, at, file->len - (size_t)(at - file->bytes));
	file->len = (size_t)(to - file->bytes) + file->len - (size_t)(at - file->bytes);
}

bool vml_osfile_read(vml_arena *arena, const char *path, vml_osfile *os)
{
	struct reader r, fresh = { .arena = arena, .os = *os };
	vml_buffer file = { 0 };
	bool good;

	fresh.os.name = fresh.os.family = fresh.os.distro = fresh.os.version = NULL;
	fresh.os.released = NULL;
	fresh.os.there = false;
	r = fresh;
	good = vml_osfile_bytes(path, &file);
	if (good) {
		shorten(&file);
		good = parse(&r, &file);
		if (!good) {
			vml_buffer_free(&r.text);
			r = fresh;
			good = vml_osfile_bytes(path, &file) && parse(&r, &file);
		}
	}
	vml_buffer_free(&file);
	vml_buffer_free(&r.text);
	if (!good)
		return false;
	r.os.name = r.os.name ? r.os.name : os->name;
	r.os.family = r.os.family ? r.os.family : os->family;
	r.os.distro = r.os.distro ? r.os.distro : os->distro;
	r.os.version = r.os.version ? r.os.version : os->version;
	r.os.released = r.os.released ? r.os.released : os->released;
	*os = r.os;
	return true;
}
