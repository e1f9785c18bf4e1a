/* A message .ekj from an exchange folder, and the name of the window that it lies under. */
#include "fuzz/dap_kinds.h"
#include "fuzz/fuzz.h"

int FUZZ_TARGET(fuzz_exchange)(const uint8_t *bytes, size_t size)
{
	static const enum dap_kind kinds[] = {FUZZ_REQUEST, FUZZ_RESPONSE, FUZZ_RESULT, FUZZ_WINDOW};

	return fuzz_dap_kinds(kinds, sizeof(kinds) / sizeof(*kinds), bytes, size);
}
