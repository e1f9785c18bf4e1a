#include <math.h>

#include <evenkeel/week.h>

#include "median.h"

/* A review that came a few days early or late is still its week's: weeks are counted from today to the nearest. */
static int weeks_before(int32_t date, int32_t today)
{
	return (today - date + 3) / 7;
}

bool week_beside(const struct day_mean *days, size_t count, int32_t today, struct week_beside *ret)
{
	double sums[WEEK_MOST + 1] = {0}, means[WEEK_MOST], now = 0;
	int counts[WEEK_MOST + 1] = {0}, reviews = 0;

	*ret = (struct week_beside){.usual = NAN};
	for (size_t i = 0; i < count; i++) {
		int week = days[i].date > today ? 0 : weeks_before(days[i].date, today);
		if (days[i].date == today) {
			now += days[i].mean;
			reviews++;
		} else if (week >= 1 && week <= WEEK_MOST) {
			sums[week] += days[i].mean;
			counts[week]++;
		}
	}
	for (int week = 1; week <= WEEK_MOST; week++)
		if (counts[week])
			means[ret->weeks++] = sums[week] / counts[week];
	if (reviews == 0)
		return false;
	ret->now = now / reviews;
	if (ret->weeks < WEEK_LEAST)
		return true;
	ret->usual = median(means, (size_t)ret->weeks);
	double half_step = 100.0 / 4 / 2, apart = ret->now - ret->usual;
	ret->side = apart > half_step ? WEEK_MORE : apart < -half_step ? WEEK_LESS : WEEK_SAME;
	return true;
}
