#include "instrument_meaning.h"

#include <stdint.h>

#include <evenkeel/i18n.h>

struct meaning meaning_of(const struct instrument *instrument, const struct questionnaire_answer *answer)
{
	const struct questionnaire_item *item = &instrument->questionnaire.items[answer->item];
	struct meaning ret = {.label = answer->words};

	ret.has_number = scoring_number(instrument->has_scoring ? &instrument->scoring : NULL,
					&instrument->questionnaire, answer, &ret.number);
	if (answer->option != SIZE_MAX) {
		const struct questionnaire_option *option = &item->options[answer->option];
		ret.code = option->code;
		ret.system = option->system;
		ret.label = option->text;
	} else if (item->type == ITEM_BOOLEAN) {
		ret.code = answer->number != 0 ? "true" : "false";
		ret.label = answer->number != 0 ? _("yes") : _("no");
	}
	return ret;
}
