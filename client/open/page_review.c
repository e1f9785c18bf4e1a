/* The review's pages: go on or begin anew, its parts, thanks. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/secret.h>

#include "review_form.h"
#include "support_view.h"
#include "term.h"
#include "view.h"

bool review_form_is_open(const struct open *open)
{
	return open->review != NULL && open->review->is_open;
}

void review_form_end(struct open *open)
{
	team_view_end(open->review);
	sodium_free(open->review);
	open->review = NULL;
}

static struct review_form *begin(struct open *open)
{
	review_form_end(open);
	struct review_form *review = open->review = secret_new(sizeof(*review), NULL);
	review_run_init(open->client, &review->run);
	review->is_open = true;
	review->number = ++open->reviews;
	review->asking = review_run_stopped(open->client, &review->stop);
	return review;
}

/* The question behind the part that @at begins or lies in. */
static size_t end_of_part(size_t at)
{
	size_t count = review_count();
	while (++at < count && !review_begins_section(at))
		;
	return at;
}

/* The beginning of the part before, but not behind where this run began. */
static size_t part_before(const struct review_form *review)
{
	size_t at = review->at;
	while (at > review->run.from && !review_begins_section(--at))
		;
	return at;
}

static void ask_to_go_on(const struct open *open, const struct review_form *review, struct answer *ret)
{
	_cleanup_(text_clear) struct text where = {0};
	stop_words(open->client, &review->stop, review->stop.next + 1, review_count(), &where);
	view_begin(open, &ret->body, _("Your weekly review"), "review");
	html_write(&ret->body, "<section>\n<p>%s</p>\n", text_string(&where));
	view_form(open, &ret->body, "review-begin");
	html_write(&ret->body,
		   "<div class=\"row\">\n<button name=\"how\" value=\"on\" autofocus>%s</button>\n"
		   "<button class=\"plain\" name=\"how\" value=\"anew\">%s</button>\n</div>\n</form>\n</section>\n",
		   _("Go on"), _("Begin anew, and take those answers back"));
	view_end(open, &ret->body);
}

static void buttons(const struct review_form *review, size_t end, struct text *ret)
{
	html_write(ret, "<div class=\"row\">\n<button name=\"go\" value=\"next\">%s</button>\n",
		   end < review_count() ? _("Next") : _("Keep my review"));
	if (review->at > review->run.from)
		html_write(ret, "<button class=\"plain\" name=\"go\" value=\"back\">%s</button>\n", _("Back"));
	html_write(ret, "<button class=\"plain\" name=\"go\" value=\"stop\">%s</button>\n</div>\n", _("Stop here"));
}

static void show_part(const struct open *open, const struct review_form *review, const char *trouble,
		      struct answer *ret)
{
	size_t end = end_of_part(review->at);
	view_begin(open, &ret->body, _("Your weekly review"), "review");
	if (trouble != NULL)
		html_write(&ret->body, "<p class=\"flag\" role=\"alert\">%s</p>\n", trouble);
	if (review->at == 0)
		view_paragraph(&ret->body,
			       _("Three minutes to look back at the week. Leave out what you like; what you "
				 "answer is sealed at the end of each part."));
	view_form(open, &ret->body, "review");
	html_write(&ret->body, "<input type=\"hidden\" name=\"at\" value=\"%d\">\n", (int)review->at);
	review_fields(open, review, end, &ret->body);
	buttons(review, end, &ret->body);
	html_write(&ret->body, "</form>\n");
	view_end(open, &ret->body);
}

static void show(struct open *open, struct answer *ret)
{
	struct review_form *review = review_form_is_open(open) ? open->review : begin(open);
	if (review->asking)
		ask_to_go_on(open, review, ret);
	else
		show_part(open, review, NULL, ret);
}

/* The store is opened for each part alone: between them nothing of its stays open. */
static int seal(struct open *open, struct review_run *run, bool goes_on, struct error *err)
{
	struct keep_context context;
	uint32_t group = run->context.group;
	if (review_is_empty(&run->review))
		return 0;
	if (keep_begin(open->client, &context, err) < 0)
		return -1;
	context.group = group;
	run->context = context;
	int result = review_run_seal(open->client, run, goes_on, err);
	keep_end(&run->context);
	return result;
}

/* On to question @next: kept before it is shown. */
static int go_to(struct open *open, struct review_form *review, size_t next, bool stops, struct error *err)
{
	bool done = next == review_count();
	review->run.next = next;
	if (seal(open, &review->run, !done, err) < 0)
		return -1;
	review_run_remember(open->client, &review->run);
	review->at = next;
	review->stopped = stops;
	review->is_open = !done && !stops;
	return 0;
}

static void take_part(struct open *open, const struct form *form, struct answer *ret)
{
	struct review_form *review = open->review;
	size_t end = end_of_part(review->at);
	const char *go = form_value(form, "go");
	struct error err = {0};
	if (review_fields_take(form, review->at, end, &review->run.review, &err) < 0) {
		show_part(open, review, err.message, ret);
		return;
	}
	if (strcmp(go, "back") == 0) {
		review->at = part_before(review);
	} else if (go_to(open, review, end, strcmp(go, "stop") == 0 && end < review_count(), &err) < 0) {
		show_part(open, review, err.message, ret);
		return;
	}
	view_go(review->is_open ? "review" : "review-done", ret);
}

/* A part that was sent before, or belongs to a review that is over: nothing is taken twice. */
static bool is_current(const struct open *open, const struct form *form)
{
	char at[12];
	if (!review_form_is_open(open) || open->review->asking)
		return false;
	snprintf(at, sizeof(at), "%d", (int)open->review->at);
	return strcmp(at, form_value(form, "at")) == 0;
}

void page_review(struct open *open, const struct form *form, struct answer *ret)
{
	if (form == NULL)
		show(open, ret);
	else if (is_current(open, form))
		take_part(open, form, ret);
	else
		view_go(open->review != NULL && !open->review->is_open ? "review-done" : "review", ret);
}

void page_review_begin(struct open *open, const struct form *form, struct answer *ret)
{
	struct review_form *review = open->review;
	if (review_form_is_open(open) && review->asking) {
		review->asking = false;
		if (strcmp(form_value(form, "how"), "anew") == 0)
			review->run.anew = review->stop.group;
		else
			review_run_go_on(&review->run, &review->stop);
		review->at = review->run.from;
	}
	view_go("review", ret);
}

static void row(struct text *ret, const char *label, const struct text *words)
{
	if (words->length > 0)
		html_write(ret, "<dt>%s</dt><dd>%s</dd>\n", label, text_string(words));
}

static void thanks(const struct open *open, const struct review_form *review, struct text *ret)
{
	_cleanup_(review_said_wipe) struct review_said said = {0};
	review_run_said(open->client, &review->run, &said);
	html_write(ret, "<section>\n<p class=\"now\">%s</p>\n<h2>%s</h2>\n<dl>\n",
		   _("Thank you. Your answers are sealed; only you can open them."), _("This week, in your words"));
	row(ret, _("answered"), &said.count);
	row(ret, _("often or more"), &said.symptoms);
	row(ret, _("weighs most"), &said.causes);
	html_write(ret, "</dl>\n");
	if (review->stopped)
		view_paragraph(ret, _("It goes on from here, today and tomorrow."));
	html_write(ret, "</section>\n");
	if (review_calls_for_support(&review->run.review))
		support_view(open, ret);
}

void page_review_thanks(struct open *open, const struct form *form, struct answer *ret)
{
	struct review_form *review = open->review;
	(void)form;
	if (review == NULL || review->is_open) {
		view_go("review", ret);
		return;
	}
	view_begin(open, &ret->body, _("Your weekly review"), "review-done");
	if (review_is_empty(&review->run.review))
		html_write(&ret->body, "<section>\n<p>%s</p>\n</section>\n",
			   _("Nothing was answered, so nothing was stored."));
	else
		thanks(open, review, &ret->body);
	team_view(open, review, &ret->body);
	view_end(open, &ret->body);
}
