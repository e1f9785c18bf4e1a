#include "ask.h"

#include <stdio.h>
#include <string.h>

#include "choice.h"
#include "page.h"
#include "review.h"
#include "term.h"

static const char *const group_phrases[GROUP_COUNT] = {
	[GROUP_CUSTOMER] = "group.customer",       [GROUP_MARKET] = "group.market",
	[GROUP_COMPANY] = "group.company",         [GROUP_PERSONAL] = "group.personal",
	[GROUP_ENVIRONMENT] = "group.environment",
};

static int choose_group(const struct client *client)
{
	struct choice choice = {
		.text = catalogue_phrase("ask.group", client->language), .count = GROUP_COUNT, .first = 1};
	for (int i = 0; i < GROUP_COUNT; i++)
		choice.labels[i] = catalogue_phrase(group_phrases[i], client->language);
	return choice_key(client, &choice);
}

/* The place of a cause in its group's list; its id in @ret. */
static int choose_in_group(const struct client *client, int group, uint16_t *ret)
{
	struct choice choice = {.text = catalogue_phrase("ask.cause", client->language), .first = 1};
	uint16_t ids[CHOICE_MOST];
	for (uint16_t id = ID_CAUSE_FIRST; id < ID_CAUSE_FIRST + ID_CAUSE_COUNT; id++) {
		if (catalogue_find(id)->group != group)
			continue;
		ids[choice.count] = id;
		choice.labels[choice.count++] = catalogue_text(id, TEXT_LABEL, client->language);
	}
	int place = choice_key(client, &choice);
	if (place >= 0)
		*ret = ids[place];
	return place;
}

/* Group, then cause; back from the causes leads to the groups. */
static int choose_cause(const struct client *client, uint16_t *ret)
{
	for (;;) {
		int result = choose_group(client);
		if (result < 0)
			return result;
		result = choose_in_group(client, result, ret);
		if (result != CHOICE_BACK)
			return result;
	}
}

static int put_step(const struct client *client, const struct checkin *checkin)
{
	struct checkin_question question;
	checkin_question(checkin, client->language, &question);
	struct choice choice = {.text = question.text, .count = question.count, .first = 1};
	for (int i = 0; i < question.count; i++)
		choice.labels[i] = question.labels[i];
	return choice_key(client, &choice);
}

void ask_checkin(const struct client *client, struct checkin *checkin)
{
	while (!checkin_done(checkin)) {
		bool for_cause = checkin->step == CHECKIN_GROUP || checkin->step == CHECKIN_CAUSE;
		uint16_t cause = 0;
		int result = for_cause ? choose_cause(client, &cause) : put_step(client, checkin);
		if (result == CHOICE_QUIT)
			return;
		if (result == CHOICE_BACK)
			checkin_back(checkin);
		else if (result == CHOICE_SKIP)
			checkin_pass(checkin);
		else if (for_cause)
			checkin_choose_cause(checkin, cause);
		else
			checkin_press(checkin, result);
	}
}

static int put_steps(const struct client *client, const struct review_item *item, const char *above, int8_t *answer)
{
	struct choice choice = {.above = above, .text = review_item_text(item, client->language), .count = item->steps};
	for (int i = 0; i < item->steps; i++)
		choice.labels[i] = review_step_label(item, i, client->language);
	int result = choice_key(client, &choice);
	*answer = result >= 0 ? (int8_t)result : RECORD_UNANSWERED;
	return result;
}

static int put_causes(const struct client *client, const struct review_item *item, const char *above,
		      struct review *review)
{
	struct choice choice = {
		.above = above, .text = review_item_text(item, client->language), .count = ID_CAUSE_COUNT, .first = 1};
	int places[3];
	for (int i = 0; i < ID_CAUSE_COUNT; i++)
		choice.labels[i] = catalogue_text((uint16_t)(ID_CAUSE_FIRST + i), TEXT_LABEL, client->language);
	int count = choice_numbers(client, &choice, 3, places);
	for (int i = 0; i < 3; i++)
		review->causes[i] = i < count ? (uint16_t)(ID_CAUSE_FIRST + places[i]) : 0;
	return count;
}

static int put_response(const struct client *client, const struct review_item *item, const char *above,
			struct review *review)
{
	struct choice choice = {.above = above,
				.text = review_item_text(item, client->language),
				.count = ID_EFFECTIVE_COUNT + ID_FUTILE_COUNT,
				.first = 1};
	for (int i = 0; i < choice.count; i++)
		choice.labels[i] = catalogue_text((uint16_t)(ID_EFFECTIVE_FIRST + i), TEXT_LABEL, client->language);
	int place = choice_key(client, &choice);
	review->response = place >= 0 ? (uint16_t)(ID_EFFECTIVE_FIRST + place) : 0;
	return place;
}

static int put_note(const struct client *client, const struct review_item *item, const char *above,
		    struct review *review)
{
	struct page page = {.color = client->color, .columns = client->columns};
	_cleanup_(text_wipe) struct text line = {0};
	text_append(&page.text, "\n");
	page_styled(&page, PAGE_QUIET, above);
	text_append(&page.text, "\n");
	page_paragraph(&page, review_item_text(item, client->language), "");
	page_styled(&page, PAGE_QUIET, _("  one line; ENTER alone for none  b back  q stop here"));
	text_append(&page.text, "\n");
	page_print(&page);
	fputs("> ", stdout);
	if (term_line(&line, WORKSHEET_TEXT_MAX) < 0)
		return CHOICE_QUIT;
	if (choice_control(text_string(&line)) < 0)
		return choice_control(text_string(&line));
	snprintf(review->note, sizeof(review->note), "%s", text_string(&line));
	return 0;
}

static int put_item(const struct client *client, size_t i, struct review *review)
{
	size_t count;
	const struct review_item *item = &review_items(&count)[i];
	_cleanup_(text_clear) struct text above = {0};
	/* TRANSLATORS: the question's number, of how many */
	text_appendf(&above, _("%zu of %zu"), i + 1, count);
	switch (item->kind) {
	case REVIEW_STEPS:
		return put_steps(client, item, text_string(&above), &review->answers[i]);
	case REVIEW_CAUSES:
		return put_causes(client, item, text_string(&above), review);
	case REVIEW_RESPONSE:
		return put_response(client, item, text_string(&above), review);
	case REVIEW_NOTE:
		return put_note(client, item, text_string(&above), review);
	}
	return CHOICE_QUIT;
}

static size_t item_before(size_t i, size_t from, const struct review *review)
{
	while (i > from && !review_applies(--i, review))
		;
	return i;
}

size_t ask_review(const struct client *client, struct review *review, size_t from, ask_kept kept, void *context)
{
	size_t count, i = from, reached = from;
	review_items(&count);
	while (i < count) {
		int result = put_item(client, i, review);
		if (result == CHOICE_QUIT)
			return i;
		if (result == CHOICE_BACK) {
			i = item_before(i, from, review);
			continue;
		}
		while (++i < count && !review_applies(i, review))
			review->answers[i] = RECORD_UNANSWERED;
		if (i > reached && review_begins_section(i))
			kept(context, i);
		reached = i > reached ? i : reached;
	}
	return count;
}
