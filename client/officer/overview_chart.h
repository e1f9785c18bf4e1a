/* A team's windows on a page for a browser. */
#ifndef CLIENT_OFFICER_OVERVIEW_CHART_H
#define CLIENT_OFFICER_OVERVIEW_CHART_H

#include "overview_parts.h"

/* Mean stress as a picture. @number: each once on a page. */
void overview_chart(struct text *ret, const struct overview_team *team, int number, enum catalogue_language language);
/* The picture, where there are means to be drawn, and all figures of all windows as a table; nothing where there is one window only. */
void overview_windows(struct text *ret, const struct overview_team *team, int number, enum catalogue_language language);

#endif
