/* The report as one file: all that the reading commands show, gathered in one unlock, for a browser, for paper, for a screen reader. */
#ifndef CLIENT_REPORT_HTML_H
#define CLIENT_REPORT_HTML_H

#include "html.h"
#include "reading.h"

/* To @path, for its owner alone, or to stdout for "-". The window's @days; 0 = the usual. Returns the exit code. */
int report_html(struct client *client, const char *path, int days);

/* Its parts without the frame, for who has another one. False: nothing was answered yet, and nothing was written. */
struct html_context report_context(const struct client *client, const struct reading *reading);
bool report_parts(struct client *client, const struct reading *reading, const struct html_context *context, int days,
		  struct text *ret);

#endif
