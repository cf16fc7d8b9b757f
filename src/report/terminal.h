/* Properties of the terminal that shows a report. */
#ifndef VML_TERMINAL_H
#define VML_TERMINAL_H

#include <stdbool.h>

enum { VML_COLUMNS_MIN = 60, VML_COLUMNS_MAX = 100, VML_COLUMNS_DEFAULT = 90 };

/* Size of a terminal. */
typedef struct vml_terminal {
	unsigned int columns; /* VML_COLUMNS_MIN to VML_COLUMNS_MAX; the default if unknown */
	unsigned int rows;    /* lines of the screen; 0 if unknown */
	bool known;	      /* a terminal, or the environment variable COLUMNS is set */
} vml_terminal;

/* Return the size of the terminal that descriptor `fd` refers to. */
vml_terminal vml_terminal_of(int fd);

/* Return true if the terminal is known to support hyperlinks (OSC 8), by the environment. */
bool vml_terminal_has_links(void);

#endif
