/*
 * Storage of a fleet: domains and keys (values that domains use) as records of a few bytes. Strings
 * that many records share are in a pool, and records contain their numbers in it.
 */
#ifndef VML_FLEET_STORE_H
#define VML_FLEET_STORE_H

#include "fleet.h"
#include "fleet_use.h"
#include "pool.h"

/* Input from which domains were read. */
struct fleet_input {
	uint32_t name; /* number in vml_fleet.pool: name of the file or connection */
	/* number in the pool: host; if host_known is false, the directory of the file instead */
	uint32_t host;
	/* number in the pool: name of the host in reports; "" if the input has none */
	uint32_t label;
	vml_input_kind kind;
	bool host_known;
};

/*
 * One domain. In vml_fleet.bytes, its name and UUID, each with a NUL, precede the records of its
 * keys.
 */
struct fleet_domain {
	size_t start;	/* offset of the name in vml_fleet.bytes */
	uint32_t input; /* index in vml_fleet.inputs */
	/* idle: see vml_origin; shown: vml_severity at or above which findings are shown */
	unsigned char idle, shown;
	bool clean; /* the audit of its document shows no active finding on this domain */
	/* another input contains the same domain; set only for the first of these */
	bool repeated;
};

/* A key: location of its record, and the hash by which keys are joined. */
struct fleet_entry {
	/*
	 * hash of the rule, the value, and the host (unless all hosts are compared): equal for keys
	 * that may conflict
	 */
	uint64_t hash;
	uint32_t domain; /* index in vml_fleet.domains */
	uint32_t offset; /* offset of the record, relative to fleet_domain.start */
};

/* A decoded record of a key. Strings are borrowed from the fleet. */
struct fleet_key {
	const vml_rule *rule;
	vml_scope scope;
	unsigned int use;
	vml_severity severity;
	vml_state state;
	/* reason of the suppression; NULL if the key is not suppressed, or no reason was given */
	const char *reason;
	const char *value;
	bool has_range;
	vml_range range;
	/* number of a string in vml_fleet.pool: path, device and source line, separated by NUL */
	uint32_t texts;
	/*
	 * columns of `range`, 1-based: in bytes if it is in one line and the source line is stored,
	 * else in UTF-16 code units
	 */
	unsigned long column, end_column;
	/* the marked bytes of the source line are [caret, caret + mark) */
	size_t caret, mark;
};

struct fleet_conflict;

struct vml_fleet {
	/*
	 * names of inputs and hosts; paths, devices and source lines, in which VML_FLEET_VALUE
	 * replaces the value of the key
	 */
	vml_pool pool;
	vml_buffer scratch; /* for building a string before it is added to the pool */
	vml_buffer bytes;   /* names and UUIDs of the domains, and the records of their keys */
	struct fleet_input *inputs;
	struct fleet_domain *domains;
	struct fleet_entry *entries;
	size_t n_inputs, n_domains, n_entries;
	const vml_rule **rules; /* rules that have keys; records contain an index in this array */
	size_t n_rules;
	/* per domain: index in `domains` of the first element that describes the same domain */
	uint32_t *identities;
	vml_repeated repeated;		  /* result of vml_fleet_repeated() */
	struct fleet_conflict *conflicts; /* sorted by domain and location */
	/* at: index of the first conflict that vml_fleet_next() has not returned */
	size_t n_conflicts, at;
	/* owns the last result of vml_fleet_next(); if `keep` is set, all results */
	vml_arena *arena;
	bool keep;
};

/*
 * Replaces the key's value in a stored line or device name: without the value, most of these
 * strings are equal, and the pool stores them once.
 */
#define VML_FLEET_VALUE "\2"

/*
 * Store a copy of a key. It belongs to the domain that was added last. A key is ignored if the
 * domain already has more than 4 GiB of records.
 */
void vml_fleet_store(vml_fleet *fleet, const vml_use *key);

/* Return the decoded record of a key. */
struct fleet_key vml_fleet_load(const vml_fleet *fleet, const struct fleet_entry *entry);

/*
 * Return the name of a domain; valid until the next domain or key is added.
 *
 * domain: index in fleet->domains
 * ret_uuid: set to the domain's UUID, "" if it has none, valid as long as the name; NULL is allowed
 */
const char *vml_fleet_name(const vml_fleet *fleet, uint32_t domain, const char **ret_uuid);

/*
 * Add up the amounts that the domains of one host use, and add a conflict if the sum exceeds the
 * limit of the rule (fleet_sum.c).
 *
 * list: entries of the host's domains, all of the same rule, which has a limit; sorted by domain
 * n: number of entries, at least 1
 */
void vml_fleet_sum(vml_fleet *fleet, const struct fleet_entry *list, size_t n);

/* Return the text of an amount for messages: "96.5 GiB"; valid until the next vml_fleet_next(). */
const char *vml_fleet_amount_text(const vml_fleet *fleet, uint64_t amount, vml_unit unit);

/* Append a conflict. */
void vml_fleet_add_conflict(vml_fleet *fleet, const struct fleet_conflict *conflict);

/*
 * Find the elements of fleet->domains that describe the same domain, for example in a file and on a
 * connection. Sets fleet->identities and fleet->repeated.
 */
void vml_fleet_identify(vml_fleet *fleet);

enum { FLEET_OTHERS = 3 /* limit on the other domains that a message names */ };

/*
 * A domain that uses a value which other domains use, too; or, if the rule limits a sum, the domain
 * with the largest amount on a host whose capacity is exceeded.
 */
struct fleet_conflict {
	struct fleet_entry entry;		 /* key of the domain */
	struct fleet_entry others[FLEET_OTHERS]; /* keys of the first other domains */
	size_t n_others;			 /* number of all other domains */
	uint64_t sum, capacity; /* amounts on the host; 0 if the rule compares values */
	vml_severity severity;
};

#endif
