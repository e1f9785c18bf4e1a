/* Dates, numbers and moments in the person's language. The C library's locale stays C.UTF-8; words come from gettext. */
#ifndef CLIENT_WORDS_H
#define CLIENT_WORDS_H

#include <stdint.h>

#include <evenkeel/text.h>

void words_day(struct text *ret, int32_t date, int32_t today); /* "2 March", with the year when it is not @today's */
void words_weekday(struct text *ret, int32_t date, int32_t today); /* "Monday 2 March" */
void words_short_day(struct text *ret, int32_t date);              /* "2 Mar" */
const char *words_short_weekday(int weekday);                      /* "Mon"; 1 = Monday */
void words_month(struct text *ret, int32_t date);                  /* "Mar 2026" */
void words_clock(struct text *ret, int64_t wall_ms, int zone_min); /* "09:40" */
void words_iso(struct text *ret, int64_t wall_ms, int zone_min);   /* "2026-03-02T09:40:00.123+01:00" */
void words_number(struct text *ret, int64_t number);               /* "4,212" */

#endif
