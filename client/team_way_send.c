/* `evenkeel team send`: what waits is moved at once, or deleted. */
#include <stdio.h>

#include "keep.h"
#include "team_drop.h"
#include "team_ways.h"

static int cancel(struct client *client, struct error *err)
{
	_cleanup_(text_clear) struct text doubtful = {0};
	struct page page = team_page_for(client);
	struct team_taken taken;

	if (team_take_back(client, &taken, err))
		return -1;
	team_doubtful_words(&taken, &doubtful);
	if (taken.deleted > 0)
		puts(_("Deleted: what waited goes nowhere."));
	if (doubtful.length > 0)
		page_paragraph(&page, text_string(&doubtful), "");
	else if (taken.deleted == 0)
		puts(_("Nothing waited."));
	page_print(&page);
	return 0;
}

/* 0: it left; 1: it was too old, and goes nowhere; 2: nothing is to be told of it; -1. */
static int pass_on(struct client *client, const struct outbox_item *item, struct error *err)
{
	struct outbox_item now = *item;
	char outbox[TEAM_PATH_SIZE];

	team_outbox(client, outbox);
	if (outbox_is_over(item, instant_floor_div(client->now.wall_ms, 1000))) {
		int r = outbox_expire(outbox, item, err);
		if (r != OUTBOX_PERHAPS)
			return r < 0 ? -1 : r == 0 ? 1 : 2;
		now.state = OUTBOX_WITHDRAWN;
	}
	if (now.state == OUTBOX_LEFT)
		return 2;
	bool waits = now.state != OUTBOX_WITHDRAWN;
	int r = team_drop_send(client, outbox, &now, waits ? err : NULL);
	return waits && r <= 0 ? r : 2;
}

/* What left is on its way even where its record fails: that is said, and is tried again. */
static int send_one(struct client *client, struct keep_context *context, const struct outbox_item *item,
		    struct error *err)
{
	int r = pass_on(client, item, err);

	if (r >= 0 && team_note(client, context, err))
		return error_prefix(err, _("it was sent, but is not noted in your store yet"));
	return r;
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
	struct outbox_item items[OUTBOX_MOST];
	char outbox[TEAM_PATH_SIZE];
	size_t count;

	team_outbox(client, outbox);
	if (client_words(call, 1, 1, err))
		return -1;
	if (command_value(call, "cancel") != NULL)
		return cancel(client, err);
	return outbox_list(outbox, items, &count, err) ? -1 : send_all(client, items, count, err);
}
