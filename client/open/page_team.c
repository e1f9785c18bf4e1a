/*
 * The offer to the team's figures at the end of a whole review, as on the terminal (team.h): every mark is shown before anything is sent, and
 * what is sent are the very marks that were shown. They stand in secret memory until they are sent or refused, or the page ends.
 */
#include <stdio.h>
#include <string.h>

#include "review_form.h"
#include "view.h"

enum { NUMBER_SIZE = 12 };

static int look(const struct open *open, struct team *ret, struct error *err)
{
	struct store *store = NULL;
	int result = 0;
	/* Only of a demo is there anything to refuse. */
	if (open->demo) {
		result = client_open(open->client, &store, err);
		if (result == 0)
			result = team_refuse_demo(open->client, store, err);
		store_free(store);
	}
	return result == 0 ? team_state(open->client, ret, err) : -1;
}

static void cannot(const char *why, struct text *ret)
{
	_cleanup_(text_clear) struct text words = {0};
	text_appendf(&words, _("For the team nothing is sent now: %s."), why);
	view_paragraph(ret, text_string(&words));
}

static void number_of(const struct review_form *review, char ret[static NUMBER_SIZE])
{
	snprintf(ret, NUMBER_SIZE, "%u", review->number);
}

static void ask(const struct open *open, const struct review_form *review, struct text *ret)
{
	char number[NUMBER_SIZE];
	number_of(review, number);
	view_form(open, ret, "team-send");
	html_write(
		ret,
		"<input type=\"hidden\" name=\"review\" value=\"%s\">\n<fieldset class=\"row\">\n<legend>%s</legend>\n"
		"<button name=\"go\" value=\"send\">%s</button>\n"
		"<button name=\"go\" value=\"no\">%s</button>\n</fieldset>\n</form>\n",
		number, _("Send these marks for the team's figures?"), _("Send them"), _("Not this time"));
}

static void offer(const struct open *open, const struct review_form *review, const struct team *team, struct text *ret)
{
	_cleanup_(text_clear) struct text why = {0}, promise = {0};
	team_next_step(team, &why);
	if (why.length > 0) {
		cannot(text_string(&why), ret);
		return;
	}
	if (review->marks == NULL) {
		cannot(_("it takes an answer about this week's stress, and what you answered just now has none"), ret);
		return;
	}
	struct page page = page_begin_html(ret);
	team_preview_page(open->client, team, review->marks, &page);
	page_end_html(&page, ret);
	team_promise(team, &promise);
	view_paragraph(ret, text_string(&promise));
	ask(open, review, ret);
}

static void show(struct open *open, struct review_form *review, struct text *ret)
{
	struct error err = {0};
	struct team team;
	if (!review->listed) {
		review->marks = team_marks_new(&review->run.review);
		review->listed = true;
	}
	if (look(open, &team, &err) < 0) {
		view_paragraph(ret, err.message);
		return;
	}
	offer(open, review, &team, ret);
	team_wipe(&team);
}

void team_view(struct open *open, struct review_form *review, struct text *ret)
{
	if (review->stopped || !team_joined(open->client))
		return;
	html_write(ret, "<section>\n<h2>%s</h2>\n", _("For your team's figures"));
	if (review->team == REVIEW_TEAM_SENT) {
		struct page page = page_begin_html(ret);
		team_put_page(&page);
		page_end_html(&page, ret);
	} else if (review->team == REVIEW_TEAM_DECLINED) {
		view_paragraph(ret, _("Nothing is sent."));
	} else {
		show(open, review, ret);
	}
	html_write(ret, "</section>\n");
}

void team_view_end(struct review_form *review)
{
	if (review != NULL)
		review->marks = team_marks_free(review->marks);
}

/* Of the review whose marks were shown there, and not twice. */
static bool is_asked(const struct open *open, const struct form *form)
{
	const struct review_form *review = open->review;
	char number[NUMBER_SIZE];
	if (review == NULL || review->is_open || review->stopped || review->marks == NULL)
		return false;
	number_of(review, number);
	return strcmp(number, form_value(form, "review")) == 0;
}

static int put(struct open *open, struct review_form *review, struct error *err)
{
	struct team team;
	if (look(open, &team, err) < 0)
		return -1;
	int result = team_put(open->client, &team, review->marks, err);
	team_wipe(&team);
	return result;
}

void page_team_send(struct open *open, const struct form *form, struct answer *ret)
{
	const char *go = form_value(form, "go");
	bool wanted = strcmp(go, "send") == 0;
	struct error err = {0};
	view_go("review-done", ret);
	if (!is_asked(open, form))
		return;
	if (!wanted && strcmp(go, "no") != 0) {
		ret->to = NULL;
		view_refuse(open, 400, ret);
	} else if (wanted && put(open, open->review, &err) < 0) {
		ret->to = NULL;
		view_fail(open, &err, ret);
	} else {
		open->review->team = wanted ? REVIEW_TEAM_SENT : REVIEW_TEAM_DECLINED;
		team_view_end(open->review);
	}
}
