/* The offer at the end of a review, on the terminal. */
#include <stdio.h>

#include "team.h"
#include "term.h"

void team_put_page(struct page *page)
{
	page_paragraph(
		page,
		_("Sealed; it waits on this computer for a time drawn at random, at most 48 hours, and is then moved "
		  "to the drop folder while the daemon runs. Until then 'evenkeel team send --cancel' or 'evenkeel "
		  "team leave' deletes it; afterwards nobody can call it back."),
		"");
}

/* It is no failure of the review: its answers are kept. */
static int cannot(const struct client *client, const char *why, bool sure)
{
	struct page page = {.color = client->color, .columns = client->columns};
	_cleanup_(text_clear) struct text words = {0};
	struct error err = {0};

	if (sure) {
		error_set(&err, ERROR_FAILED, "nothing was sent for the team: %s", why);
		return client_fail(&err);
	}
	text_appendf(&words, _("For the team nothing is sent now: %s."), why);
	page_blank(&page);
	page_paragraph(&page, text_string(&words), "");
	page_print(&page);
	return 0;
}

static int put(struct client *client, const struct team *team, const struct team_marks *marks)
{
	struct page page = {.color = client->color, .columns = client->columns};
	struct error err = {0};

	if (team_put(client, team, marks, &err) < 0)
		return client_fail(&err);
	team_put_page(&page);
	page_print(&page);
	return 0;
}

static int offer(struct client *client, const struct team *team, const struct team_marks *marks, bool sure)
{
	struct page page = {.color = client->color, .columns = client->columns};
	_cleanup_(text_clear) struct text why = {0};

	team_next_step(team, &why);
	if (why.length > 0)
		return cannot(client, text_string(&why), sure);
	if (marks == NULL)
		return cannot(client,
			      _("it takes an answer about this week's stress, and what you answered just now has none"),
			      sure);
	puts("");
	team_preview_page(client, team, marks, &page);
	page_blank(&page);
	page_print(&page);
	if (!sure && !term_confirm(_("Send these marks for the team's figures?"), false)) {
		puts(_("Nothing is sent."));
		return 0;
	}
	return put(client, team, marks);
}

int team_offer(struct client *client, const struct store *store, const struct team_marks *marks, bool sure)
{
	struct error err = {0};
	struct team team;

	if (!sure && !team_joined(client))
		return 0;
	if (team_refuse_demo(client, store, &err) || team_state(client, &team, &err))
		return client_fail(&err);
	int code = offer(client, &team, marks, sure);
	team_wipe(&team);
	return code;
}
