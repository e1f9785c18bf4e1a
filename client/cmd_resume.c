#include "remote.h"

static int run(struct client *client, const struct command_call *call)
{
	struct proto_message request = {.type = PROTO_RESUME};
	struct error err = {0};
	if (client_words(call, 0, 0, &err) < 0)
		return client_fail(&err);
	return remote_tell(client, &request, _("Reminders are on again."));
}

const struct command cmd_resume = {
	.name = "resume",
	.args = "",
	.summary = N_("end a pause"),
	.help = N_("Reminders come again. What fell due meanwhile is not made up for.\n"
		   "\n"
		   "  evenkeel resume"),
	.run = run,
};
