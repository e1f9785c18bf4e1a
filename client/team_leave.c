/*
 * What waits is taken back, and a team is left: at once, whether the drop folder answers or not. What was on its way in that moment is looked
 * for there afterwards, and has its record if it had left.
 */
#include <string.h>

#include "keep.h"
#include "team_drop.h"
#include "team_files.h"

struct noting {
	struct client *client;
	struct keep_context *context;
};

static int keep_one(void *context, uint64_t week, const uint8_t record[static OUTBOX_RECORD], struct error *err)
{
	struct noting *noting = context;

	return keep_contribution(noting->client, noting->context, week, record, err);
}

int team_note(struct client *client, struct keep_context *context, struct error *err)
{
	struct noting noting = {client, context};
	char outbox[TEAM_PATH_SIZE];

	team_outbox(client, outbox);
	return outbox_note(outbox, keep_one, &noting, err);
}

/* Where that cannot be done now the daemon does it, or the next sending. */
static void note_now(struct client *client)
{
	struct keep_context context = {0};

	if (keep_begin(client, &context, NULL) == 0)
		(void)team_note(client, &context, NULL);
	keep_end(&context);
}

static int take_back_one(const char *outbox, const struct outbox_item *item, struct team_taken *taken,
			 struct error *err)
{
	int r = outbox_drop(outbox, item, err);

	taken->deleted += r == 0;
	taken->doubtful += r == OUTBOX_PERHAPS;
	taken->left += r == OUTBOX_HAS_LEFT;
	return r < 0 ? -1 : 0;
}

/* Those that were on their way: it may be told by now. */
static void look_for(struct client *client, const char *outbox, struct team_taken *taken)
{
	struct outbox_item items[OUTBOX_MOST];
	size_t count = 0;

	if (taken->doubtful == 0 || client->config.team_drop[0] == '\0' || outbox_list(outbox, items, &count, NULL))
		return;
	for (size_t i = 0; i < count && taken->doubtful > 0; i++) {
		int r = items[i].state == OUTBOX_WITHDRAWN ? team_drop_send(client, outbox, &items[i], NULL) : -1;
		taken->doubtful -= r >= 0;
		taken->left += r == 0;
		taken->deleted += r == OUTBOX_NOT_THERE;
	}
}

/* The part that nothing is waited for in. */
static int take_back_all(const char *outbox, struct team_taken *ret, struct error *err)
{
	struct outbox_item items[OUTBOX_MOST];
	size_t count;

	*ret = (struct team_taken){0};
	if (outbox_list(outbox, items, &count, err))
		return -1;
	for (size_t i = 0; i < count; i++)
		if (take_back_one(outbox, &items[i], ret, err))
			return -1;
	return 0;
}

static void see_to_the_rest(struct client *client, const char *outbox, struct team_taken *taken)
{
	look_for(client, outbox, taken);
	if (taken->left > 0)
		note_now(client);
}

int team_take_back(struct client *client, struct team_taken *ret, struct error *err)
{
	char outbox[TEAM_PATH_SIZE];

	team_outbox(client, outbox);
	if (take_back_all(outbox, ret, err))
		return -1;
	see_to_the_rest(client, outbox, ret);
	return 0;
}

static int leave_one(const struct client *client, uint64_t quarter, struct error *err)
{
	char task[OUTBOX_TASK_HEX + 1] = "";
	struct file_bytes file = {0};
	struct cohort cohort;

	int r = team_read_cohort(client, quarter, &file, err);
	if (r == 0 && cohort_decode((struct hpke_bytes){file.bytes, file.size}, &cohort) == 0)
		team_task(&cohort, task);
	file_bytes_wipe(&file);
	if (r == 1)
		return 0;
	/* Even a file that cannot be read is left; then no other team is joined in this quarter. */
	if (team_write(client, quarter, TEAM_LEFT, task, strlen(task), err))
		return -1;
	return team_remove(client, quarter, false, err);
}

int team_leave(struct client *client, struct team_taken *ret, struct error *err)
{
	char outbox[TEAM_PATH_SIZE];
	uint64_t quarter = team_quarter(client);

	team_outbox(client, outbox);
	(void)take_back_all(outbox, ret, NULL); /* they go whether they can be counted or not */
	if (outbox_clear(outbox, err) || leave_one(client, quarter, err) || leave_one(client, quarter + 1, err))
		return -1;
	see_to_the_rest(client, outbox, ret);
	(void)outbox_clear(outbox, NULL); /* the directory, too, where nothing is left to do */
	return 0;
}
