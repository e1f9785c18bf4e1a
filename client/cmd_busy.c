#include <string.h>

#include "remote.h"

enum { LONGEST_MIN = 24 * 60 };

static int read_words(const struct command_call *call, struct proto_message *request, struct error *err)
{
	if (client_words(call, 1, 2, err) < 0)
		return -1;
	request->on = strcmp(call->words[0], "on") == 0;
	if (!request->on && strcmp(call->words[0], "off") != 0)
		return error_set(err, ERROR_USAGE, "'%s' is neither 'on' nor 'off'", call->words[0]);
	if (!request->on && call->count == 2)
		return error_set(err, ERROR_USAGE, "'busy off' takes no minutes");
	return call->count == 2 ? client_minutes(call->words[1], LONGEST_MIN, &request->minutes, err) : 0;
}

static int run(struct client *client, const struct command_call *call)
{
	struct proto_message request = {.type = PROTO_BUSY};
	struct error err = {0};
	if (read_words(call, &request, &err) < 0)
		return client_fail(&err);
	return remote_tell(client, &request, request.on ? _("Busy: nothing will be shown.") : _("No longer busy."));
}

const struct command cmd_busy = {
	.name = "busy",
	.args = "on [MINUTES]|off",
	.summary = N_("hold reminders during a call or a hard task"),
	.help = N_("Holds all reminders until 'busy off', or until the minutes are over. What fell due meanwhile comes "
		   "one "
		   "minute later, once. A softphone can call this when a call begins and ends.\n"
		   "\n"
		   "  evenkeel busy on\n"
		   "  evenkeel busy on 30\n"
		   "  evenkeel busy off"),
	.run = run,
};
