#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "keep.h"
#include "last.h"
#include "tips_rate.h"

const struct catalogue_tip *tips_find(const char *name, struct error *err)
{
	_cleanup_(text_clear) struct text full = {0};
	size_t count;
	const struct catalogue_tip *tips = catalogue_tips(&count);

	if (strncmp(name, "tip.", 4) != 0)
		text_append(&full, "tip.");
	text_append(&full, name);
	const struct catalogue_entry *entry = catalogue_find_name(text_string(&full));
	for (size_t i = 0; entry && i < count; i++) {
		if (tips[i].id == entry->id)
			return &tips[i];
	}
	error_set(err, ERROR_USAGE, "there is no tip '%s'; 'evenkeel tips' shows each tip with its name", name);
	return NULL;
}

int tips_verdict(const char *word, uint8_t *ret, struct error *err)
{
	static const char *const verdicts[] = {"helped", "not", "untried"};

	for (uint8_t i = 0; i < 3; i++) {
		if (strcmp(word, verdicts[i]) == 0) {
			*ret = i + 1;
			return 0;
		}
	}
	return error_set(err, ERROR_USAGE, "'%s' is no rating; a tip 'helped', did 'not', or is 'untried'", word);
}

int tips_keep_rating(struct client *client, const struct catalogue_tip *tip, uint8_t verdict, struct error *err)
{
	_cleanup_(store_free_pointer) struct store *store = NULL;
	int16_t zone_min = (int16_t)(zone_offset_s(&client->zone, instant_floor_div(client->now.wall_ms, 1000)) / 60);
	struct record record = {
		.kind = RECORD_TIP_FEEDBACK,
		.wall_ms = client->now.wall_ms,
		.zone_min = zone_min,
		.parts = 1,
		.catalogue = CATALOGUE_VERSION,
		.tip = {.tip = tip->id, .verdict = verdict, .cause = tip->causes[0]},
	};

	if (client_open(client, &store, err) != 0)
		return -1;
	record.group = randombytes_random();
	struct store_place before;
	bool placed = store_where(store, &before);
	int outcome = store_append(store, &record, 1, client->now, zone_min, 5000, err);
	if (outcome == STORE_BUSY)
		return error_set(err, ERROR_FAILED,
				 "another process writes to the store just now; nothing was stored, try again");
	if (outcome == 0)
		keep_notice(store);
	if (outcome == 0 && placed)
		last_carry(&client->paths, before, store_where_left(store));
	return outcome;
}

int tips_rate(struct client *client, const struct command_call *call)
{
	struct error err = {0};
	uint8_t verdict = 0;

	if (client->json)
		error_set(&err, ERROR_USAGE, "'evenkeel tips rate' has no --json");
	else
		client_words(call, 3, 3, &err);
	if (err.kind)
		return client_fail(&err);
	const struct catalogue_tip *tip = tips_find(call->words[1], &err);
	if (!tip || tips_verdict(call->words[2], &verdict, &err) != 0 ||
	    tips_keep_rating(client, tip, verdict, &err) != 0)
		return client_fail(&err);
	puts(_("Noted, thank you. Ratings decide which tips come more often."));
	return 0;
}
