/*
 * Fuzz targets. Each fuzz_X.c holds one function that takes any bytes and ends the process when a promise is broken. Built with
 * -DFUZZING it is libFuzzer's entry (make fuzz); else it keeps its own name, and test_fuzz_quick.c runs them all on mutations
 * of good input (make check).
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#ifdef FUZZING
#define FUZZ_TARGET(name) LLVMFuzzerTestOneInput
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
#else
#define FUZZ_TARGET(name) name
int fuzz_calendar(const uint8_t *bytes, size_t size);
int fuzz_config(const uint8_t *bytes, size_t size);
int fuzz_cohort(const uint8_t *bytes, size_t size);
int fuzz_envelope(const uint8_t *bytes, size_t size);
int fuzz_enrol(const uint8_t *bytes, size_t size);
int fuzz_report(const uint8_t *bytes, size_t size);
int fuzz_exchange(const uint8_t *bytes, size_t size);
int fuzz_job(const uint8_t *bytes, size_t size);
int fuzz_hpke(const uint8_t *bytes, size_t size);
int fuzz_ics(const uint8_t *bytes, size_t size);
int fuzz_import(const uint8_t *bytes, size_t size);
int fuzz_keys(const uint8_t *bytes, size_t size);
int fuzz_office(const uint8_t *bytes, size_t size);
int fuzz_open(const uint8_t *bytes, size_t size);
int fuzz_outbox(const uint8_t *bytes, size_t size);
int fuzz_prio3(const uint8_t *bytes, size_t size);
int fuzz_proto(const uint8_t *bytes, size_t size);
int fuzz_promptline(const uint8_t *bytes, size_t size);
int fuzz_questionnaire(const uint8_t *bytes, size_t size);
int fuzz_record(const uint8_t *bytes, size_t size);
int fuzz_roles(const uint8_t *bytes, size_t size);
int fuzz_rows(const uint8_t *bytes, size_t size);
int fuzz_scenario(const uint8_t *bytes, size_t size);
int fuzz_seal(const uint8_t *bytes, size_t size);
int fuzz_stats(const uint8_t *bytes, size_t size);
int fuzz_state(const uint8_t *bytes, size_t size);
int fuzz_support(const uint8_t *bytes, size_t size);
int fuzz_transfer(const uint8_t *bytes, size_t size);
int fuzz_words(const uint8_t *bytes, size_t size);
#endif

#define FUZZ_CHECK(condition)                                                                                          \
	do {                                                                                                           \
		if (!(condition)) {                                                                                    \
			fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);                        \
			abort();                                                                                       \
		}                                                                                                      \
	} while (0)

#endif
