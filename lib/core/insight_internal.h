/* What the parts of insight share: the end of the records that a window needs, so that years before it cost nothing. */
#ifndef INSIGHT_INTERNAL_H
#define INSIGHT_INTERNAL_H

#include <evenkeel/insight.h>

struct insight_part {
	const struct record *records;
	size_t count;
	bool *standing;
};
/* The records of @date and later, and some before them: who needs a day asks for it. What takes them back comes behind them. */
struct insight_part insight_part(const struct insight_from *from, int32_t date);
void insight_part_clear(struct insight_part *part);

/* The check-in composite's daily means of @date and later; an array that the caller frees. */
size_t insight_days(const struct insight_from *from, int32_t date, struct day_mean **ret);

/* Share of answers to prompts of @review's form from @date on, and the answers that no prompt asked for. */
void insight_prompts(const struct insight_from *from, bool review, int32_t date, struct insight_series *ret);

/* Fills link, q, state and needed of all causes. */
void insight_links(const struct insight_from *from, struct insight_cause causes[static ID_CAUSE_COUNT]);

#endif
