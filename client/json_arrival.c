#include "json_arrival.h"

#include <stdlib.h>
#include <string.h>

#include <evenkeel/mem.h>
#include <evenkeel/text.h>

#include "instrument_check.h"
#include "instrument_store.h"
#include "json_entry.h"
#include "json_out.h"
#include "page.h"

/* One walk over the list. */
struct walk {
	const struct client *client;
	struct instrument_ids seen;
	struct json_arrivals *arrivals; /* NULL: only look */
	size_t number;
	struct error *err;
};

static bool has(char *const *ids, size_t count, const char *id)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(ids[i], id) == 0)
			return true;
	return false;
}

static void add_id(char ***ids, size_t *count, const char *id)
{
	*ids = mem_grow(*ids, *count + 1, sizeof(**ids));
	(*ids)[(*count)++] = mem_copy_string(id);
}

static const struct problem *first_refused(const struct problems *problems)
{
	for (size_t i = 0; i < problems->count; i++)
		if (problems->items[i].refused)
			return &problems->items[i];
	return NULL;
}

/* Somebody else's words go to a terminal: without what could steer it. */
static void append_plain(struct text *text, const char *words)
{
	text_append_fitted(text, words, text_columns(words));
}

static int not_accepted(const struct client *client, const struct problems *problems, struct error *err)
{
	struct page page = {.color = client->color, .columns = client->columns};
	const struct problem *first = first_refused(problems);
	_cleanup_(text_clear) struct text words = {0};

	if (!client->json && problems->refused > 1) {
		instrument_problems_page(&page, problems);
		page_print(&page);
	}
	if (!first)
		return error_set(err, ERROR_FAILED, "a questionnaire in it was not accepted");
	append_plain(&words, first->file);
	text_append(&words, ": ");
	if (first->link_id) {
		append_plain(&words, first->link_id);
		text_append(&words, ": ");
	}
	append_plain(&words, first->message);
	return error_set(err, ERROR_FAILED,
			 "nothing was taken in: a questionnaire in it was not accepted: %s; mend it there, or take it "
			 "out of 'questionnaires'",
			 text_string(&words));
}

/* The same JSON, however it is laid out. */
static bool same_json(const void *a, size_t a_size, const void *b, size_t b_size)
{
	struct json_slice one = json_slice_of(a, a_size), other = json_slice_of(b, b_size);
	_cleanup_(json_out_free) json_t *first = json_loadb(one.bytes, one.length, 0, NULL);
	_cleanup_(json_out_free) json_t *second = json_loadb(other.bytes, other.length, 0, NULL);

	return first && second && json_equal(first, second);
}

static bool same_scoring(const struct instrument *here, const struct instrument *arriving)
{
	const struct file_bytes *own = &arriving->scoring_file;
	const void *bytes = own->bytes ? (const void *)own->bytes : arriving->shipped_scoring.bytes;
	size_t size = own->bytes ? own->size : arriving->shipped_scoring.size;

	return here->scoring_file.size == size && (size == 0 || memcmp(here->scoring_file.bytes, bytes, size) == 0);
}

static bool same(const struct instrument *here, const struct instrument *arriving)
{
	const struct questionnaire_file *shipped = &arriving->shipped;
	const void *bytes = shipped->bytes ? (const void *)shipped->bytes : arriving->file.bytes;

	if (here->set_count != arriving->set_count || !same_scoring(here, arriving) ||
	    !same_json(here->file.bytes, here->file.size, bytes, shipped->bytes ? shipped->size : arriving->file.size))
		return false;
	for (size_t i = 0; i < here->set_count; i++)
		if (!same_json(here->sets[i].bytes, here->sets[i].size, arriving->sets[i].bytes,
			       arriving->sets[i].size))
			return false;
	return true;
}

static int take_in(struct walk *walk, const struct instrument *arriving)
{
	_cleanup_(instrument_clear) struct instrument here = {0};
	const struct client *client = walk->client;
	struct json_arrivals *arrivals = walk->arrivals;
	const char *id = arriving->questionnaire.id;

	if (instrument_known(&client->paths, id, NULL) < 0) {
		if (instrument_add(&client->paths, arriving, walk->err) < 0)
			return error_prefix(walk->err, "%s", id);
		add_id(&arrivals->added, &arrivals->added_count, id);
		return 0;
	}
	if (instrument_open_sound(&client->paths, id, client->language, &here, walk->err) < 0)
		return -1;
	if (!same(&here, arriving))
		add_id(&arrivals->differing, &arrivals->differing_count, id);
	return 0;
}

static int take_entry(void *context, struct json_slice key, struct json_slice value)
{
	_cleanup_(instrument_clear) struct instrument instrument = {0};
	struct walk *walk = context;

	(void)key;
	walk->number++;
	if (json_entry_read(value, walk->client->language, &instrument, walk->err) < 0)
		return error_prefix(walk->err, _("nothing was taken in: questionnaire %zu of the file"), walk->number),
		       1;
	if (!instrument.sound)
		return not_accepted(walk->client, &instrument.problems, walk->err), 1;
	if (has(walk->seen.ids, walk->seen.count, instrument.questionnaire.id))
		return error_set(walk->err, ERROR_FAILED,
				 "nothing was taken in: the file holds the questionnaire '%s' twice; take one out of "
				 "'questionnaires'",
				 instrument.questionnaire.id),
		       1;
	add_id(&walk->seen.ids, &walk->seen.count, instrument.questionnaire.id);
	return walk->arrivals && take_in(walk, &instrument) < 0;
}

static int go_through(struct walk *walk, struct json_slice list)
{
	if (!list.bytes)
		return 0;
	int r = json_skim(list, false, take_entry, walk);
	instrument_ids_clear(&walk->seen);
	if (r >= 0)
		return r > 0 ? -1 : 0;
	return error_set(walk->err, ERROR_FAILED,
			 "nothing was taken in: the file is damaged: 'questionnaires' is no JSON array");
}

int json_arrivals_check(const struct client *client, struct json_slice list, struct error *err)
{
	struct walk walk = {.client = client, .err = err};

	return go_through(&walk, list);
}

int json_arrivals_add(const struct client *client, struct json_slice list, struct json_arrivals *ret, struct error *err)
{
	struct walk walk = {.client = client, .arrivals = ret, .err = err};

	*ret = (struct json_arrivals){0};
	int r = go_through(&walk, list);
	if (r < 0)
		json_arrivals_undo(client, ret);
	return r;
}

void json_arrivals_undo(const struct client *client, struct json_arrivals *arrivals)
{
	for (size_t i = 0; i < arrivals->added_count; i++)
		instrument_remove(&client->paths, arrivals->added[i], NULL);
	json_arrivals_clear(arrivals);
}

void json_arrivals_clear(struct json_arrivals *arrivals)
{
	struct instrument_ids added = {arrivals->added, arrivals->added_count},
			      differing = {arrivals->differing, arrivals->differing_count};

	instrument_ids_clear(&added);
	instrument_ids_clear(&differing);
	*arrivals = (struct json_arrivals){0};
}
