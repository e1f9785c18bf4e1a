#include <stdio.h>
#include <string.h>

#include <evenkeel/shipped.h>

#include "instrument_actions.h"
#include "instrument_check.h"
#include "instrument_every.h"
#include "instrument_store.h"
#include "json_out.h"
#include "page.h"

static const struct command_option options[] = {
	{"scoring", "FILE", N_("how it is scored: a scoring file (see the man page)")},
	{"valuesets", "DIR", N_("a directory with the ValueSets that it names")},
	{"answers", "FILE", N_("with 'check', 'answer': answers as {\"linkId\": \"code\"} or a QuestionnaireResponse")},
	{"texts", NULL, N_("with 'answer': ask for words of your own, too, and keep them")},
	{0},
};

static int refuse(const struct command_call *call, const char *option, const char *owner, struct error *err)
{
	return command_value(call, option) == NULL ? 0
						   : error_set(err, ERROR_USAGE, "'--%s' belongs to %s", option, owner);
}

static int refuse_answers(const struct command_call *call, struct error *err)
{
	return refuse(call, "answers", "'check', 'answer'", err) < 0 || refuse(call, "texts", "'answer'", err) < 0 ? -1
														   : 0;
}

static int refuse_files(const struct command_call *call, struct error *err)
{
	return refuse(call, "scoring", "'check', 'add'", err) < 0 ||
			       refuse(call, "valuesets", "'check', 'add'", err) < 0
		       ? -1
		       : 0;
}

static int check(struct client *client, const struct command_call *call, struct error *err)
{
	_cleanup_(instrument_clear) struct instrument instrument = {0};
	_cleanup_(scores_clear) struct scores scores = {0};

	if (client_words(call, 2, 2, err) < 0 || refuse(call, "texts", "'answer'", err) < 0)
		return -1;
	struct instrument_place place = {call->words[1], command_value(call, "scoring"),
					 command_value(call, "valuesets"), command_value(call, "answers")};
	json_out_init(); /* it wipes what jansson frees, answers among it */
	if (instrument_load(&place, client->language, &instrument, err) < 0)
		return -1;
	if (instrument.sound)
		scores_compute(&instrument.questionnaire, instrument.has_scoring ? &instrument.scoring : NULL,
			       instrument.has_answers ? &instrument.answers : NULL, &scores, &instrument.problems);
	if (client->json)
		instrument_json(&instrument, &scores);
	else
		instrument_page(client, &instrument, &scores);
	if (instrument.sound)
		return 0;
	return error_set(err, ERROR_FAILED, "'%s' was not accepted; what to mend stands above", place.questionnaire);
}

/* In another language its scores would mean nothing that is known. */
static int check_language(const struct client *client, const struct instrument *instrument, const char *name,
			  struct error *err)
{
	_cleanup_(text_clear) struct text languages = {0};

	if (!instrument->shipped.bytes || instrument_comes_along(name, client->language, &languages))
		return 0;
	return error_set(
		err, ERROR_FAILED,
		"'%s' is published in other languages than yours only (%s), and its scores hold for those alone; "
		"'evenkeel config set language' chooses another",
		name, text_string(&languages));
}

static int add(struct client *client, const struct command_call *call, struct error *err)
{
	_cleanup_(instrument_clear) struct instrument instrument = {0};
	struct page page = {.color = client->color, .columns = client->columns};

	if (client_words(call, 2, 2, err) < 0 || refuse_answers(call, err) < 0)
		return -1;
	struct instrument_place place = {.questionnaire = call->words[1],
					 .scoring = command_value(call, "scoring"),
					 .valuesets = command_value(call, "valuesets")};
	json_out_init();
	if (instrument_load(&place, client->language, &instrument, err) < 0 ||
	    check_language(client, &instrument, call->words[1], err) < 0)
		return -1;
	int added = instrument.sound ? instrument_add(&client->paths, &instrument, err)
				     : error_set(err, ERROR_FAILED, "'%s' was not accepted; what to mend stands above",
						 place.questionnaire);
	if (client->json && added == 0)
		json_out_print(json_pack("{s:s}", "id", instrument.questionnaire.id));
	else if (!client->json)
		instrument_added_page(&page, &instrument, added == 0);
	page_print(&page);
	return added;
}

static int list(struct client *client, const struct command_call *call, struct error *err)
{
	_cleanup_(instrument_ids_clear) struct instrument_ids ids = {0};

	if (client_words(call, 1, 1, err) < 0 || refuse_answers(call, err) < 0 ||
	    instrument_list(&client->paths, &ids, err) < 0)
		return -1;
	json_out_init();
	return instrument_show_list(client, &ids, err);
}

static int take_away(struct client *client, const struct command_call *call, struct error *err)
{
	if (client_words(call, 2, 2, err) < 0 || refuse_answers(call, err) < 0 ||
	    instrument_remove(&client->paths, call->words[1], err) < 0)
		return -1;
	if (client->json)
		json_out_print(json_pack("{s:s}", "removed", call->words[1]));
	else
		client_tell(_("'%s' is taken away; answers given to it stay in the store.\n"), call->words[1]);
	return 0;
}

static int answer(struct client *client, const struct command_call *call, struct error *err)
{
	if (client_words(call, 2, 2, err) < 0 || refuse_files(call, err) < 0)
		return -1;
	return instrument_answer(client, call->words[1], command_value(call, "answers"),
				 command_value(call, "texts") != NULL, err);
}

static int show(struct client *client, const struct command_call *call, struct error *err)
{
	if (client_words(call, 2, 2, err) < 0 || refuse_answers(call, err) < 0 || refuse_files(call, err) < 0)
		return -1;
	return instrument_past(client, call->words[1], err);
}

static int every(struct client *client, const struct command_call *call, struct error *err)
{
	int weeks;

	if (client_words(call, 3, 3, err) < 0 || refuse_answers(call, err) < 0 || refuse_files(call, err) < 0 ||
	    every_parse(call->words[2], &weeks, err) < 0 || every_set(client, call->words[1], weeks, err) < 0)
		return -1;
	if (client->json)
		json_out_print(json_pack("{s:s, s:o}", "id", call->words[1], "every_weeks",
					 weeks ? json_integer(weeks) : json_null()));
	else if (weeks == 0)
		client_tell(_("'%s' has no turn any more; it is answered whenever you like.\n"), call->words[1]);
	else
		client_tell(
			ngettext("It is the turn of '%s' each week from now on, at the end of the weekly review.\n",
				 "It is the turn of '%s' every %d weeks, from this week on, at the end of the weekly "
				 "review.\n",
				 (unsigned long)weeks),
			call->words[1], weeks);
	return 0;
}

static const struct {
	const char *name;
	int (*run)(struct client *client, const struct command_call *call, struct error *err);
} actions[] = {{"check", check},   {"add", add},   {"list", list},  {"remove", take_away},
	       {"answer", answer}, {"show", show}, {"every", every}};

static int run(struct client *client, const struct command_call *call)
{
	struct error err = {0};
	int r;

	if (client_words(call, 1, 3, &err) < 0)
		return client_fail(&err);
	for (size_t i = 0; i < sizeof(actions) / sizeof(*actions); i++)
		if (strcmp(call->words[0], actions[i].name) == 0)
			return (r = actions[i].run(client, call, &err)) < 0 ? client_fail(&err) : r;
	error_set(&err, ERROR_USAGE, "'%s' is not one of add, list, remove, check, answer, show, every",
		  call->words[0]);
	return client_fail(&err);
}

const struct command cmd_instrument = {
	.name = "instrument",
	.args = "add|answer|check|every|list|remove|show",
	.summary = N_("questionnaires from files: add, answer, show, list"),
	.help = N_(
		"Actions: check FILE, add FILE, answer ID, show ID, every ID N, list, remove ID.\n"
		"\n"
		"'check' reads a questionnaire in the format HL7 FHIR R4, says what is wrong with it or left out, "
		"and what would be scored. A scoring file beside it says how its authors score it; without one "
		"the questionnaire's own expressions are used. With answers it computes the scores. 'add' "
		"keeps a copy of what was checked; FILE may be the name of one that comes along: phq-4 or k6.\n"
		"\n"
		"'answer' asks its questions on the terminal: one key an answer, b goes back, s skips, q stops and "
		"keeps what you answered; today and tomorrow it goes on where you stopped, or were interrupted. Needs "
		"no passphrase. At the end it says the score of what you just "
		"answered, by its authors' key; it is no diagnosis. 'show' says earlier scores and whether the last "
		"two lie further apart than measurement noise; it asks for your passphrase. 'every' gives it a turn "
		"each N weeks from today on ('4w'; 'off' ends it), which 'status' names and the weekly review "
		"offers; when you answered plays no part in it.\n"
		"\n"
		"  evenkeel instrument add phq-4\n"
		"  evenkeel instrument answer phq-4\n"
		"  evenkeel instrument show phq-4\n"
		"  evenkeel instrument every phq-4 4w\n"
		"  evenkeel instrument check phq.json\n"
		"  evenkeel instrument check pss.json --scoring pss.ini --answers mine.json"),
	.options = options,
	.json = true,
	.run = run,
};
