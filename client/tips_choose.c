#include "tips.h"

#include <evenkeel/cause.h>

#define RATINGS_SURE 5 /* before that a rating is told as a count; ASSESSMENT, section 4 */

static bool is_for(const struct catalogue_tip *tip, uint16_t cause)
{
	for (int i = 0; i < TIP_CAUSES_MAX && tip->causes[i]; i++) {
		if (tip->causes[i] == cause)
			return true;
	}
	return false;
}

const struct catalogue_tip *tips_tip(uint16_t id)
{
	size_t count;
	const struct catalogue_tip *tips = catalogue_tips(&count);

	while (count > 0 && tips[count - 1].id != id)
		count--;
	return count ? &tips[count - 1] : NULL;
}

/* The one of the leading causes that the tip is shown for. */
uint16_t tips_cause_of(const struct tips_choice *choice, const struct catalogue_tip *tip)
{
	for (size_t i = 0; i < choice->cause_count; i++) {
		if (is_for(tip, choice->causes[i]))
			return choice->causes[i];
	}
	return tip->causes[0];
}

static void leading_causes(const struct insight_from *from, struct tips_choice *choice)
{
	struct cause_count counts[ID_CAUSE_COUNT];

	cause_rank(from->records, from->count, from->now_ms, counts);
	while (choice->cause_count < TIPS_SHOWN && counts[choice->cause_count].named > 0) {
		choice->causes[choice->cause_count] = counts[choice->cause_count].cause;
		choice->cause_count++;
	}
}

void tips_choose_from(const struct insight_from *from, uint64_t seed, struct tips_choice *choice)
{
	struct rng rng = rng_seeded(seed);

	if (choice->cause_count == 0)
		leading_causes(from, choice);
	choice->count = tip_choose(choice->causes, choice->cause_count, from->records, from->count, from->now_ms, &rng,
				   choice->tips, TIPS_SHOWN);
	for (size_t i = 0; i < choice->count; i++)
		choice->ratings[i] = tip_rating(from->records, from->count, choice->tips[i], from->now_ms);
}

void tips_choose(const struct reading *reading, int64_t now_ms, uint64_t seed, struct tips_choice *choice)
{
	struct insight_from from = {
		.records = reading->records.items, .count = reading->records.count, .now_ms = now_ms};

	tips_choose_from(&from, seed, choice);
}

static const char *place_words(enum tip_place place)
{
	static const char *const words[] = {N_("at the desk"), N_("on a break"), N_("after the shift"),
					    N_("with your manager")};

	return _(words[place]);
}

void tips_rating_words(const struct tip_rating *rating, struct text *ret)
{
	if (rating->rated == 0)
		text_append(ret, _("not rated yet"));
	else if (rating->rated < RATINGS_SURE)
		text_appendf(ret,
			     dngettext("evenkeel", "helped you %d of %d time", "helped you %d of %d times",
				       (unsigned long)rating->rated),
			     rating->helped, rating->rated);
	else
		text_appendf(ret, _("helped you %d of %d times, %.0f %%"), rating->helped, rating->rated,
			     100.0 * rating->helped / rating->rated);
}

void tips_title(const struct catalogue_tip *tip, uint16_t cause, enum catalogue_language language, struct text *ret)
{
	text_append(ret, catalogue_text(cause, TEXT_LABEL, language));
	if (tip->minutes)
		text_appendf(ret, dngettext("evenkeel", " · %d minute", " · %d minutes", (unsigned long)tip->minutes),
			     tip->minutes);
	text_appendf(ret, " · %s", place_words(tip->place));
}

void tips_step_words(const struct catalogue_tip *tip, enum catalogue_language language, struct text *ret)
{
	text_appendf(ret, _("First step: %s"), catalogue_tip_first_step(tip->id, language));
}

const char *tips_organisation_words(void)
{
	return _("Targets, staffing and rules are the organisation's to mend: no breathing exercise fixes them. It is "
		 "fair to take them to your manager; 'evenkeel report --for-manager' makes a page for that.");
}

bool tips_are_organisations(const struct tips_choice *choice)
{
	for (size_t i = 0; i < choice->cause_count; i++) {
		int group = catalogue_find(choice->causes[i])->group;
		if (group == GROUP_COMPANY || group == GROUP_MARKET)
			return true;
	}
	return false;
}
