/* What added questionnaires said last, as rows for the report. */
#ifndef CLIENT_REPORT_SCORES_H
#define CLIENT_REPORT_SCORES_H

#include "html_view.h"
#include "reading.h"

#define REPORT_SCORES_MAX 6 /* what two sheets of paper hold; 'instrument show' has all */

struct report_scores {
	struct html_score
		rows[REPORT_SCORES_MAX]; /* the newest scores of each, in the order of the questionnaires' names */
	struct text words[REPORT_SCORES_MAX][3]; /* what they point to */
	size_t count;
};
/* What cannot be read is left out: 'instrument list' tells. */
void report_scores(const struct client *client, const struct reading *reading, struct report_scores *ret);
void report_scores_clear(struct report_scores *scores);

#endif
