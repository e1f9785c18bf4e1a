#include "remote.h"

enum { LONGEST_MIN = 8 * 60 };

static int run(struct client *client, const struct command_call *call)
{
	struct proto_message request = {.type = PROTO_SNOOZE};
	struct error err = {0};
	if (client_words(call, 0, 1, &err) < 0)
		return client_fail(&err);
	if (call->count == 1 && client_minutes(call->words[0], LONGEST_MIN, &request.minutes, &err) < 0)
		return client_fail(&err);
	return remote_tell(client, &request, _("Put off. It comes again in a while."));
}

const struct command cmd_snooze = {
	.name = "snooze",
	.args = "[MINUTES]",
	.summary = N_("put off the next reminder"),
	.help = N_("Puts off the reminder on screen, or the next one, by so many minutes of working at the computer; "
		   "without a "
		   "number, by the time set for that kind of reminder.\n"
		   "\n"
		   "  evenkeel snooze 10"),
	.run = run,
};
