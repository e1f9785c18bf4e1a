#include "prompt.h"

#include <stdio.h>
#include <string.h>

#include <evenkeel/i18n.h>

static void put(char ret[static PROMPTLINE_MAX], const char *string)
{
	snprintf(ret, PROMPTLINE_MAX, "%s", string);
}

static void add_action(struct prompt_text *prompt, const char *label)
{
	put(prompt->actions[prompt->action_count++], label);
}

static void begin(struct prompt_text *ret, const char *category, const char *summary, const char *body, int32_t life_s)
{
	*ret = (struct prompt_text){.life_s = life_s};
	snprintf(ret->category, sizeof ret->category, "%s", category);
	put(ret->summary, summary);
	put(ret->body, body);
}

void prompt_question(const struct checkin *checkin, enum catalogue_language language, int32_t life_s,
		     struct prompt_text *ret)
{
	struct checkin_question question;

	checkin_question(checkin, language, &question);
	begin(ret, "x-evenkeel.checkin", question.text, "", life_s);
	put(ret->cli_hint, _("or run: evenkeel checkin"));
	for (int i = 0; i < question.count; i++)
		add_action(ret, question.labels[i]);
}

void prompt_invite(int32_t life_s, struct prompt_text *ret)
{
	begin(ret, "x-evenkeel.checkin", _("Time for a check-in?"), _("A few short questions, under a minute."),
	      life_s);
	put(ret->cli_hint, _("or run: evenkeel checkin"));
	add_action(ret, _("Answer"));
	add_action(ret, _("Later"));
	add_action(ret, _("Skip today"));
}

static const char *const micro_suggestions[] = {
	N_("Look at something far away and let your eyes rest."),
	N_("Let your hands hang and shake them loose."),
	N_("Breathe in slowly, and breathe out for longer than you breathed in. Five times."),
	N_("Lift your shoulders, hold for a moment, let them drop."),
	N_("Close your eyes and unclench your jaw."),
};

static const char *const rest_suggestions[] = {
	N_("Stand up and walk a few steps, away from the screen and the phone."),
	N_("Get a glass of water and drink it at a window."),
	N_("Stretch your back and your legs; leave the phone on the desk."),
	N_("Step outside for a moment if you can, or open a window."),
};

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

void prompt_break(enum schedule_what what, int64_t planned_s, uint64_t draw, int32_t life_s, struct prompt_text *ret)
{
	const char *suggestion = what == WHAT_REST ? rest_suggestions[draw % COUNT_OF(rest_suggestions)]
						   : micro_suggestions[draw % COUNT_OF(micro_suggestions)];
	long minutes = (long)((planned_s + 59) / 60);
	char summary[PROMPTLINE_MAX];

	if (planned_s < 60)
		snprintf(summary, sizeof summary,
			 ngettext("A short break: %ld second", "A short break: %ld seconds", (unsigned long)planned_s),
			 (long)planned_s);
	else
		snprintf(summary, sizeof summary,
			 ngettext("A break: %ld minute", "A break: %ld minutes", (unsigned long)minutes), minutes);
	begin(ret, "x-evenkeel.break", summary, _(suggestion), life_s);
	put(ret->cli_hint, _("or run: evenkeel snooze"));
	add_action(ret, _("Start"));
	add_action(ret, _("Later"));
	add_action(ret, _("Skip"));
}

void prompt_review(int32_t life_s, bool page, struct prompt_text *ret)
{
	begin(ret, "x-evenkeel.review", _("Your weekly review"),
	      page ? _("Three minutes to look back at the week.")
		   : _("Three minutes to look back at the week. Run: evenkeel review"),
	      life_s);
	if (page) {
		put(ret->cli_hint, _("or run: evenkeel review"));
		add_action(ret, _("Open"));
	}
	add_action(ret, _("Later"));
	add_action(ret, _("Skip this week"));
}

struct notice_row {
	const char *summary, *body;
	int32_t life_s, wait_s;
};

static const struct notice_row notices[NOTICE_COUNT] = {
	[NOTICE_BREAK_OVER] = {N_("The break is over"), N_("Carry on when you are ready."), 15, 60},
	[NOTICE_THANKS] = {N_("Thank you"), N_("Your answers are sealed; only you can open them."), 15, 120},
	[NOTICE_RECOVERY] = {N_("Two minutes to recover"),
			     N_("That was a hard call, and it is over. Stand up, let your shoulders drop, and breathe "
				"out slowly ten "
				"times. The next call can wait for two minutes."),
			     120, 300},
	[NOTICE_LIMIT] = {N_("That is the active time you set yourself for a day"),
			  N_("Finish what you are at, and call it a day if you can."), 60, 1800},
	[NOTICE_HOURS] = {N_("Would other hours suit better?"),
			  N_("A few check-ins in a row did not find you. To move them: evenkeel config edit"), 60,
			  3600},
	[NOTICE_PAGE] = {N_("The page did not open"), N_("In a terminal, 'evenkeel open' shows it, or says why not."),
			 60, 300},
	[NOTICE_RATING] = {N_("Did it help?"), "", 120, 600},
	[NOTICE_TROUBLE] = {N_("Your answers wait in memory"),
			    N_("They could not be stored yet. Evenkeel keeps trying; 'evenkeel status' says why."), 60,
			    86400},
};

int32_t prompt_notice_wait_s(enum prompt_notice notice)
{
	return notices[notice].wait_s;
}

static void add_line(struct prompt_text *prompt, const char *line)
{
	size_t length = strlen(prompt->body);

	snprintf(prompt->body + length, sizeof prompt->body - length, "\n%s", line);
}

/* At the end of every answered check-in, whatever was answered: what came only after some answers would betray them. */
static void add_closing(struct prompt_text *prompt, bool page)
{
	add_line(prompt, _("'evenkeel help-me' names people to talk to."));
	if (page)
		add_action(prompt, _("See my week"));
	else
		add_line(prompt, _("'evenkeel open' shows your week in the browser."));
}

static void tip_notice(uint16_t tip, enum catalogue_language language, struct prompt_text *ret)
{
	const char *text = catalogue_tip_text(tip, language), *step = catalogue_tip_first_step(tip, language);
	char body[PROMPTLINE_MAX];

	snprintf(body, sizeof body, "%s\n%s", text ? text : "", step ? step : "");
	begin(ret, "x-evenkeel.notice", _("One minute for you"), body, 120);
}

static void rating_notice(uint16_t tip, enum catalogue_language language, struct prompt_text *ret)
{
	static const char *const verdicts[] = {"verdict.helped", "verdict.not", "verdict.untried"};
	const char *step = catalogue_tip_first_step(tip, language);
	const struct catalogue_entry *entry = catalogue_find(tip);
	const struct notice_row *row = &notices[NOTICE_RATING];

	begin(ret, "x-evenkeel.notice", _(row->summary), step ? step : "", row->life_s);
	if (entry)
		snprintf(ret->cli_hint, sizeof ret->cli_hint, _("or run: evenkeel tips rate %s helped|not|untried"),
			 entry->name + strlen("tip."));
	for (size_t i = 0; i < COUNT_OF(verdicts); i++)
		add_action(ret, catalogue_phrase(verdicts[i], language));
}

void prompt_notice(enum prompt_notice notice, uint16_t tip, bool page, enum catalogue_language language,
		   struct prompt_text *ret)
{
	const struct notice_row *row = &notices[notice];

	if (notice == NOTICE_THANKS && tip != 0)
		tip_notice(tip, language, ret);
	else if (notice == NOTICE_RATING)
		rating_notice(tip, language, ret);
	else
		begin(ret, "x-evenkeel.notice", _(row->summary), _(row->body), row->life_s);
	if (notice == NOTICE_THANKS)
		add_closing(ret, page);
	ret->urgency_low = 1;
}
