/* Tips for what weighs most, to be rated with a click: `evenkeel tips` and `evenkeel tips rate` as a page. */
#include <string.h>

#include "tips.h"
#include "tips_rate.h"
#include "view.h"

static void verdict(struct text *ret, const struct open *open, const char *word)
{
	_cleanup_(text_clear) struct text key = {0};
	text_appendf(&key, "verdict.%s", word);
	html_write(ret, "<button name=\"verdict\" value=\"%s\">%s</button>\n", word,
		   catalogue_phrase(text_string(&key), open->client->language));
}

static void one_tip(const struct open *open, const struct tips_choice *choice, size_t i, struct text *ret)
{
	enum catalogue_language language = open->client->language;
	const struct catalogue_tip *tip = tips_tip(choice->tips[i]);
	const char *name = catalogue_find(tip->id)->name + strlen("tip.");
	_cleanup_(text_clear) struct text heading = {0}, step = {0}, rating = {0};
	tips_title(tip, tips_cause_of(choice, tip), language, &heading);
	tips_step_words(tip, language, &step);
	tips_rating_words(&choice->ratings[i], &rating);
	html_write(ret, "<section>\n<h2>%s</h2>\n<p>%s</p>\n<p>%s</p>\n", text_string(&heading),
		   catalogue_tip_text(tip->id, language), text_string(&step));
	view_form(open, ret, "tips");
	html_write(ret,
		   "<input type=\"hidden\" name=\"tip\" value=\"%s\">\n<fieldset class=\"row\">\n<legend>%s <span "
		   "class=\"quiet\">%s</span></legend>\n",
		   name, _("Did it help?"), text_string(&rating));
	verdict(ret, open, "helped");
	verdict(ret, open, "not");
	verdict(ret, open, "untried");
	html_write(ret, "</fieldset>\n</form>\n</section>\n");
}

static void empty(const struct tips_choice *choice, struct text *ret)
{
	html_write(ret, "<section>\n");
	if (choice->cause_count == 0)
		view_paragraph(ret, _("No source of strain was named yet. Once a check-in or a review names one, tips "
				      "for it stand here."));
	else
		view_paragraph(ret, _("Every tip for this was rated within three days; they come back after that."));
	html_write(ret, "</section>\n");
}

static void show(const struct open *open, const struct tips_choice *choice, const char *said, struct answer *ret)
{
	view_begin(open, &ret->body, _("Tips for what weighs most"), "tips");
	if (said != NULL)
		html_write(&ret->body, "<p class=\"flag\" role=\"status\">%s</p>\n", said);
	for (size_t i = 0; i < choice->count; i++)
		one_tip(open, choice, i, &ret->body);
	if (choice->count == 0)
		empty(choice, &ret->body);
	if (tips_are_organisations(choice))
		view_paragraph(&ret->body, tips_organisation_words());
	view_end(open, &ret->body);
}

/* As `evenkeel tips` draws them: the same ones for a whole day. */
static void show_chosen(struct open *open, const char *said, struct answer *ret)
{
	_cleanup_(reading_clear) struct reading reading = {0};
	struct tips_choice choice = {0};
	struct error err = {0};
	if (reading_from(open->client, open->store, false, &reading, &err) != 0) {
		view_fail(open, &err, ret);
		return;
	}
	tips_choose(&reading, open->client->now.wall_ms, (uint64_t)reading.today, &choice);
	show(open, &choice, said, ret);
}

void page_tips(struct open *open, const struct form *form, struct answer *ret)
{
	bool rated = open->rated;
	(void)form;
	open->rated = false;
	show_chosen(open, rated ? _("Noted, thank you. Ratings decide which tips come more often.") : NULL, ret);
}

void page_rate(struct open *open, const struct form *form, struct answer *ret)
{
	struct error err = {0};
	uint8_t given = 0;
	const struct catalogue_tip *tip = tips_find(form_value(form, "tip"), &err);
	if (tip == NULL || tips_verdict(form_value(form, "verdict"), &given, &err) != 0)
		view_refuse(open, 400, ret);
	else if (tips_keep_rating(open->client, tip, given, &err) != 0)
		view_fail(open, &err, ret);
	else
		view_go("tips", ret);
	open->rated = ret->to != NULL;
}
