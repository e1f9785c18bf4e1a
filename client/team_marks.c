/* A review's marks: made, listed for whoever shows them, and sealed into the outbox. They stand in secret memory, and nowhere else. */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/roles.h>
#include <evenkeel/secret.h>

#include "remote.h"
#include "team_files.h"
#include "term.h"

struct team_marks *team_marks_new(const struct review *review)
{
	if (sodium_init() < 0)
		return NULL;
	uint8_t seed[CELLS_SEED_SIZE];
	struct team_marks *marks = secret_new(sizeof(*marks), NULL);

	randombytes_buf(seed, sizeof(seed));
	if (cells_before_clearing(review, marks->whole) || cells_from_review(review, seed, marks->cells))
		marks = team_marks_free(marks);
	sodium_memzero(seed, sizeof(seed));
	return marks;
}

struct team_marks *team_marks_free(struct team_marks *marks)
{
	sodium_free(marks);
	return NULL;
}

static const char *group_of(unsigned cell)
{
	if (cell < CELL_SYMPTOM)
		return _("This week's stress");
	if (cell < CELL_IMPACT)
		return _("Signs, often or more");
	if (cell < CELL_CAUSE)
		return _("What it affects, often or more");
	if (cell < CELL_ENERGISING)
		return _("What weighs most");
	return cell < CELL_RESERVED ? _("How you met it") : _("For checking");
}

void team_marks_list(const struct team_marks *marks, enum catalogue_language language,
		     struct team_mark ret[static CELL_COUNT])
{
	for (unsigned cell = 0; cell < CELL_COUNT; cell++) {
		ret[cell] = (struct team_mark){.group = group_of(cell),
					       .cell = cell,
					       .bit = marks ? (int)marks->cells[cell] : -1,
					       .cleared = marks && marks->cells[cell] != marks->whole[cell]};
		cell_words(cell, language, &ret[cell].words);
		cell_own_words(cell, language, &ret[cell].own);
	}
}

void team_marks_wipe(struct team_mark list[static CELL_COUNT])
{
	for (unsigned cell = 0; cell < CELL_COUNT; cell++) {
		text_wipe(&list[cell].words);
		text_wipe(&list[cell].own);
	}
	explicit_bzero(list, CELL_COUNT * sizeof(*list));
}

int team_waiting(const struct client *client, struct outbox_item ret[static OUTBOX_MOST], size_t *ret_count,
		 struct error *err)
{
	char outbox[TEAM_PATH_SIZE];
	size_t count, kept = 0;

	team_outbox(client, outbox);
	if (outbox_list(outbox, ret, &count, err))
		return -1;
	for (size_t i = 0; i < count; i++)
		if (ret[i].state == OUTBOX_WAITS || ret[i].state == OUTBOX_LEAVING)
			ret[kept++] = ret[i];
	*ret_count = kept;
	return 0;
}

/* When it goes says nothing of when it was answered. */
static struct outbox_item item_of(const struct client *client, const struct team *team)
{
	uint8_t random[OUTBOX_RANDOM_HEX / 2];
	struct outbox_item item = {.due_s = instant_floor_div(client->now.wall_ms, 1000) +
					    randombytes_uniform(TEAM_DELAY_S + 1),
				   .until_s = (int64_t)(team->week + 1) * DAP_WEEK_S + DAP_SEND_S,
				   .week = team->week};

	randombytes_buf(random, sizeof(random));
	sodium_bin2hex(item.random, sizeof(item.random), random, sizeof(random));
	memcpy(item.task, team->task, sizeof(item.task));
	return item;
}

/* A running daemon looks at its outbox again; one that is down does so when it starts. */
static void tell_daemon(struct client *client)
{
	struct proto_message request = {.type = PROTO_RELOAD};
	struct proto_message *reply = mem_new(1, sizeof(*reply));

	(void)remote_call(client, &request, reply, NULL);
	free(reply);
}

struct sealing {
	uint8_t secret[DAP_SECRET_SIZE];
	struct role_random random;
};

static int seal(const struct client *client, const struct team *team, const struct team_marks *marks,
		struct sealing *sealing, uint8_t ret[static DAP_ENVELOPE_SIZE], struct error *err)
{
	int r = team_read_key(client, team->cohort.terms.quarter, sealing->secret, err);

	if (r)
		return r < 0 ? -1 : error_set(err, ERROR_FAILED, "you left the team meanwhile; nothing is sent");
	randombytes_buf(&sealing->random, sizeof(sealing->random));
	r = role_contribute(&team->cohort, team->week, marks->cells, sealing->secret, &sealing->random, ret);
	if (r)
		return error_set(err, ERROR_FAILED, "nothing can be sent: %s; %s", refusal_words((enum refusal)r),
				 team_refusal_step((enum refusal)r));
	return 0;
}

int team_put(struct client *client, const struct team *team, const struct team_marks *marks, struct error *err)
{
	_cleanup_(text_clear) struct text why = {0};
	uint8_t envelope[DAP_ENVELOPE_SIZE];
	char outbox[TEAM_PATH_SIZE];

	team_next_step(team, &why);
	if (why.length > 0)
		return error_set(err, ERROR_FAILED, "%s", text_string(&why));
	struct sealing *sealing = secret_new(sizeof(*sealing), NULL);
	struct outbox_item item = item_of(client, team);
	team_outbox(client, outbox);
	int r = seal(client, team, marks, sealing, envelope, err);
	sodium_free(sealing);
	if (r == 0)
		r = outbox_put(outbox, &item, envelope, sizeof(envelope), err);
	if (r == 0)
		tell_daemon(client);
	return r;
}
