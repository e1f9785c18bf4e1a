/* What is said of a team's figures, wherever it is said. */
#include <stdio.h>
#include <string.h>

#include "team.h"

/* "the second party" where a sentence begins. */
static void append_name(const char *name, struct text *ret)
{
	bool begins = ret->length >= 2 && memcmp(ret->bytes + ret->length - 2, ". ", 2) == 0;

	if (begins && name[0] >= 'a' && name[0] <= 'z')
		text_append_char(ret, (char)(*name++ - 'a' + 'A'));
	text_append(ret, name);
}

/* The source's words with its three names filled in. */
static void append_filled(const char *words, const char *const names[3], struct text *ret)
{
	static const char *const places[3] = {"{A}", "{B}", "{floor}"};

	while (*words) {
		int place = 0;
		while (place < 3 && strncmp(words, places[place], strlen(places[place])) != 0)
			place++;
		if (place == 3) {
			text_append_char(ret, *words++);
			continue;
		}
		append_name(names[place], ret);
		words += strlen(places[place]);
	}
}

static void append_promise(const char *office, const char *second, unsigned floor, struct text *ret)
{
	char number[16];

	snprintf(number, sizeof(number), "%u", floor);
	/* TRANSLATORS: {A} and {B} become the parties' names, {floor} a number. Never call the figures anonymous without all of this. */
	append_filled(_("Your answers stay here. Each week you may send 48 yes/no marks, shown first and split in two: "
			"{A} gets one half, {B} the other; neither can read it alone. Only sums of {floor} people or "
			"more are opened, each with random noise of about two answers. If {A} and {B} worked together "
			"they could read yours. {B} can see that you took part. What was sent can't be called back."),
		      (const char *const[]){office, second, number}, ret);
}

void team_promise_of(const struct cohort *cohort, const struct cohort_label *label, struct text *ret)
{
	append_promise(label->party[PARTY_A], label->party[PARTY_B], cohort->terms.floor, ret);
}

/* Who has joined nothing is told what holds of every team. */
void team_promise(const struct team *team, struct text *ret)
{
	if (team->standing != TEAM_NOT_JOINED)
		team_promise_of(&team->cohort, &team->label, ret);
	else
		append_promise(_("the wellbeing office"), _("the second party"), DAP_FLOOR_LEAST, ret);
}

const char *team_drop_words(enum team_drop drop)
{
	switch (drop) {
	case TEAM_DROP_READY:
		return _("there, and can be written to");
	case TEAM_DROP_UNSET:
		return _("not known; 'evenkeel config set team.drop DIR' says where it is");
	case TEAM_DROP_AWAY:
		return _("not there now; what waits goes once it is");
	case TEAM_DROP_CLOSED:
		return _("there, and closed to you; tell whoever looks after it");
	case TEAM_DROP_NO_WEEK:
		break;
	}
	return _("there, without a place for this team and week; tell the wellbeing office");
}

void team_next_step(const struct team *team, struct text *ret)
{
	switch (team->standing) {
	case TEAM_NOT_JOINED:
		text_append(ret, _("you have joined no team; 'evenkeel team join FILE' does, with the invitation that "
				   "the wellbeing office gives out"));
		return;
	case TEAM_INVITED:
		text_append(
			ret,
			team->drop == TEAM_DROP_UNSET
				? _("the team's list is not here yet, and the drop folder is not known; 'evenkeel "
				    "config set team.drop DIR' says where it is")
				: _("the team's list, signed by both parties, is not here yet; it is taken from the "
				    "drop folder by itself"));
		return;
	case TEAM_REFUSED:
		text_appendf(ret, _("the team's list is not taken: %s; %s"), refusal_words(team->refusal),
			     team_refusal_step(team->refusal));
		return;
	case TEAM_AHEAD:
		text_append(ret, _("the team's quarter has not begun yet; there is nothing to do until then"));
		return;
	case TEAM_READY:
		break;
	}
	if (team->drop == TEAM_DROP_UNSET)
		text_append(ret,
			    _("the drop folder is not known; 'evenkeel config set team.drop DIR' says where it is"));
}
