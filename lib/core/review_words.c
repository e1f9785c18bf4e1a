#include <string.h>

#include "checkin_internal.h"

static int assign_note(struct review *review, const char *note, struct error *err)
{
	size_t length = strlen(note);

	if (length > WORKSHEET_TEXT_MAX)
		return error_set(err, ERROR_USAGE, "a note holds at most %d bytes", WORKSHEET_TEXT_MAX);
	if (!text_is_utf8(note, length))
		return error_set(err, ERROR_USAGE, "the note is not UTF-8 text");
	memcpy(review->note, note, length + 1);
	return 0;
}

/* At one rank a time: naming a cause again moves it. */
static int assign_cause(struct review *review, uint16_t cause, int rank, struct error *err)
{
	if (rank < 1 || rank > 3)
		return error_set(err, ERROR_USAGE, "a review's causes take their rank, 1 to 3");
	if (review->causes[rank - 1] && review->causes[rank - 1] != cause)
		return error_set(err, ERROR_USAGE, "two causes have rank %d; give each its own", rank);
	for (int i = 0; i < 3; i++)
		if (review->causes[i] == cause)
			review->causes[i] = 0;
	review->causes[rank - 1] = cause;
	return 0;
}

static int assign_response(struct review *review, uint16_t response, int step, struct error *err)
{
	if (step != 1)
		return error_set(err, ERROR_USAGE, "the response used most takes 1");
	if (review->response && review->response != response)
		return error_set(err, ERROR_USAGE, "a review asks for one response, the one used most");
	review->response = response;
	return 0;
}

static int assign_steps(struct review *review, uint16_t question, int step, struct error *err)
{
	size_t count;
	const struct review_item *items = review_items(&count);

	for (size_t i = 0; i < count; i++) {
		if (items[i].kind != REVIEW_STEPS || items[i].question != question)
			continue;
		if (step < 0 || step >= items[i].steps)
			return error_set(err, ERROR_USAGE, "this step goes from 0 to %d", items[i].steps - 1);
		review->answers[i] = (int8_t)step;
		return 0;
	}
	return error_set(err, ERROR_USAGE,
			 "a review does not ask for this id; 'evenkeel review --help' says what it asks");
}

int review_assign(struct review *review, const char *word, struct error *err)
{
	const struct catalogue_entry *entry;
	int step;

	if (!strncmp(word, "note=", 5))
		return assign_note(review, word + 5, err);
	if (word_read(word, &entry, &step, err) < 0)
		return -1;
	switch (entry->kind) {
	case KIND_CAUSE:
		return assign_cause(review, entry->id, step, err);
	case KIND_EFFECTIVE:
	case KIND_FUTILE:
		return assign_response(review, entry->id, step, err);
	default:
		return assign_steps(review, entry->id, step, err);
	}
}
