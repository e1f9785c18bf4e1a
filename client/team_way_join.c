/* `evenkeel team join`: whom one trusts with what is said before anything is agreed to. */
#include "settings_change.h"
#include "team_ways.h"
#include "term.h"

static int check_demo(struct client *client, struct error *err)
{
	struct store *store = NULL;

	if (client_open(client, &store, err) != 0)
		return -1;
	int r = team_refuse_demo(client, store, err);
	store_free(store);
	return r;
}

static int confirm(const struct client *client, const struct command_call *call, const struct team_file *file,
		   struct error *err)
{
	struct page page = team_page_for(client);
	_cleanup_(text_clear) struct text promise = {0};

	page_heading(&page, _("Figures for a team"));
	team_terms_page(client, &file->cohort, &file->label, &page);
	page_blank(&page);
	team_digits_page(&file->cohort, &file->label, &page);
	page_blank(&page);
	team_promise_of(&file->cohort, &file->label, &promise);
	page_paragraph(&page, text_string(&promise), "");
	page_blank(&page);
	page_print(&page);
	if (command_value(call, "yes") != NULL)
		return 0;
	if (!term_interactive())
		return error_set(err, ERROR_USAGE,
				 "there is no terminal to ask on; with --yes you agree to what stands above");
	return term_confirm(_("Do you want to take part? Each week you are asked anew."), false)
		       ? 0
		       : error_set(err, ERROR_FAILED, "stopped; nothing was changed");
}

/* What is checked later takes the folder from the settings, so it is put there in memory first, and kept once all is well. */
static int take_drop(struct client *client, const char *drop, struct error *err)
{
	if (drop == NULL)
		return 0;
	if (drop[0] != '/')
		return error_set(err, ERROR_USAGE, "'%s': the drop folder is written with its whole path", drop);
	return config_set(&client->config, "team.drop", drop, err);
}

static void tell_code(const struct client *client, const struct team *team)
{
	struct page page = team_page_for(client);
	_cleanup_(text_clear) struct text words = {0}, next = {0};
	char code[ENROL_CODE_SIZE];

	enrol_code_encode(team->key, &team->cohort, code);
	/* TRANSLATORS: the second party's name */
	text_appendf(&words,
		     _("You are joined on this computer. Hand this code to %s yourself, on paper or read out: it "
		       "stands for you, so nobody else should hand it over."),
		     team->label.party[PARTY_B]);
	page_paragraph(&page, text_string(&words), "");
	page_blank(&page);
	page_paragraph(&page, code, "    ");
	page_blank(&page);
	text_clear(&words);
	team_next_step(team, &next);
	/* TRANSLATORS: what comes next, as a clause */
	text_appendf(&words, _("What comes next: %s. 'evenkeel team status' says how it stands."), text_string(&next));
	page_paragraph(&page, text_string(&words), "");
	page_print(&page);
}

static int joined(struct client *client, uint64_t quarter, struct error *err)
{
	struct page page = team_page_for(client);
	struct team team;

	if (team_look_at(client, quarter, &team, err))
		return -1;
	if (team.cohort.members == 0) {
		tell_code(client, &team);
	} else {
		team_status_page(client, &team, &page);
		page_print(&page);
	}
	team_wipe(&team);
	return 0;
}

int team_way_join(struct client *client, const struct command_call *call, struct error *err)
{
	const char *drop = command_value(call, "drop");
	struct team_file file;

	if (client_words(call, 2, 2, err) || check_demo(client, err) || take_drop(client, drop, err) ||
	    team_file_check(client, call->words[1], &file, err))
		return -1;
	int r = file.known ? 0 : confirm(client, call, &file, err);
	if (r == 0 && drop != NULL)
		r = settings_change(client, "team.drop", client->config.team_drop, err);
	if (r == 0)
		r = team_join(client, &file, err);
	if (r == 0)
		r = joined(client, file.cohort.terms.quarter, err);
	team_file_clear(&file);
	return r;
}
