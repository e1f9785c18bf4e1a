/* A review's questions as fields of a form, and back. */
#include <stdio.h>
#include <string.h>

#include "review_form.h"
#include "term.h"
#include "view.h"

enum { RANKS = 3 };

static const char *name_of(uint16_t id)
{
	return catalogue_find(id)->name;
}

static void radio(struct text *ret, const char *name, const char *value, const char *label, bool on)
{
	html_write(ret, "<label><input type=\"radio\" name=\"%s\" value=\"%s\"", name, value);
	html_write(ret, on ? " checked>" : ">");
	html_write(ret, "<span>%s</span></label>\n", label);
}

static void begin(struct text *ret, size_t number, size_t count, const char *words)
{
	_cleanup_(text_clear) struct text where = {0};
	text_appendf(&where, _("%zu of %zu"), number, count);
	html_write(ret, "<fieldset>\n<legend><span class=\"quiet\">%s</span> %s</legend>\n", text_string(&where),
		   words);
}

static void steps(const struct open *open, const struct review_item *item, int8_t answer, struct text *ret)
{
	char value[12];
	html_write(ret, "<div class=\"steps\">\n");
	for (int i = 0; i < item->steps; i++) {
		snprintf(value, sizeof(value), "%d", i);
		radio(ret, name_of(item->question), value, review_step_label(item, i, open->client->language),
		      answer == i);
	}
	radio(ret, name_of(item->question), "", _("no answer"), answer < 0);
	html_write(ret, "</div>\n");
}

static void options(const struct open *open, uint16_t first, int count, uint16_t chosen, struct text *ret)
{
	html_write(ret, "<option value=\"\">–</option>\n");
	for (int i = 0; i < count; i++) {
		uint16_t id = (uint16_t)(first + i);
		html_write(ret, id == chosen ? "<option value=\"%s\" selected>" : "<option value=\"%s\">", name_of(id));
		html_write(ret, "%s</option>\n", catalogue_text(id, TEXT_LABEL, open->client->language));
	}
}

static void causes(const struct open *open, const struct review *review, struct text *ret)
{
	static const char *const ranks[RANKS] = {N_("weighs most"), N_("second"), N_("third")};
	for (int i = 0; i < RANKS; i++) {
		html_write(ret, "<label class=\"line\"><span>%s</span> <select name=\"cause%d\">\n", _(ranks[i]),
			   i + 1);
		options(open, ID_CAUSE_FIRST, ID_CAUSE_COUNT, review->causes[i], ret);
		html_write(ret, "</select></label>\n");
	}
}

static void responses(const struct open *open, const struct review *review, struct text *ret)
{
	html_write(ret, "<div class=\"list\">\n");
	for (int i = 0; i < ID_EFFECTIVE_COUNT + ID_FUTILE_COUNT; i++) {
		uint16_t id = (uint16_t)(ID_EFFECTIVE_FIRST + i);
		radio(ret, "response", name_of(id), catalogue_text(id, TEXT_LABEL, open->client->language),
		      review->response == id);
	}
	radio(ret, "response", "", _("no answer"), review->response == 0);
	html_write(ret, "</div>\n");
}

/* A browser counts UTF-16 units, of which none is more than three bytes of UTF-8: what it lets one type is never too long. */
enum { NOTE_UNITS = WORKSHEET_TEXT_MAX / 3 };

static void note(const struct review *review, const char *words, struct text *ret)
{
	html_write(ret, "<textarea name=\"note\" rows=\"3\" maxlength=\"%d\" aria-label=\"%s\">%s</textarea>\n",
		   NOTE_UNITS, words, review->note);
}

void review_fields(const struct open *open, const struct review_form *form, size_t end, struct text *ret)
{
	const struct review *review = &form->run.review;
	size_t count;
	const struct review_item *items = review_items(&count);
	for (size_t i = form->at; i < end; i++) {
		const char *words = review_item_text(&items[i], open->client->language);
		begin(ret, i + 1, count, words);
		switch (items[i].kind) {
		case REVIEW_STEPS:
			steps(open, &items[i], review->answers[i], ret);
			break;
		case REVIEW_CAUSES:
			causes(open, review, ret);
			break;
		case REVIEW_RESPONSE:
			responses(open, review, ret);
			break;
		case REVIEW_NOTE:
			note(review, words, ret);
			break;
		}
		html_write(ret, "</fieldset>\n");
	}
}

/* "ID=STEP", as the command takes it: what it refuses is refused here. */
static int assign(struct review *review, const char *id, const char *step, struct error *err)
{
	_cleanup_(text_wipe) struct text word = {0};
	text_appendf(&word, "%s=%s", id, step);
	return review_assign(review, text_string(&word), err);
}

static int take_steps(const struct form *form, const struct review_item *item, size_t i, struct review *ret,
		      struct error *err)
{
	const char *step = form_value(form, name_of(item->question));
	ret->answers[i] = RECORD_UNANSWERED;
	return *step == '\0' ? 0 : assign(ret, name_of(item->question), step, err);
}

/* Named twice counts at its first place, and a gap is closed. */
static int take_causes(const struct form *form, struct review *ret, struct error *err)
{
	int taken = 0;
	memset(ret->causes, 0, sizeof(ret->causes));
	for (int i = 1; i <= RANKS; i++) {
		char field[20], rank[12];
		snprintf(field, sizeof(field), "cause%d", i);
		snprintf(rank, sizeof(rank), "%d", taken + 1);
		const char *name = form_value(form, field);
		const struct catalogue_entry *entry = catalogue_find_name(name);
		if (*name == '\0')
			continue;
		if (entry == NULL || entry->kind != KIND_CAUSE)
			return error_set(err, ERROR_USAGE,
					 "the page sent a cause that is none; please choose it again");
		if (entry->id == ret->causes[0] || entry->id == ret->causes[1])
			continue;
		if (assign(ret, name, rank, err) < 0)
			return -1;
		taken++;
	}
	return 0;
}

static int take_response(const struct form *form, struct review *ret, struct error *err)
{
	const char *name = form_value(form, "response");
	ret->response = 0;
	return *name == '\0' ? 0 : assign(ret, name, "1", err);
}

/* One line, as on the terminal: the browser ends lines with CR and LF. */
static int take_note(const struct form *form, struct review *ret, struct error *err)
{
	_cleanup_(text_wipe) struct text line = {0};
	for (const char *c = form_value(form, "note"); *c != '\0'; c++)
		if (*c != '\r')
			text_append_char(&line, *c == '\n' ? ' ' : *c);
	return assign(ret, "note", text_string(&line), err);
}

int review_fields_take(const struct form *form, size_t from, size_t end, struct review *ret, struct error *err)
{
	size_t count;
	const struct review_item *items = review_items(&count);
	int result = 0;
	for (size_t i = from; i < end && i < count && result == 0; i++) {
		switch (items[i].kind) {
		case REVIEW_STEPS:
			result = take_steps(form, &items[i], i, ret, err);
			break;
		case REVIEW_CAUSES:
			result = take_causes(form, ret, err);
			break;
		case REVIEW_RESPONSE:
			result = take_response(form, ret, err);
			break;
		case REVIEW_NOTE:
			result = take_note(form, ret, err);
			break;
		}
		if (!review_applies(i, ret))
			ret->answers[i] = RECORD_UNANSWERED;
	}
	return result;
}
