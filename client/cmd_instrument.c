#include <string.h>

#include "command.h"
#include "instrument_check.h"
#include "json_out.h"

static const struct command_option options[] = {
	{"scoring", "FILE", N_("how it is scored: a scoring file (see the man page)")},
	{"valuesets", "DIR", N_("a directory with the ValueSets that it names")},
	{"answers", "FILE",
	 N_("with 'check': answers to score, as {\"linkId\": \"code\"} or as a QuestionnaireResponse")},
	{0},
};

static int check(struct client *client, const struct command_call *call, struct error *err)
{
	_cleanup_(instrument_clear) struct instrument instrument = {0};
	_cleanup_(scores_clear) struct scores scores = {0};

	if (client_words(call, 2, 2, err) < 0)
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

static const struct {
	const char *name;
	int (*run)(struct client *client, const struct command_call *call, struct error *err);
} actions[] = {{"check", check}};

static int run(struct client *client, const struct command_call *call)
{
	struct error err = {0};

	if (client_words(call, 1, 2, &err) < 0)
		return client_fail(&err);
	for (size_t i = 0; i < sizeof(actions) / sizeof(*actions); i++)
		if (strcmp(call->words[0], actions[i].name) == 0)
			return actions[i].run(client, call, &err) < 0 ? client_fail(&err) : 0;
	error_set(&err, ERROR_USAGE, "'%s' is not 'check'", call->words[0]);
	return client_fail(&err);
}

const struct command cmd_instrument = {
	.name = "instrument",
	.args = "check FILE",
	.summary = N_("questionnaires from files: check one, and score answers to it"),
	.help = N_("'check' reads a questionnaire in the format HL7 FHIR R4, says what is wrong with it or left out, "
		   "and what would be scored. A scoring file beside it says how its authors score it; without one "
		   "the questionnaire's own expressions are used. With answers it computes the scores. Nothing is "
		   "stored.\n"
		   "\n"
		   "  evenkeel instrument check phq.json\n"
		   "  evenkeel instrument check pss.json --scoring pss.ini --answers mine.json"),
	.options = options,
	.json = true,
	.run = run,
};
