#include <evenkeel/i18n.h>

#include "team_caution.h"

/* design/AGGREGATION.md, section 5: until an outside review nothing is called anonymous without all of it. */
void team_caution(const struct cohort_label *label, unsigned floor, struct text *ret)
{
	const char *a = label->party[PARTY_A], *b = label->party[PARTY_B];

	/* TRANSLATORS: two names, a number of people, the same two names, and the second of them again */
	text_appendf(ret,
		     _("Your answers stay here. Each week you may send 48 yes/no marks, shown first and split in two: "
		       "%s gets one half, %s the other; neither can read it alone. Only sums of %u people or more are "
		       "opened, each with random noise of about two answers. If %s and %s worked together they could "
		       "read yours. %s can see that you took part. What was sent can't be called back."),
		     a, b, floor, a, b, b);
}
