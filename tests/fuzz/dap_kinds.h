/*
 * What the fuzz targets of team aggregates' files and messages have in common. The first byte says of which kind the input is, by its place in
 * the target's own list. Where it is 0x80 or more, what follows is changes to a good one, as in fuzz_prio3.c: a place in two bytes, what it is
 * changed by in one; a last byte alone is how many bytes go.
 */
#ifndef FUZZ_DAP_KINDS_H
#define FUZZ_DAP_KINDS_H

#include <stddef.h>
#include <stdint.h>

enum dap_kind {
	FUZZ_COHORT,
	FUZZ_ENVELOPE,
	FUZZ_REPORT,
	FUZZ_REPORT_SHARE,
	FUZZ_TASK,
	FUZZ_REQUEST,
	FUZZ_RESPONSE,
	FUZZ_RESULT,
	FUZZ_REQUEST_BODY,
	FUZZ_RESPONSE_BODY,
	FUZZ_RESULT_BODY,
	FUZZ_WINDOW,
	FUZZ_DAP_KINDS,
};

int fuzz_dap_kinds(const enum dap_kind *kinds, size_t count, const uint8_t *bytes, size_t size);

#endif
