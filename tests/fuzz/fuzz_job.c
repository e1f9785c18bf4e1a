/* The bodies of the messages between the parties: aggregation jobs and results. Their signatures are good. */
#include "fuzz/dap_kinds.h"
#include "fuzz/fuzz.h"

int FUZZ_TARGET(fuzz_job)(const uint8_t *bytes, size_t size)
{
	static const enum dap_kind kinds[] = {FUZZ_REQUEST_BODY, FUZZ_RESPONSE_BODY, FUZZ_RESULT_BODY};

	return fuzz_dap_kinds(kinds, sizeof(kinds) / sizeof(*kinds), bytes, size);
}
