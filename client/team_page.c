/* A team's terms, the preview and the status, on a page of the terminal or of a browser. */
#include <stdlib.h>
#include <string.h>

#include "party_digits.h"
#include "team.h"
#include "term.h"
#include "words.h"

enum { LABEL_COLUMNS = 22, GROUP_COLUMNS = 36, BIT_COLUMNS = 6, QUARTER_DAYS = DAP_QUARTER_WEEKS * 7 };

static int32_t today_of(const struct client *client)
{
	int32_t second;

	return zone_date(&client->zone, instant_floor_div(client->now.wall_ms, 1000), &second);
}

static void wide_row(struct page *page, const char *label, int columns, const char *value)
{
	_cleanup_(text_clear) struct text indented = {0};

	text_appendf(&indented, "  %s", label);
	page_row(page, text_string(&indented), columns, value);
}

static void row(struct page *page, const char *label, const char *value)
{
	wide_row(page, label, LABEL_COLUMNS, value);
}

static void quarter_row(const struct client *client, const struct cohort *cohort, struct page *page)
{
	_cleanup_(text_clear) struct text days = {0}, first = {0}, last = {0};
	int32_t day = (int32_t)cohort->terms.quarter * QUARTER_DAYS;

	words_day(&first, day, today_of(client));
	words_day(&last, day + QUARTER_DAYS - 1, today_of(client));
	/* TRANSLATORS: from a day to a day, as in "Monday 2 March to Friday 6 March" */
	text_appendf(&days, _("%s to %s"), text_string(&first), text_string(&last));
	row(page, _("quarter"), text_string(&days));
}

void team_terms_page(const struct client *client, const struct cohort *cohort, const struct cohort_label *label,
		     struct page *page)
{
	_cleanup_(text_clear) struct text opened = {0};

	row(page, _("team"), label->team);
	row(page, _("wellbeing office"), label->party[PARTY_A]);
	row(page, _("second party"), label->party[PARTY_B]);
	text_appendf(&opened,
		     cohort->weeks == 1 ? _("a week at a time, from %u people on")
					: _("four weeks at a time, from %u people on"),
		     cohort->terms.floor);
	row(page, _("sums are opened"), text_string(&opened));
	quarter_row(client, cohort, page);
}

void team_digits_page(const struct cohort *cohort, const struct cohort_label *label, struct page *page)
{
	_cleanup_(text_clear) struct text words = {0};

	for (unsigned party = PARTY_A; party <= PARTY_B; party++) {
		_cleanup_(text_clear) struct text whose = {0};
		char digits[PARTY_DIGITS];
		party_digits_of(cohort, label, party, digits);
		/* TRANSLATORS: a party's name; thirty digits follow */
		text_appendf(&whose, _("The digits of %s, from its name and its keys in this invitation:"),
			     label->party[party]);
		page_paragraph(page, text_string(&whose), "");
		page_paragraph(page, digits, "    ");
	}
	/* TRANSLATORS: both the second party's name */
	text_appendf(
		&words,
		_("Compare them with the digits that each party gives out itself, on paper or face to face; %s shows "
		  "you its own when you bring your code. If they differ, this invitation was made by somebody else: "
		  "do not take part by it, and tell %s."),
		label->party[PARTY_B], label->party[PARTY_B]);
	page_paragraph(page, text_string(&words), "");
}

/* What is so is said in full, what is not by what the group's name leaves open. */
static const char *mark_words(const struct team_mark *mark)
{
	return text_string(mark->bit == 1 ? &mark->words : &mark->own);
}

/* One line for the words of each mark of a group with this @bit; the same words twice are said once, with how often. */
static void bit_row(const struct team_mark *marks, size_t count, int bit, struct page *page)
{
	_cleanup_(text_wipe) struct text words = {0};
	_cleanup_(text_clear) struct text label = {0};

	for (size_t i = 0, same; i < count; i += same) {
		same = 1;
		if (marks[i].bit != bit)
			continue;
		while (i + same < count && marks[i + same].bit == bit &&
		       strcmp(mark_words(&marks[i]), mark_words(&marks[i + same])) == 0)
			same++;
		/* TRANSLATORS: between things that have commas and colons in them */
		text_append(&words, words.length > 0 ? _(" / ") : "");
		text_append(&words, mark_words(&marks[i]));
		if (same > 1)
			text_appendf(&words, " (%zu)", same);
	}
	if (words.length == 0)
		return;
	if (bit >= 0)
		text_appendf(&label, "    %d", bit);
	page_row(page, text_string(&label), BIT_COLUMNS, text_string(&words));
}

static void group_rows(const struct team_mark *marks, size_t count, struct page *page)
{
	_cleanup_(text_wipe) struct text bits = {0};

	for (size_t i = 0; i < count && marks[i].bit >= 0; i++)
		text_append(&bits, marks[i].bit ? "1" : "0");
	if (bits.length == 0)
		text_appendf(&bits, ngettext("%zu mark", "%zu marks", (unsigned long)count), count);
	wide_row(page, marks[0].group, GROUP_COLUMNS, text_string(&bits));
	for (int bit = 1; bit >= -1; bit--)
		bit_row(marks, count, bit, page);
}

static void cleared_words(const struct team_mark list[static CELL_COUNT], struct page *page)
{
	_cleanup_(text_wipe) struct text names = {0}, words = {0};
	unsigned long count = 0;

	for (size_t i = 0; i < CELL_COUNT; i++) {
		if (!list[i].cleared)
			continue;
		text_append(&names, count++ > 0 ? _(" / ") : "");
		text_append(&names, text_string(&list[i].words));
	}
	if (count == 0)
		return;
	text_appendf(&words,
		     ngettext("At most %d marks say yes beside the last, so that nobody stands out. %lu of yours was "
			      "turned to no, drawn at random: %s.",
			      "At most %d marks say yes beside the last, so that nobody stands out. %lu of yours were "
			      "turned to no, drawn at random: %s.",
			      count),
		     CELL_ONES_MAX, count, text_string(&names));
	page_blank(page);
	page_paragraph(page, text_string(&words), "");
}

static void mark_rows(const struct team_mark list[static CELL_COUNT], struct page *page)
{
	for (size_t first = 0, count; first < CELL_COUNT; first += count) {
		for (count = 1; first + count < CELL_COUNT && strcmp(list[first + count].group, list[first].group) == 0;
		     count++)
			;
		group_rows(&list[first], count, page);
	}
}

void team_preview_page(const struct client *client, const struct team *team, const struct team_marks *marks,
		       struct page *page)
{
	struct team_mark *list = mem_new(CELL_COUNT, sizeof(*list));

	team_marks_list(marks, client->language, list);
	page_heading(page, marks ? _("What would be sent: 48 marks, and nothing else")
				 : _("What a contribution says: 48 marks, and nothing else"));
	if (team->standing != TEAM_NOT_JOINED)
		team_terms_page(client, &team->cohort, &team->label, page);
	page_blank(page);
	page_paragraph(page,
		       marks ? _("1: what the words say was so this week. 0: it was not, or was not answered.")
			     : _("Each is yes (1) or no (0); without an answer it is no."),
		       "");
	mark_rows(list, page);
	cleared_words(list, page);
	team_marks_wipe(list);
	free(list);
}

static void append_moment(const struct client *client, int64_t wall_s, struct text *ret)
{
	int32_t second, date = zone_date(&client->zone, wall_s, &second);

	words_weekday(ret, date, today_of(client));
	text_append(ret, _(", "));
	words_clock(ret, wall_s * 1000, zone_offset_s(&client->zone, wall_s) / 60);
}

void team_waiting_page(const struct client *client, const struct outbox_item *items, size_t count, struct page *page)
{
	_cleanup_(text_clear) struct text words = {0}, until = {0};

	if (count == 0) {
		row(page, _("waiting"), _("nothing"));
		return;
	}
	append_moment(client, items[count - 1].due_s, &until);
	text_appendf(
		&words,
		ngettext("%zu contribution, until %s; until then it can be taken back with 'evenkeel team send "
			 "--cancel'",
			 "%zu contributions, the last until %s; until then it can be taken back with 'evenkeel team "
			 "send --cancel'",
			 (unsigned long)count),
		count, text_string(&until));
	row(page, _("waiting"), text_string(&words));
}

static void list_row(const struct team *team, struct page *page)
{
	_cleanup_(text_clear) struct text words = {0};
	unsigned long members = (unsigned long)team->cohort.members;

	if (members > 0 && team->standing != TEAM_REFUSED)
		text_appendf(&words,
			     ngettext("signed by both parties, with %lu person; you are one of them",
				      "signed by both parties, with %lu people; you are one of them", members),
			     members);
	else if (team->standing == TEAM_REFUSED)
		text_append(&words, refusal_words(team->refusal));
	else
		text_append(&words, _("not signed by both parties yet"));
	row(page, _("list of members"), text_string(&words));
}

static void code_row(const struct team *team, struct page *page)
{
	char code[ENROL_CODE_SIZE];

	enrol_code_encode(team->key, &team->cohort, code);
	row(page, _("your code"), "");
	page_paragraph(page, code, "    ");
	page_blank(page);
	team_digits_page(&team->cohort, &team->label, page);
	page_blank(page);
}

void team_status_page(const struct client *client, const struct team *team, struct page *page)
{
	_cleanup_(text_clear) struct text next = {0};

	page_heading(page, _("Figures for a team"));
	if (team->standing != TEAM_NOT_JOINED) {
		team_terms_page(client, &team->cohort, &team->label, page);
		list_row(team, page);
		if (team->cohort.members == 0)
			code_row(team, page);
		row(page, _("drop folder"), team_drop_words(team->drop));
	}
	team_next_step(team, &next);
	if (next.length == 0)
		text_append(&next,
			    _("at the end of the weekly review you are asked; 'evenkeel team preview' shows what it "
			      "would be"));
	row(page, _("next"), text_string(&next));
}
