/* Properties of the terminal that shows a report. */
#ifndef VML_TERMINAL_H
#define VML_TERMINAL_H

#include <stdbool.h>

enum { VML_COLUMNS_MIN = 60, VML_COLUMNS_MAX = 100, VML_COLUMNS_DEFAULT = 90 };

/* Size of a terminal. */
typedef struct vml_terminal {
	unsigned int columns; /* VML_COLUMNS_MIN to VML_COLUMNS_MAX; a default if unknown */
	unsigned int rows;    /* lines of the screen; 0 if unknown */
	/* the size is known: it is a terminal, or the environment has COLUMNS */
	bool known;
} vml_terminal;

/*
 * Return the size of the terminal that descriptor `fd` refers to. If the descriptor refers to
 * something else, `rows` is 0, and `columns` is the value of the environment variable COLUMNS, or
 * VML_COLUMNS_DEFAULT if it is not set.
 */
vml_terminal vml_terminal_of(int fd);

/* Return true if the environment shows that the terminal supports hyperlinks (OSC 8). */
bool vml_terminal_has_links(void);

#endif
