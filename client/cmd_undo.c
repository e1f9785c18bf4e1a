#include <stdio.h>
#include <stdlib.h>

#include "keep.h"
#include "last.h"

/* The daemon knows the last answers given on the desktop, in its memory; it forgets them when others were given here. */
static bool taken_back_by_daemon(struct client *client, const struct keep_context *context)
{
	struct proto_message request = {.type = PROTO_UNDO};
	struct proto_message *reply = mem_new(1, sizeof(*reply));
	bool done = context->daemon && remote_call(client, &request, reply, NULL) == 0;
	free(reply);
	return done;
}

static int take_back(struct client *client, struct keep_context *context, struct error *err)
{
	uint32_t group;
	if (taken_back_by_daemon(client, context))
		return 0;
	if (!last_find(&client->paths, &group))
		return error_set(err, ERROR_FAILED,
				 "there is nothing to take back: no answers were given since the last 'undo'");
	if (keep_withdrawal(client, context, group, err) < 0)
		return -1;
	last_forget(&client->paths);
	return 0;
}

static int run(struct client *client, const struct command_call *call)
{
	struct keep_context context = {0};
	struct error err = {0};
	int result = client_words(call, 0, 0, &err);
	if (result == 0)
		result = keep_begin(client, &context, &err);
	if (result == 0)
		result = take_back(client, &context, &err);
	keep_end(&context);
	if (result < 0)
		return client_fail(&err);
	puts(_("Taken back. Your last answers no longer count."));
	return 0;
}

const struct command cmd_undo = {
	.name = "undo",
	.args = "",
	.summary = N_("take back your last answers"),
	.help = N_("Takes back the last check-in, review or hard call: it no longer counts anywhere. Needs no "
		   "passphrase. Works once "
		   "for each; with the daemon down, for answers given in the terminal.\n"
		   "\n"
		   "  evenkeel undo"),
	.run = run,
};
