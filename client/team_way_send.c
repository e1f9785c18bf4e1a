/* `evenkeel team send`: what waits is moved at once, or deleted. */
#include <stdio.h>

#include "keep.h"
#include "team_drop.h"
#include "team_ways.h"

static int cancel(const struct client *client, const struct outbox_item *items, size_t count, struct error *err)
{
	char outbox[TEAM_PATH_SIZE];

	team_outbox(client, outbox);
	for (size_t i = 0; i < count; i++)
		if (outbox_drop(outbox, &items[i], err))
			return -1;
	puts(count > 0 ? _("Deleted: what waited goes nowhere.") : _("Nothing waited."));
	return 0;
}

/* What it sent is on its way even where the record of it fails: that is said, and is no reason to send it again. */
static int send_one(struct client *client, struct keep_context *context, const struct outbox_item *item,
		    struct error *err)
{
	char outbox[TEAM_PATH_SIZE];
	bool over = instant_floor_div(client->now.wall_ms, 1000) > item->until_s;

	team_outbox(client, outbox);
	if (over)
		return outbox_drop(outbox, item, err) ? -1 : 1;
	if (team_drop_send(client, outbox, item, err))
		return -1;
	return keep_contribution(client, context, item->week, err)
		       ? error_prefix(err, _("it was sent, but could not be noted in your store"))
		       : 0;
}

static void tell_sent(int sent, int over)
{
	if (sent > 0)
		printf(ngettext("Sent: %d contribution. It cannot be called back.\n",
				"Sent: %d contributions. They cannot be called back.\n", (unsigned long)sent),
		       sent);
	if (over > 0)
		printf(ngettext("%d was too old to count any more, and was deleted.\n",
				"%d were too old to count any more, and were deleted.\n", (unsigned long)over),
		       over);
	if (sent + over == 0)
		puts(_("Nothing waited."));
}

static int send_all(struct client *client, const struct outbox_item *items, size_t count, struct error *err)
{
	struct keep_context context = {0};
	int sent = 0, over = 0, r = 0;

	if (count > 0 && client->config.team_drop[0] == '\0')
		return error_set(err, ERROR_FAILED,
				 "the drop folder is not known; 'evenkeel config set team.drop DIR' says where it is");
	if (keep_begin(client, &context, err) == 0 && team_refuse_demo(client, context.store, err) == 0)
		for (size_t i = 0; i < count && r >= 0; i++) {
			r = send_one(client, &context, &items[i], err);
			sent += r == 0;
			over += r == 1;
		}
	else
		r = -1;
	keep_end(&context);
	if (r >= 0 || sent + over > 0)
		tell_sent(sent, over);
	return r < 0 ? -1 : 0;
}

int team_way_send(struct client *client, const struct command_call *call, struct error *err)
{
	struct outbox_item waiting[OUTBOX_MOST];
	size_t count;

	if (client_words(call, 1, 1, err) || team_waiting(client, waiting, &count, err))
		return -1;
	return command_value(call, "cancel") != NULL ? cancel(client, waiting, count, err)
						     : send_all(client, waiting, count, err);
}
