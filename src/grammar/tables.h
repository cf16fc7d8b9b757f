/*
 * Macros of the grammar tables, and the groups that chapters share.
 *
 * An element is an array of items. A line is
 *
 *	ATTR(name, kind, options...)	an attribute whose value has that kind
 *	WORD(name, words, options...)	an attribute that has one of those keywords
 *	CHILD(name, items, options...)	a child element and its content
 *	STRING(kind, options...)	char data
 *	INCLUDE(group, options...)	the items of a group
 *
 * with the options REQUIRED, MANY, REJECTS ... (flags), SINCE(major, minor), OR(words): keywords
 * next to the kind, RANGE(min, max), WHEN(conditions): IS("type", "file", "block"), joined by
 * and; ABSENT is the value of an attribute that is not there.
 */
#ifndef VML_TABLES_H
#define VML_TABLES_H

#include "grammar.h"

/* Older compilers warn about an initializer that a later one overrides: flags are one sum. */
#define ATTR(n, k, ...)                                                                        \
	{                                                                                      \
		.what = VML_GRAMMAR_ATTRIBUTE, .name = (n), .kind = VML_VALUE_##k, __VA_ARGS__ \
	}
#define WORD(n, w, ...)                                                               \
	{                                                                             \
		.what = VML_GRAMMAR_ATTRIBUTE, .name = (n), .words = (w), __VA_ARGS__ \
	}
#define CHILD(n, i, ...)                                                          \
	{                                                                         \
		.what = VML_GRAMMAR_CHILD, .name = (n), .items = (i), __VA_ARGS__ \
	}
#define STRING(k, ...)                                                         \
	{                                                                      \
		.what = VML_GRAMMAR_STRING, .kind = VML_VALUE_##k, __VA_ARGS__ \
	}
#define INCLUDE(g, ...)                                                \
	{                                                              \
		.what = VML_GRAMMAR_INCLUDE, .items = (g), __VA_ARGS__ \
	}
#define ANY                             \
	{                               \
		.what = VML_GRAMMAR_ANY \
	}
#define END                             \
	{                               \
		.what = VML_GRAMMAR_END \
	}

#define FLAGS(f) .flags = (f)
#define SINCE(major, minor) .since = (major)*1000 + (minor)
#define OR(w) .words = (w)
#define RANGE(low, high)                    \
	.range = &(const vml_grammar_range) \
	{                                   \
		(low), (high)               \
	}
#define WHEN(...)                          \
	.when = (const vml_grammar_when[]) \
	{                                  \
		__VA_ARGS__,               \
		{                          \
			.attribute = NULL  \
		}                          \
	}
#define IS(a, ...)                                               \
	{                                                        \
		.attribute = (a), .words = (const char *const[]) \
		{                                                \
			__VA_ARGS__, NULL                        \
		}                                                \
	}
#define IS_NOT(a, ...)                                                                 \
	{                                                                              \
		.attribute = (a), .words = (const char *const[]){ __VA_ARGS__, NULL }, \
		.unless = true                                                         \
	}
#define ABSENT ""
#define NS(n) .ns = VML_GRAMMAR_##n

/* A list of keywords: WORDS(W("none"), W_SINCE("io_uring", 6, 3)). */
#define W(w)                \
	{                   \
		.word = (w) \
	}
#define W_SINCE(w, major, minor)                             \
	{                                                    \
		.word = (w), .since = (major)*1000 + (minor) \
	}
#define W_END                \
	{                    \
		.word = NULL \
	}

#endif
