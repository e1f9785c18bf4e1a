#include <string.h>

#include "remote.h"

enum { LONGEST_MIN = 7 * 24 * 60, UNTIL_RESUMED = 0, TODAY = -1 };

static int run(struct client *client, const struct command_call *call)
{
	struct proto_message request = {.type = PROTO_PAUSE, .minutes = UNTIL_RESUMED};
	struct error err = {0};
	if (client_words(call, 0, 1, &err) < 0)
		return client_fail(&err);
	if (call->count == 1 && strcmp(call->words[0], "today") == 0)
		request.minutes = TODAY;
	else if (call->count == 1 && client_minutes(call->words[0], LONGEST_MIN, &request.minutes, &err) < 0)
		return client_fail(&err);
	return remote_tell(client, &request,
			   request.minutes == TODAY           ? _("Paused for today.")
			   : request.minutes == UNTIL_RESUMED ? _("Paused until 'evenkeel resume'.")
							      : _("Paused."));
}

const struct command cmd_pause = {
	.name = "pause",
	.args = "[MINUTES|today]",
	.summary = N_("no reminders for a while"),
	.help = N_("Nothing is shown until the time is over, or until 'evenkeel resume'.\n"
		   "\n"
		   "  evenkeel pause 90\n"
		   "  evenkeel pause today"),
	.run = run,
};
