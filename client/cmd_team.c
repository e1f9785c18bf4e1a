#include <limits.h>
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/checkin.h>

#include "keep.h"
#include "team_ways.h"

static const struct command_option options[] = {
	{"drop", "DIR", N_("with 'join': the drop folder; kept as the setting team.drop")},
	{"yes", NULL, N_("with 'join': do not ask")},
	{"cancel", NULL, N_("with 'send': delete what waits instead")},
	{NULL, NULL, NULL},
};

static int refuse(const struct command_call *call, const char *option, const char *owner, struct error *err)
{
	return command_value(call, option) == NULL ? 0
						   : error_set(err, ERROR_USAGE, "'--%s' belongs to %s", option, owner);
}

static int refuse_options(const struct command_call *call, const char *action, struct error *err)
{
	bool join = strcmp(action, "join") == 0, send = strcmp(action, "send") == 0;

	if (!join && (refuse(call, "drop", "'join'", err) || refuse(call, "yes", "'join'", err)))
		return -1;
	return send ? 0 : refuse(call, "cancel", "'send'", err);
}

static int assign(void *form, const char *word, struct error *err)
{
	return review_assign(form, word, err);
}

/* Given answers; they are kept nowhere. @call's first word is the action's own. */
static int marks_of_words(const struct command_call *call, struct team_marks **ret, struct error *err)
{
	struct command_call words = *call;
	struct review review;

	words.words++;
	words.count--;
	review_init(&review);
	int r = keep_words(&words, assign, &review, err);
	if (r == 0 && (*ret = team_marks_new(&review)) == NULL)
		r = error_set(
			err, ERROR_FAILED,
			"there is nothing to send without an answer about the week's stress; add week-stress=0 to 4");
	sodium_memzero(&review, sizeof(review));
	return r;
}

static int show_preview(struct client *client, const struct team *team, const struct team_marks *marks,
			struct error *err)
{
	struct outbox_item waiting[OUTBOX_MOST];
	struct page page = team_page_for(client);
	_cleanup_(text_clear) struct text promise = {0};
	size_t count;

	if (client->json) {
		team_preview_json(client, team, marks);
		return 0;
	}
	if (team_waiting(client, waiting, &count, err))
		return -1;
	team_preview_page(client, team, marks, &page);
	if (marks == NULL && team->standing != TEAM_NOT_JOINED)
		team_waiting_page(client, waiting, count, &page);
	page_blank(&page);
	team_promise(team, &promise);
	page_paragraph(&page, text_string(&promise), "");
	page_print(&page);
	return 0;
}

static int preview(struct client *client, const struct command_call *call, struct error *err)
{
	struct team_marks *marks = NULL;
	struct team team;

	if ((call->count > 1 && marks_of_words(call, &marks, err)) || team_state(client, &team, err)) {
		team_marks_free(marks);
		return -1;
	}
	int r = show_preview(client, &team, marks, err);
	team_wipe(&team);
	team_marks_free(marks);
	return r;
}

static int leave(struct client *client, const struct command_call *call, struct error *err)
{
	struct page page = team_page_for(client);
	_cleanup_(text_clear) struct text words = {0};
	_cleanup_(text_clear) struct text doubtful = {0};
	bool was = team_joined(client);
	struct team_taken taken;

	if (client_words(call, 1, 1, err) || team_leave(client, &taken, err))
		return -1;
	if (!was && taken.deleted + taken.left + taken.doubtful == 0) {
		puts(_("You had joined no team."));
		return 0;
	}
	text_append(&words, _("You have left; your key for the team is deleted."));
	if (taken.deleted > 0)
		text_appendf(&words,
			     ngettext(" %zu contribution that waited is deleted, too.",
				      " %zu contributions that waited are deleted, too.", (unsigned long)taken.deleted),
			     taken.deleted);
	team_doubtful_words(&taken, &doubtful);
	if (doubtful.length > 0)
		text_appendf(&words, " %s", text_string(&doubtful));
	text_append(&words, _(" What was sent before can't be called back. Another team "
			      "can be joined from the next quarter on."));
	page_paragraph(&page, text_string(&words), "");
	page_print(&page);
	return 0;
}

static int status(struct client *client, const struct command_call *call, struct error *err)
{
	struct outbox_item waiting[OUTBOX_MOST];
	struct page page = team_page_for(client);
	struct team team, next = {0};
	size_t count;

	if (client_words(call, 1, 1, err) || team_waiting(client, waiting, &count, err) ||
	    team_state(client, &team, err))
		return -1;
	/* Who is in one this quarter may have joined the next one's already. */
	int r = team.standing == TEAM_NOT_JOINED || team.cohort.terms.quarter != team_quarter(client)
			? 0
			: team_look_at(client, team_quarter(client) + 1, &next, err);
	if (r == 0 && client->json) {
		team_status_json(client, &team, &next, waiting, count);
	} else if (r == 0) {
		team_status_page(client, &team, &page);
		if (count > 0 || team.standing != TEAM_NOT_JOINED)
			team_waiting_page(client, waiting, count, &page);
		if (next.standing != TEAM_NOT_JOINED)
			team_status_page(client, &next, &page);
		page_print(&page);
	}
	team_wipe(&next);
	team_wipe(&team);
	return r;
}

static const struct {
	const char *name;
	bool json;
	int (*run)(struct client *client, const struct command_call *call, struct error *err);
} actions[] = {{"join", false, team_way_join},
	       {"preview", true, preview},
	       {"send", false, team_way_send},
	       {"leave", false, leave},
	       {"status", true, status}};

static int run(struct client *client, const struct command_call *call)
{
	struct error err = {0};

	if (client_words(call, 1, INT_MAX, &err) < 0)
		return client_fail(&err);
	for (size_t i = 0; i < sizeof(actions) / sizeof(*actions); i++) {
		if (strcmp(call->words[0], actions[i].name) != 0)
			continue;
		int r = refuse_options(call, actions[i].name, &err);
		if (r == 0 && client->json && !actions[i].json)
			r = error_set(&err, ERROR_USAGE, "'--json' belongs to %s", "'status', 'preview'");
		if (r == 0)
			r = actions[i].run(client, call, &err);
		return r < 0 ? client_fail(&err) : 0;
	}
	error_set(&err, ERROR_USAGE, "'%s' is not one of join, preview, send, leave, status", call->words[0]);
	return client_fail(&err);
}

const struct command cmd_team = {
	.name = "team",
	.args = "join|preview|send|leave|status",
	.summary = N_("take part in figures of your team, or see what that would send"),
	.help = N_(
		"Actions: join FILE, preview [ID=STEP...|-], send, leave, status.\n"
		"\n"
		"'join' takes the invitation that the wellbeing office gives out: it checks it, says on whose terms it "
		"is, "
		"and makes a key and a code, which you hand to the second party. The list of members, signed by both, "
		"is taken from the drop folder, or from FILE. At the end of the weekly review you then see what would "
		"be sent, and are asked. 'preview' shows that any time, for answers given as words or on stdin with "
		"'-', "
		"also before you join; words show in the list of processes and in the shell's history.\n"
		"\n"
		"What you agreed to send waits here for a time drawn at random, at most 48 hours; the daemon then "
		"moves "
		"it. 'send' moves it at once, 'send --cancel' deletes it, 'leave' deletes it and your key, at once.\n"
		"\n"
		"  evenkeel team join service-desk.ekc --drop /srv/wellbeing/drop\n"
		"  evenkeel team preview week-stress=2 fatigue=3 customer.demands=1\n"
		"  evenkeel team status\n"
		"  evenkeel team leave"),
	.options = options,
	.json = true,
	.run = run,
};
