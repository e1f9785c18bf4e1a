#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "remote.h"
#include "tell.h"

static const struct command_option options[] = {
	{"notify", NULL, N_("say why it does not come as a notification: for a key or a menu")},
	{0},
};

static int read_what(const char *word, uint8_t *ret, struct error *err)
{
	static const enum schedule_what kinds[] = {WHAT_MICRO, WHAT_REST, WHAT_CHECKIN, WHAT_REVIEW};
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (strcmp(word, schedule_what_name(kinds[i])) == 0) {
			*ret = (uint8_t)kinds[i];
			return 0;
		}
	}
	return error_set(err, ERROR_USAGE, "'%s' cannot be asked for: 'micro', 'rest', 'checkin' or 'review'", word);
}

/* As remote_tell; what comes is seen by itself, so only the rest needs a notification. */
static int ask(struct client *client, const struct proto_message *request, bool notify)
{
	struct proto_message *reply = mem_new(1, sizeof(*reply));
	struct error err = {0};
	int code = 0;
	if (remote_call(client, request, reply, &err) != 0) {
		code = tell_fail(notify, &err);
	} else {
		puts(reply->text[0] != '\0' ? reply->text : _("It comes now."));
		if (notify && reply->text[0] != '\0')
			(void)tell_show(_("Not just now"), reply->text);
	}
	free(reply);
	return code;
}

static int run(struct client *client, const struct command_call *call)
{
	struct proto_message request = {.type = PROTO_NOW};
	struct error err = {0};
	if (client_words(call, 1, 1, &err) < 0 || read_what(call->words[0], &request.what, &err) < 0)
		return client_fail(&err);
	return ask(client, &request, tell_wanted(call));
}

const struct command cmd_now = {
	.name = "now",
	.args = "micro|rest|checkin|review",
	.summary = N_("show a break or a check-in now"),
	.help = N_("Asks the daemon to show it at once, also outside working hours and during a pause; but not during "
		   "a call, while "
		   "you are busy, or while the screen is locked.\n"
		   "\n"
		   "  evenkeel now rest\n"
		   "  evenkeel now --notify checkin"),
	.options = options,
	.run = run,
};
