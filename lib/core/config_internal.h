/* What config's files share: a value's written form. */
#ifndef CONFIG_INTERNAL_H
#define CONFIG_INTERNAL_H

#include <evenkeel/config.h>
#include <evenkeel/config_line.h>

#define CONFIG_PATH_MAX 180 /* bytes, so that "calendar-shift = WORDS" fits a line */

/* Why a value was refused. */
enum value_fault { VALUE_MALFORMED = -1, VALUE_OUT_OF_RANGE = -2 };

/* Read @value into the option's @field; 0 or an enum value_fault, then @field is unchanged. */
int config_value_read(const struct config_option *option, const char *value, void *field);
/* "DE" or "de"; "auto" = empty. */
int config_country_read(const char *value, char ret[static CONFIG_COUNTRY_SIZE]);
void config_value_write(const struct config_option *option, const void *field, struct text *ret);
int config_hours_read(const char *value, struct config_hours *ret);
void config_hours_write(const struct config_hours *hours, struct text *ret);
int config_dates_read(const char *value, struct config_dates *ret);
void config_dates_write(const struct config_dates *dates, struct text *ret);
/* Put @more into @dates, in order; VALUE_OUT_OF_RANGE when they are too many. */
int config_dates_add(struct config_dates *dates, const struct config_dates *more);
/* "09:00" in minutes, "24:00" too; moves *@cursor past it. -1 if it is none. */
int config_clock_next(const char **cursor, int32_t *ret_min);
void config_clock_write(int64_t min, struct text *ret);
void config_duration_write(int64_t seconds, struct text *ret);

/* The start of what was written, fit to be shown: no control characters, no half characters. */
void config_shown(const char *written, struct text *ret);

#endif
