#include "causes.h"

#include <math.h>

#include "trends.h"

#define NEEDED_MOST 200 /* answers that are worth waiting for; beyond, the cause is named too rarely */

void causes_gather(struct causes *ret, const struct client *client, const struct reading *reading)
{
	struct insight_from from = reading_insight(client, reading);

	*ret = (struct causes){.language = client->language};
	insight_causes(&from, ret->causes);
	insight_impacts(&from, ret->impacts);
	insight_responses(&from, &ret->responses);
}

bool causes_empty(const struct causes *causes)
{
	return causes->causes[0].named == 0;
}

const char *causes_label(const struct causes *causes, uint16_t id)
{
	return catalogue_text(id, TEXT_LABEL, causes->language);
}

bool causes_has_share(const struct insight_cause *cause)
{
	return cause->n_eff >= CAUSES_SHARE_FROM && isfinite(cause->share.low);
}

static void linked(const struct stats_link *link, struct text *ret)
{
	text_appendf(ret,
		     _("linked: stress at the next answer is about %.0f points higher than after the others (90 %%: "
		       "%.0f to %.0f)"),
		     link->mean, fmax(link->low, 0), link->high);
}

static void possible(const struct insight_cause *cause, struct text *ret)
{
	const struct stats_link *link = &cause->link;

	if (link->high < 0)
		text_appendf(ret,
			     cause->q <= INSIGHT_LINK_Q
				     ? _("less follows than after the others: stress at the next answer is about %.0f "
					 "points lower (90 %%: %.0f to %.0f)")
				     : _("possibly less follows than after the others: stress at the next answer about "
					 "%.0f points lower (90 %%: %.0f to %.0f)"),
			     -link->mean, -link->high, -link->low);
	else if (link->low > 0)
		text_appendf(
			ret,
			_("possible: stress at the next answer about %.0f points higher (90 %%: %.0f to %.0f), but "
			  "among this many causes that may be chance"),
			link->mean, link->low, link->high);
	else
		text_appendf(ret,
			     _("possible, not clear: at the next answer between %.0f points less stress and %.0f more "
			       "than after the others"),
			     -link->low, link->high);
}

void causes_link_words(const struct insight_cause *cause, struct text *ret)
{
	int about = (cause->needed + 9) / 10 * 10;

	switch (cause->state) {
	case INSIGHT_LINK_WAITING:
		if (about && about <= NEEDED_MOST)
			text_appendf(ret, _("what follows it: about %d more answers needed"), about);
		break;
	case INSIGHT_LINK_POSSIBLE:
		possible(cause, ret);
		break;
	case INSIGHT_LINKED:
		linked(&cause->link, ret);
		break;
	}
}
