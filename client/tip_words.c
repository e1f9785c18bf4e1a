#include <evenkeel/i18n.h>

#include "tip_words.h"

#define RATINGS_SURE 5 /* before that a rating is told as a count; ASSESSMENT, section 4 */

static bool is_for(const struct catalogue_tip *tip, uint16_t cause)
{
	for (int i = 0; i < TIP_CAUSES_MAX && tip->causes[i]; i++) {
		if (tip->causes[i] == cause)
			return true;
	}
	return false;
}

const struct catalogue_tip *tip_entry(uint16_t id)
{
	size_t count;
	const struct catalogue_tip *tips = catalogue_tips(&count);

	while (count > 0 && tips[count - 1].id != id)
		count--;
	return count ? &tips[count - 1] : NULL;
}

uint16_t tip_cause(const struct catalogue_tip *tip, const uint16_t *causes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (is_for(tip, causes[i]))
			return causes[i];
	}
	return tip->causes[0];
}

static const char *place_words(enum tip_place place)
{
	static const char *const words[] = {N_("at the desk"), N_("on a break"), N_("after the shift"),
					    N_("with your manager")};

	return _(words[place]);
}

void tip_title(const struct catalogue_tip *tip, uint16_t cause, enum catalogue_language language, struct text *ret)
{
	text_append(ret, catalogue_text(cause, TEXT_LABEL, language));
	if (tip->minutes)
		text_appendf(ret, dngettext("evenkeel", " · %d minute", " · %d minutes", (unsigned long)tip->minutes),
			     tip->minutes);
	text_appendf(ret, " · %s", place_words(tip->place));
}

void tip_step(const struct catalogue_tip *tip, enum catalogue_language language, struct text *ret)
{
	text_appendf(ret, _("First step: %s"), catalogue_tip_first_step(tip->id, language));
}

void tip_rating_words(const struct tip_rating *rating, struct text *ret)
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

bool tip_is_organisations(const uint16_t *causes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		int group = catalogue_find(causes[i])->group;
		if (group == GROUP_COMPANY || group == GROUP_MARKET)
			return true;
	}
	return false;
}

const char *tip_organisation_words(void)
{
	return _("Targets, staffing and rules are the organisation's to mend: no breathing exercise fixes them. It is "
		 "fair to take them to your manager; 'evenkeel report --for-manager' makes a page for that.");
}
