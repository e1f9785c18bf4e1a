/* A cohort file .ekc, or its TaskConfiguration, from a stranger. */
#include "fuzz/dap_kinds.h"
#include "fuzz/fuzz.h"

int FUZZ_TARGET(fuzz_cohort)(const uint8_t *bytes, size_t size)
{
	static const enum dap_kind kinds[] = {FUZZ_COHORT, FUZZ_TASK};

	return fuzz_dap_kinds(kinds, sizeof(kinds) / sizeof(*kinds), bytes, size);
}
