/* The report as one file: all that the reading commands show, gathered in one unlock, for a browser, for paper, for a screen reader. */
#ifndef CLIENT_REPORT_HTML_H
#define CLIENT_REPORT_HTML_H

#include "command.h"

/* To @path, for its owner alone, or to stdout for "-". The window's @days; 0 = the usual. Returns the exit code. */
int report_html(struct client *client, const char *path, int days);

#endif
