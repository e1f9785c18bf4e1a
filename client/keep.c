#include "keep.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/worksheet.h>

#include "last.h"
#include "term.h"

enum { STORE_PATIENCE_MS = 5000, WORD_LONGEST = 5 + WORKSHEET_TEXT_MAX + 4 };

/* A demo's answers must not close a prompt of the person's own, nor take answers back there; nor may those in a store elsewhere. */
static bool is_daemons_store(const struct client *client, const struct store *store, const struct proto_status *status)
{
	struct paths usual;
	bool demo = store_is_demo(store);
	if (client->store_dir != NULL && !demo &&
	    (paths_find(NULL, &usual, NULL) < 0 || strcmp(usual.store, client->paths.store) != 0))
		return false;
	return demo == (status->demo != 0);
}

int keep_begin(struct client *client, struct keep_context *ret, struct error *err)
{
	*ret = (struct keep_context){.open.what = WHAT_NONE};
	if (sodium_init() < 0)
		return error_set(err, ERROR_FAILED, "the system gives no random numbers");
	if (client_open(client, &ret->store, err) != 0)
		return -1;
	struct proto_status *status = mem_new(1, sizeof(*status));
	if (remote_status(client, status) && is_daemons_store(client, ret->store, status)) {
		ret->daemon = true;
		ret->open = status->open;
	}
	free(status);
	return 0;
}

int keep_begin_asking(struct client *client, const struct command_call *call, struct keep_context *ret,
		      struct error *err)
{
	if (call->count == 0 && !term_interactive())
		return error_set(err, ERROR_USAGE,
				 "there is no terminal to ask on; give ID=STEP words, or '-' to read them from stdin");
	return keep_begin(client, ret, err);
}

void keep_end(struct keep_context *context)
{
	context->store = store_free(context->store);
}

struct rng keep_rng(void)
{
	uint64_t seed;
	randombytes_buf(&seed, sizeof(seed));
	return rng_seeded(seed);
}

static int16_t zone_minutes(const struct client *client)
{
	return (int16_t)(zone_offset_s(&client->zone, client->now.wall_ms / 1000) / 60);
}

static void stamp(const struct client *client, const struct keep_context *context, enum schedule_what what,
		  uint32_t group, struct record *record)
{
	bool prompted = what != WHAT_NONE && context->open.what == what;
	record->wall_ms = client->now.wall_ms;
	record->zone_min = zone_minutes(client);
	record->group = group;
	if (!record_is_prompt(record))
		return;
	record->prompt.origin = prompted ? ORIGIN_PROMPT : ORIGIN_SELF;
	record->prompt.since_prompt_s = prompted ? context->open.since_prompt_s : 0;
	if (prompted && what == WHAT_CHECKIN && context->open.since_prompt_s > client->config.checkin_expire_s)
		record->flags |= RECORD_LATE;
}

void keep_notice(const struct store *store)
{
	const char *notice = store_notice(store);
	if (notice != NULL)
		client_say(notice);
}

/* What the store said: 0 once they are durable. */
static int appended(const struct keep_context *context, int outcome, struct error *err)
{
	if (outcome == STORE_BUSY)
		return error_set(err, ERROR_FAILED,
				 "another program is writing to the store; nothing was stored, please try again");
	if (outcome == 0)
		keep_notice(context->store);
	return outcome == 0 ? 0 : -1;
}

static int append(struct client *client, struct keep_context *context, const struct record *records, size_t count,
		  struct error *err)
{
	return appended(
		context,
		store_append(context->store, records, count, client->now, zone_minutes(client), STORE_PATIENCE_MS, err),
		err);
}

static int keep_group(struct client *client, struct keep_context *context, enum schedule_what what,
		      struct record *records, size_t count, struct error *err)
{
	while (context->group == 0) /* stands for none */
		context->group = randombytes_random();
	for (size_t i = 0; i < count; i++)
		stamp(client, context, what, context->group, &records[i]);
	if (append(client, context, records, count, err) < 0)
		return -1;
	last_keep(&client->paths, context->group, store_where_left(context->store));
	return 0;
}

int keep_part(struct client *client, struct keep_context *context, enum schedule_what what, struct record *records,
	      size_t count, struct error *err)
{
	if (keep_group(client, context, what, records, count, err) < 0)
		return -1;
	keep_tell_last(client, context);
	return 0;
}

int keep_records(struct client *client, struct keep_context *context, enum schedule_what what, struct record *records,
		 size_t count, struct error *err)
{
	if (keep_group(client, context, what, records, count, err) < 0)
		return -1;
	if (context->daemon && what != WHAT_NONE) {
		struct proto_message request = {.type = PROTO_RECORDED, .what = (uint8_t)what};
		struct proto_message *reply = mem_new(1, sizeof(*reply));
		(void)remote_call(client, &request, reply, NULL); /* the answers are safe whatever it says */
		free(reply);
		keep_tell_last(client, context);
	}
	return 0;
}

void keep_tell_last(struct client *client, const struct keep_context *context)
{
	struct proto_message request = {.type = PROTO_LAST, .group = context->group};
	struct proto_message *reply = mem_new(1, sizeof(*reply));
	if (context->daemon)
		(void)remote_call(client, &request, reply, NULL); /* it then knows of none, and says so */
	free(reply);
}

int keep_withdrawal(struct client *client, struct keep_context *context, uint32_t group, struct error *err)
{
	struct record record = {
		.kind = RECORD_WITHDRAWN, .parts = 1, .catalogue = CATALOGUE_VERSION, .withdrawn.group = group};
	uint32_t own;
	randombytes_buf(&own, sizeof(own));
	stamp(client, context, WHAT_NONE, own, &record);
	if (append(client, context, &record, 1, err) < 0)
		return -1;
	last_keep(&client->paths, 0, store_where_left(context->store));
	return 0;
}

int keep_contribution(struct client *client, struct keep_context *context, uint64_t week,
		      const uint8_t name[static STORE_NAME_SIZE], struct error *err)
{
	struct record record;
	struct store_place before;
	bool placed = store_where(context->store, &before);

	record_contribution(week, &record);
	stamp(client, context, WHAT_NONE, randombytes_random(), &record);
	int outcome = store_append_once(context->store, &record, name, client->now, zone_minutes(client),
					STORE_PATIENCE_MS, err);
	if (outcome == STORE_THERE)
		return 0;
	if (appended(context, outcome, err) < 0)
		return -1;
	if (placed)
		last_carry(&client->paths, before, store_where_left(context->store));
	return 0;
}

static int words_from_stdin(keep_assign assign, void *form, struct error *err)
{
	int taken = 0;
	for (;;) {
		_cleanup_(text_wipe) struct text line = {0};
		if (term_line(&line, WORD_LONGEST) < 0)
			break;
		const char *word = text_string(&line);
		word += strspn(word, " \t");
		if (*word == '\0' || *word == '#')
			continue;
		if (assign(form, word, err) < 0)
			return -1;
		taken++;
	}
	return taken > 0 ? 0 : error_set(err, ERROR_USAGE, "no answers came from stdin: one ID=STEP a line");
}

int keep_words(const struct command_call *call, keep_assign assign, void *form, struct error *err)
{
	if (call->count == 1 && strcmp(call->words[0], "-") == 0)
		return words_from_stdin(assign, form, err);
	for (int i = 0; i < call->count; i++)
		if (assign(form, call->words[i], err) < 0)
			return -1;
	return 0;
}
