/*
 * The weekly review on the page: the same questions, in the same three parts, kept under the same rules as on the terminal (review.h).
 * Where a part ends it is kept; what is stopped here is gone on with there, and the other way round. Its answers lie in secret memory.
 */
#ifndef CLIENT_OPEN_REVIEW_FORM_H
#define CLIENT_OPEN_REVIEW_FORM_H

#include "open.h"
#include "review.h"
#include "team.h"

/* What became of the offer behind it. */
enum review_team { REVIEW_TEAM_OPEN, REVIEW_TEAM_SENT, REVIEW_TEAM_DECLINED };

struct review_form {
	struct review_run run;
	size_t at;    /* the first question of the part that is shown */
	bool asking;  /* whether to go on with an earlier one */
	bool is_open; /* not sent to its end yet */
	bool stopped;
	struct stop stop;
	unsigned number; /* of the reviews on this page */
	enum review_team team;
	bool listed; /* the marks were made, if there could be any */
	struct team_marks *marks;
};

/* One is on its way, and not sent yet. */
bool review_form_is_open(const struct open *open);
void review_form_end(struct open *open);

/* The part's questions, filled in as far as they were answered; review_fields.c. */
void review_fields(const struct open *open, const struct review_form *review, size_t end, struct text *ret);
/* What was sent of them. -1: @err says what cannot be taken; the rest is. */
int review_fields_take(const struct form *form, size_t from, size_t end, struct review *ret, struct error *err);

/* Behind the thanks: what would go to the team's figures, and whether it is to; page_team.c. Nothing where no team was joined. */
void team_view(struct open *open, struct review_form *review, struct text *ret);
void team_view_end(struct review_form *review);

#endif
