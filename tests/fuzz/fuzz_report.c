/* A Report, and the part of one that B is sent. */
#include "fuzz/dap_kinds.h"
#include "fuzz/fuzz.h"

int FUZZ_TARGET(fuzz_report)(const uint8_t *bytes, size_t size)
{
	static const enum dap_kind kinds[] = {FUZZ_REPORT, FUZZ_REPORT_SHARE};

	return fuzz_dap_kinds(kinds, sizeof(kinds) / sizeof(*kinds), bytes, size);
}
