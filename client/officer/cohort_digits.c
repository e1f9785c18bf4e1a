#include "cohort_digits.h"

#include <stdio.h>
#include <string.h>

#include "office_own.h"

_Static_assert((int)COHORT_DIGITS == (int)OFFICE_FINGERPRINT, "the same digits");

void cohort_digits(const struct cohort *cohort, const struct cohort_label *label, unsigned party,
		   char ret[static COHORT_DIGITS])
{
	struct office_public keys = {
		.party = party,
		.input = party == PARTY_A ? cohort->leader : cohort->helper,
		.collector = cohort->collector,
	};
	const char *name = label->party[party];

	ret[0] = '\0';
	if (office_check_name(name, NULL))
		return;
	snprintf(keys.name, sizeof(keys.name), "%s", name);
	memcpy(keys.sign, cohort->sign[party], DAP_KEY_SIZE);
	office_fingerprint(&keys, ret);
}
