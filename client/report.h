/*
 * The page to take to a manager: what weighs and what is wished for, as the person picked it, and what the organisation can do about
 * it. Made from those picks and the catalogue alone: the store stays closed, so no score, symptom, answer or date can come in.
 */
#ifndef CLIENT_REPORT_H
#define CLIENT_REPORT_H

#include "command.h"
#include "page.h"

enum { REPORT_CAUSES = 5, REPORT_WISHES = 8, REPORT_WISH_BYTES = 300 };

struct report {
	uint16_t causes[REPORT_CAUSES];
	int cause_count;
	struct {
		uint16_t measure; /* one of the organisation's measures, or 0: */
		char words[REPORT_WISH_BYTES + 1];
	} wishes[REPORT_WISHES];
	int wish_count;
};

/* From words: an id of a measure, or the person's own words. -1: too many or too long, or nothing. */
int report_add_cause(struct report *report, uint16_t cause, struct error *err);
int report_add_wish(struct report *report, const char *words, struct error *err);
/* From the person at the terminal, by number and in own words. False when they stopped. */
bool report_ask(const struct client *client, struct report *report);

void report_page(const struct client *client, const struct report *report, struct page *page);

#endif
