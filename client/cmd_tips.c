#include <limits.h>
#include <string.h>

#include "exercise.h"
#include "json_out.h"
#include "page.h"
#include "reading.h"
#include "tips.h"
#include "tips_rate.h"

static const struct command_option options[] = {
	{"cause", "ID", N_("for this cause, whatever you named")},
	{"seed", "N", N_("draw with this seed; without it the draw is the same for a whole day")},
	{NULL, NULL, NULL},
};

static int find_cause(const char *name, struct tips_choice *choice, struct error *err)
{
	if (client_cause(name, &choice->causes[0], err) != 0)
		return -1;
	choice->cause_count = 1;
	return 0;
}

static const char *name_of(uint16_t id)
{
	const struct catalogue_entry *entry = id ? catalogue_find(id) : NULL;

	return entry ? entry->name : NULL;
}

json_t *tips_json(const struct client *client, const struct tips_choice *choice)
{
	static const char *const places[] = {"desk", "break", "after-shift", "with-manager"};
	json_t *list = json_array();

	for (size_t i = 0; i < choice->count; i++) {
		const struct catalogue_tip *tip = tips_tip(choice->tips[i]);
		json_array_append_new(
			list, json_pack("{s:o, s:o, s:o, s:i, s:s, s:o, s:o, s:i, s:i}", "id",
					json_out_string(name_of(tip->id)), "cause",
					json_out_string(name_of(tips_cause_of(choice, tip))), "technique",
					json_out_string(name_of(tip->techniques[0])), "minutes", tip->minutes, "where",
					places[tip->place], "text",
					json_out_string(catalogue_tip_text(tip->id, client->language)), "first_step",
					json_out_string(catalogue_tip_first_step(tip->id, client->language)), "helped",
					choice->ratings[i].helped, "rated", choice->ratings[i].rated));
	}
	return json_pack("{s:o}", "tips", list);
}

static void tip_lines(const struct client *client, const struct tips_choice *choice, size_t i, struct page *page)
{
	const struct catalogue_tip *tip = tips_tip(choice->tips[i]);
	_cleanup_(text_clear) struct text title = {0}, step = {0}, rating = {0};

	tips_title(tip, tips_cause_of(choice, tip), client->language, &title);
	page_heading(page, text_string(&title));
	page_paragraph(page, catalogue_tip_text(tip->id, client->language), "  ");
	tips_step_words(tip, client->language, &step);
	page_paragraph(page, text_string(&step), "  ");
	text_appendf(&rating, "  %s · ", name_of(tip->id) + strlen("tip."));
	tips_rating_words(&choice->ratings[i], &rating);
	text_append_char(&rating, '\n');
	page_styled(page, PAGE_QUIET, text_string(&rating));
}

void tips_page(const struct client *client, const struct tips_choice *choice, struct page *page)
{
	for (size_t i = 0; i < choice->count; i++)
		tip_lines(client, choice, i, page);
	if (tips_are_organisations(choice)) {
		page_blank(page);
		page_paragraph(page, tips_organisation_words(), "");
	}
	page_blank(page);
	exercise_hint(client, choice->causes, choice->cause_count, page);
	page_paragraph(page, _("Tell what helped: evenkeel tips rate NAME helped|not|untried"), "");
}

static int show_page(const struct client *client, const struct tips_choice *choice)
{
	struct page page = {.color = client->color, .columns = client->columns};
	struct error err;

	if (choice->cause_count == 0)
		error_set(&err, ERROR_NOTHING,
			  "no source of strain was named yet; 'evenkeel tips --cause company.overload' shows "
			  "tips for one");
	else if (choice->count == 0)
		error_set(&err, ERROR_NOTHING,
			  "every tip for this was rated within three days; they come back after that");
	if (choice->count == 0)
		return client_fail(&err);
	tips_page(client, choice, &page);
	page_print(&page);
	return 0;
}

static int find_seed(const struct command_call *call, const struct reading *reading, uint64_t *ret, struct error *err)
{
	const char *word = command_value(call, "seed");
	long seed = reading->today;

	if (word && client_number(word, "--seed", 0, LONG_MAX, &seed, err) != 0)
		return -1;
	*ret = (uint64_t)seed;
	return 0;
}

static int show(struct client *client, const struct command_call *call)
{
	_cleanup_(reading_clear) struct reading reading = {0};
	struct tips_choice choice = {0};
	const char *cause = command_value(call, "cause");
	struct error err = {0};
	uint64_t seed;
	int code = 0;

	if (client_words(call, 0, 0, &err) != 0 || find_seed(call, &reading, &seed, &err) != 0 ||
	    (cause && find_cause(cause, &choice, &err) != 0) || reading_open(client, false, &reading, &err) != 0 ||
	    find_seed(call, &reading, &seed, &err) != 0)
		return client_fail(&err);
	tips_choose(&reading, client->now.wall_ms, seed, &choice);
	if (client->json) {
		json_out_init();
		reading_print_json(&reading, tips_json(client, &choice));
		code = choice.count ? 0 : ERROR_NOTHING;
	} else {
		code = show_page(client, &choice);
	}
	return reading_end(client, &reading, code);
}

static int run(struct client *client, const struct command_call *call)
{
	return call->count > 0 && strcmp(call->words[0], "rate") == 0 ? tips_rate(client, call) : show(client, call);
}

const struct command cmd_tips = {
	.name = "tips",
	.args = "[rate ID helped|not|untried]",
	.summary = N_("what may help with what weighs most"),
	.help = N_("Shows up to three tips for the causes you named most; tips that helped you come more often, and "
		   "none twice within "
		   "three days of its rating. Asks for your passphrase; 'rate' does not.\n"
		   "\n"
		   "  evenkeel tips\n"
		   "  evenkeel tips --cause customer.demands\n"
		   "  evenkeel tips rate overload-three-piles helped"),
	.options = options,
	.json = true,
	.run = run,
};
