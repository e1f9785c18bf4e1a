#include <string.h>

#include <event2/http.h>

#include "keys.h"
#include "unlock.h"
#include "view.h"

/* A page that reads is behind the passphrase; filling a review and rating a tip only append, and need none. */
static const struct row {
	const char *page;
	open_page *get, *post;
	bool locked;
} rows[] = {
	{"", page_first, NULL, true},
	{"unlock", NULL, page_unlock, false},
	{"window", NULL, page_window, false},
	{"tips", page_tips, page_rate, true},
	{"review", page_review, page_review, false},
	{"review-begin", NULL, page_review_begin, false},
	{"review-done", page_review_thanks, NULL, false},
	{"team-send", NULL, page_team_send, false},
	{"close", NULL, page_close, false},
};

static const struct row *find(const char *page)
{
	size_t length = strcspn(page, "?");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (strlen(rows[i].page) == length && strncmp(rows[i].page, page, length) == 0)
			return &rows[i];
	return NULL;
}

void route(struct open *open, const char *page, const struct form *form, struct answer *ret)
{
	const struct row *row = find(page);
	if (row == NULL)
		view_refuse(open, HTTP_NOTFOUND, ret);
	else if ((form != NULL ? row->post : row->get) == NULL)
		view_refuse(open, HTTP_BADMETHOD, ret);
	else if (row->locked && form == NULL && !keys_are_here(open))
		unlock_ask(open, row->page, NULL, ret);
	else
		(form != NULL ? row->post : row->get)(open, form, ret);
}
