/* An envelope .ekr from a drop folder. */
#include "fuzz/dap_kinds.h"
#include "fuzz/fuzz.h"

int FUZZ_TARGET(fuzz_envelope)(const uint8_t *bytes, size_t size)
{
	static const enum dap_kind kinds[] = {FUZZ_ENVELOPE};

	return fuzz_dap_kinds(kinds, sizeof(kinds) / sizeof(*kinds), bytes, size);
}
