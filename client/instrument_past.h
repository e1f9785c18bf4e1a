/* Earlier answers to added questionnaires, found among all records. */
#ifndef CLIENT_INSTRUMENT_PAST_H
#define CLIENT_INSTRUMENT_PAST_H

#include "instrument_load.h"
#include "instrument_sheet.h"
#include "reading.h"

/* Does an answering begin here? Then @ret_id is the questionnaire's, "" when the list of @questions does not know it. */
bool past_begins(const struct record *record, const char *questions, struct text *ret_id);

struct past_answers {
	const struct record *record; /* the first part */
	struct instrument_sheet sheet;
	struct scores scores;
};
/* Was it walked through, with an answer wherever one is required? */
bool past_is_complete(const struct past_answers *answers);
/* All answerings of one questionnaire, in order of time. */
struct past {
	struct past_answers *items;
	size_t count;
	size_t others; /* those that another version of it asked, or that are not whole */
};
int past_gather(const struct client *client, const struct reading *reading, const struct instrument *instrument,
		struct past *ret, struct error *err);
void past_clear(struct past *past);

/* The same of every questionnaire that was added, in the order of their names; one whose files are damaged is left out. */
struct past_all {
	struct past_of {
		struct instrument instrument;
		struct past past;
	} * items;
	size_t count;
};
int past_gather_all(const struct client *client, const struct reading *reading, struct past_all *ret,
		    struct error *err);
void past_all_clear(struct past_all *all);
/* Which answering the records of @group belong to; NULL where its questionnaire is not here, or is another version now. */
const struct past_answers *past_find(const struct past_all *all, uint32_t group, const struct instrument **ret);
/*
 * Does what was answered last to any of them, within three months, call for the words about help? Its scoring file says when. False where
 * that cannot be found out.
 */
bool past_calls_for_help(const struct client *client, const struct reading *reading);

#endif
