/* Lookup of operating systems in osinfo-db, with inherited values, as in libosinfo. */
#include "osinfo.h"

#include "osfile.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	MAX_DEPTH = 200, /* levels of inheritance; Fedora has about 50 */
	N_ROOTS = 3,
	/*
	 * slots of the hash table; a fleet has a few dozen ids, an untrusted document may have
	 * thousands
	 */
	BUCKETS = 4096
};

struct short_id {
	struct short_id *next;
	const char *text, *id;
};

struct vml_osinfo {
	vml_arena *arena;
	/* existing database directories; a file in an earlier one overrides those in later ones */
	const char *roots[N_ROOTS];
	unsigned int n_roots;
	/* hash table of all systems looked up so far, by id, including missing ones */
	vml_osfile *files[BUCKETS];
	struct short_id *short_ids;
	bool has_short_ids;
	unsigned int walk; /* number of the current walk along relations; marks visited systems */
};

/* State of a search for the nearest older version of a system. */
struct nearest {
	/* names (of files or short ids) must consist of this and a number */
	const char *stem;
	const char *below;	 /* the number must be less than this */
	const char *number, *id; /* number in the name, and id, of the best match so far; or NULL */
	bool newest;		 /* no name with a number above `below` was found */
};

static bool is_directory(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

/*
 * Add a database directory, if it exists: `value`, or if that is NULL, a directory below `base`,
 * under its current or its legacy name.
 */
static void add_root(vml_osinfo *db, const char *value, const char *base)
{
	const char *path = value;

	if (!path && base) {
		path = vml_arena_printf(db->arena, "%s/osinfo", base);
		if (!is_directory(path))
			path = vml_arena_printf(db->arena, "%s/libosinfo/db", base);
	}
	if (path && is_directory(path))
		db->roots[db->n_roots++] = vml_arena_strdup(db->arena, path);
}

vml_osinfo *vml_osinfo_open(void)
{
	vml_osinfo *db = vml_realloc(NULL, sizeof(*db));
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	const char *legacy = getenv("OSINFO_DATA_DIR");

	*db = (vml_osinfo){ .arena = vml_arena_new() };
	if (!config || !*config)
		config = home ? vml_arena_printf(db->arena, "%s/.config", home) : NULL;
	add_root(db, getenv("OSINFO_USER_DIR"), config);
	add_root(db, getenv("OSINFO_LOCAL_DIR"), "/etc");
	/* legacy variable first, as libosinfo does */
	add_root(db, legacy ? legacy : getenv("OSINFO_SYSTEM_DIR"), "/usr/share");
	return db;
}

void vml_osinfo_close(vml_osinfo *db)
{
	if (!db)
		return;
	vml_arena_free(db->arena);
	free(db);
}

/*
 * Return the path of the file that describes an id, below os/ and without ".xml":
 * "debian.org/debian-12". libosinfo ignores an <os> in a file of another name
 * (osinfo_loader_check_id).
 *
 * Returns NULL if no file name is valid for the id.
 */
static const char *relative_path(vml_osinfo *db, const char *id)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789-._";
	char *path = vml_arena_strdup(db->arena, strncmp(id, "http://", 7) ? id : id + 7);
	char *slash = strchr(path, '/');

	if (!slash || *path == '.' || strlen(path) > 200)
		return NULL;
	for (char *p = path; *p; p++)
		if (p != slash && !strchr(plain, *p))
			*p = '-';
	return path;
}

static int is_xml(const struct dirent *item)
{
	size_t len = strlen(item->d_name);

	return len > 4 && !strcmp(item->d_name + len - 4, ".xml");
}

static int is_visible(const struct dirent *item)
{
	return *item->d_name != '.';
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static bool read_extensions(vml_osinfo *db, unsigned int root, const char *path, vml_osfile *os)
{
	const char *directory = vml_arena_printf(db->arena, "%s/os/%s.d", db->roots[root], path);
	struct dirent **items;
	int n = scandir(directory, &items, is_xml, by_bytes);
	bool any = false;

	for (int i = 0; i < n; i++) {
		any |= vml_osfile_read(db->arena,
			vml_arena_printf(db->arena, "%s/%s", directory, items[i]->d_name), os);
		free(items[i]);
	}
	if (n >= 0)
		free(items);
	return any;
}

/* Return the content of the files of an id, from a cache; NULL if there are no such files. */
static vml_osfile *load(vml_osinfo *db, const char *id)
{
	vml_osfile **bucket = &db->files[vml_hash(0, id) % BUCKETS], *os;
	const char *path;
	unsigned int root;

	for (os = *bucket; os; os = os->next)
		if (!strcmp(os->id, id))
			return os->there ? os : NULL;
	os = vml_arena_alloc(db->arena, sizeof(*os));
	*os = (vml_osfile){ .next = *bucket, .id = vml_arena_strdup(db->arena, id) };
	*bucket = os;
	path = relative_path(db, id);
	if (!path || !db->n_roots)
		return NULL;
	/*
	 * The main file in the first directory that has one is used; main files in later
	 * directories are ignored. Extensions in this directory and in earlier ones are added to
	 * it.
	 */
	for (root = 0; root < db->n_roots; root++)
		if (vml_osfile_read(db->arena,
			    vml_arena_printf(db->arena, "%s/os/%s.xml", db->roots[root], path), os))
			break;
	for (root = root < db->n_roots ? root + 1 : root; root-- > 0;)
		read_extensions(db, root, path, os);
	return os->there ? os : NULL;
}

/* Return a date as a number: 20191106 for "2019-11-06"; 0 for NULL or if it is not a date. */
static unsigned int date_of(const char *text)
{
	unsigned int digits = 0, date = 0;

	for (; text && *text; text++)
		if (*text >= '0' && *text <= '9' && digits++ < 8)
			date = date * 10 + (unsigned int)(*text - '0');
	return digits == 8 ? date : 0;
}

/*
 * Collect inherited values along the relations, in libosinfo's order: the first system that lists a
 * device determines whether it is supported (osinfo_product_foreach_related,
 * osinfo_list_add_union).
 */
static void gather(vml_osinfo *db, vml_osfile *os, vml_os *ret, vml_tristate *found, int depth)
{
	if (!os || os->walk == db->walk || depth > MAX_DEPTH)
		return;
	os->walk = db->walk;
	for (size_t i = 0; i < VML_OSFILE_DEVICES; i++)
		if (found[i] == VML_UNKNOWN)
			found[i] = os->devices[i];
	if (!*ret->family && os->family)
		ret->family = os->family;
	if (!ret->released)
		ret->released = date_of(os->released);
	for (const vml_oslink *link = os->derives; link; link = link->next)
		gather(db, load(db, link->id), ret, found, depth + 1);
	for (const vml_oslink *link = os->clones; link; link = link->next)
		gather(db, load(db, link->id), ret, found, depth + 1);
}

static bool resolve(vml_osinfo *db, const char *id, vml_os *ret)
{
	vml_tristate found[VML_OSFILE_DEVICES] = { VML_UNKNOWN };
	vml_osfile *os = load(db, id);

	if (!os)
		return false;
	*ret = (vml_os){ .id = os->id,
		.name = os->name ? os->name : "",
		.family = "",
		.distro = os->distro ? os->distro : "",
		.version = os->version ? os->version : "" };
	db->walk++;
	gather(db, os, ret, found, 0);
	for (unsigned int driver = 0; driver < VML_DRIVER_COUNT; driver++)
		for (size_t i = 0; i < VML_OSFILE_DEVICES; i++)
			if (vml_osfile_drivers(i) & 1U << driver && found[i] > ret->lists[driver])
				ret->lists[driver] = found[i];
	return true;
}

/*
 * Add the short ids in a file, found by string search: parsing all files would take 0.25 seconds.
 */
static void note_short_ids(vml_osinfo *db, const char *path, vml_buffer *file)
{
	static const char tag[] = "<short-id>";
	const char *id, *text;

	if (!vml_osfile_bytes(path, file) || !(id = strstr(file->bytes, "<os id=")))
		return;
	id += 8;
	id = vml_arena_strndup(db->arena, id, strcspn(id, "\"'"));
	for (text = strstr(file->bytes, tag); text; text = strstr(text, tag)) {
		struct short_id *row = vml_arena_alloc(db->arena, sizeof(*row));

		text += sizeof(tag) - 1;
		*row = (struct short_id){ db->short_ids,
			vml_arena_strndup(db->arena, text, strcspn(text, "<")), id };
		db->short_ids = row;
	}
}

static void note_directory(vml_osinfo *db, const char *directory, vml_buffer *file)
{
	struct dirent **items;
	int n = scandir(directory, &items, is_xml, by_bytes);

	/* backwards, because each entry is added at the head of the list */
	for (int i = n; i-- > 0;) {
		note_short_ids(db,
			vml_arena_printf(db->arena, "%s/%s", directory, items[i]->d_name), file);
		free(items[i]);
	}
	if (n >= 0)
		free(items);
}

static const struct short_id *short_ids(vml_osinfo *db)
{
	vml_buffer file = { 0 };

	if (db->has_short_ids)
		return db->short_ids;
	db->has_short_ids = true;
	for (unsigned int root = db->n_roots; root-- > 0;) {
		const char *os = vml_arena_printf(db->arena, "%s/os", db->roots[root]);
		struct dirent **vendors;
		int n = scandir(os, &vendors, is_visible, by_bytes);

		for (int i = n; i-- > 0;) {
			note_directory(db,
				vml_arena_printf(db->arena, "%s/%s", os, vendors[i]->d_name),
				&file);
			free(vendors[i]);
		}
		if (n >= 0)
			free(vendors);
	}
	vml_buffer_free(&file);
	return db->short_ids;
}

bool vml_osinfo_find(vml_osinfo *db, const char *id, vml_os *ret)
{
	if (strstr(id, "://"))
		return resolve(db, id, ret);
	for (const struct short_id *row = short_ids(db); row; row = row->next)
		if (!strcmp(row->text, id) && resolve(db, row->id, ret))
			return true;
	return false;
}

const char *vml_osinfo_number(const char *id)
{
	const char *end = id + strlen(id), *number = end;

	while (number > id && strchr("0123456789.", number[-1]))
		number--;
	while (*number == '.')
		number++;
	/* "1..2" and "1." are not valid numbers */
	return strstr(number, "..") || (*number && end[-1] == '.') ? end : number;
}

/* Compare versions like strcmp(), but part by part as numbers: "9.10" is greater than "9.2". */
static int compare_numbers(const char *a, const char *b)
{
	while (*a || *b) {
		char *end_a, *end_b;
		unsigned long x = strtoul(a, &end_a, 10), y = strtoul(b, &end_b, 10);

		if (x != y)
			return x < y ? -1 : 1;
		a = *end_a == '.' ? end_a + 1 : end_a;
		b = *end_b == '.' ? end_b + 1 : end_b;
	}
	return 0;
}

/* Update the best match if the number at the end of `name` is closer to n->below. */
static void consider(struct nearest *n, const char *name, const char *id)
{
	size_t stem = strlen(n->stem);
	const char *number = name + stem;

	if (strncmp(name, n->stem, stem) || !*number || vml_osinfo_number(name) != number)
		return;
	if (compare_numbers(number, n->below) > 0)
		n->newest = false;
	if (compare_numbers(number, n->below) >= 0 ||
		(n->number && compare_numbers(number, n->number) <= 0))
		return;
	n->number = number;
	n->id = id;
}

/* Call consider() for all systems of the vendor of `id`: each is a file in one directory. */
static void consider_files(vml_osinfo *db, struct nearest *n, const char *id)
{
	const char *path = relative_path(db, id), *name;
	size_t head = (size_t)(vml_osinfo_number(id) - id), stem;

	if (!path)
		return;
	name = strchr(path, '/') + 1;
	stem = (size_t)(vml_osinfo_number(name) - name);
	n->stem = vml_arena_strndup(db->arena, name, stem);
	for (unsigned int root = 0; root < db->n_roots; root++) {
		const char *vendor = vml_arena_printf(
			db->arena, "%s/os/%.*s", db->roots[root], (int)(name - path), path);
		struct dirent **items;
		int count = scandir(vendor, &items, is_xml, NULL);

		for (int i = 0; i < count; i++) {
			size_t len = strlen(items[i]->d_name) - 4;
			const char *other = vml_arena_strndup(db->arena, items[i]->d_name, len);

			if (len > stem)
				consider(n, other,
					vml_arena_printf(
						db->arena, "%.*s%s", (int)head, id, other + stem));
			free(items[i]);
		}
		if (count >= 0)
			free(items);
	}
}

bool vml_osinfo_find_older(vml_osinfo *db, const char *id, vml_os *ret, bool *ret_newest)
{
	const char *number = vml_osinfo_number(id), *below = number;
	const char *stem = vml_arena_strndup(db->arena, id, (size_t)(number - id));

	if (!*number || !*stem)
		return false;
	/* if the file of the nearest older version is not valid, try the next older version */
	while (below) {
		struct nearest n = { .stem = stem, .below = below, .newest = true };

		if (strstr(id, "://"))
			consider_files(db, &n, id);
		else
			for (const struct short_id *row = short_ids(db); row; row = row->next)
				consider(&n, row->text, row->id);
		if (below == number)
			*ret_newest = n.newest;
		if (n.id && resolve(db, n.id, ret))
			return true;
		below = n.number;
	}
	return false;
}
