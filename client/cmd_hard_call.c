#include <stdio.h>
#include <stdlib.h>

#include "keep.h"
#include "page.h"
#include "tell.h"

static const struct command_option options[] = {
	{"notify", NULL, N_("say what came of it as a notification: for a key or a menu")},
	{0},
};

static struct record hard_call(void)
{
	return (struct record){
		.kind = RECORD_ANSWERED,
		.parts = 1,
		.count = 1,
		.catalogue = CATALOGUE_VERSION,
		.prompt = {.form = FORM_HARD_CALL,
			   .answers = {{.question = ID_HARD_CALL, .scale = SCALE_YN, .value = 1}}},
	};
}

/*
 * The daemon offers the recovery on the desktop, and says why when it does not come at once; without the daemon, its words stand here.
 * With @notify they are a notification, too: not where the daemon's own is on the screen.
 */
static void offer_recovery(struct client *client, const struct keep_context *context, bool notify)
{
	struct proto_message request = {.type = PROTO_HARD_CALL, .on = 1};
	struct proto_message *reply = mem_new(1, sizeof(*reply));
	struct page page = {.color = client->color, .columns = client->columns};
	bool offered = context->daemon && remote_call(client, &request, reply, NULL) == 0;
	const char *logged = _("Logged. That was a hard one."), *more = reply->text;
	if (!offered)
		more = _("If you can, take two minutes: look away from the screen, both feet on the floor, and "
			 "breathe out longer "
			 "than you breathe in.");
	keep_tell_last(client, context);
	page_paragraph(&page, logged, "");
	if (*more != '\0')
		page_paragraph(&page, more, "");
	page_print(&page);
	fflush(stdout);
	if (notify && *more != '\0')
		(void)tell_show(logged, more);
	free(reply);
}

static int run(struct client *client, const struct command_call *call)
{
	struct keep_context context = {0};
	struct record record = hard_call();
	struct error err = {0};
	bool notify = tell_wanted(call);
	int result = client_words(call, 0, 0, &err);
	if (result == 0)
		result = keep_begin(client, &context, &err);
	if (result == 0)
		result = keep_records(client, &context, WHAT_NONE, &record, 1, &err);
	if (result == 0)
		offer_recovery(client, &context, notify);
	keep_end(&context);
	return result == 0 ? 0 : tell_fail(notify, &err);
}

const struct command cmd_hard_call = {
	.name = "hard-call",
	.args = "",
	.summary = N_("log a hard call, and take two minutes"),
	.help = N_("Logs that a call was hard, without a question, and offers a recovery of two minutes.\n"
		   "Bind a key of your desktop to it with --notify, and nothing is lost where no terminal shows it.\n"
		   "\n"
		   "  evenkeel hard-call\n"
		   "  evenkeel hard-call --notify"),
	.options = options,
	.run = run,
};
