/* One budget for all new prompts: so many in any 60 minutes, and a gap between any two, whatever their kind. */
#include <string.h>

#include "schedule_internal.h"

void budget_spend(struct schedule *state, int64_t now_ms)
{
	memmove(state->prompts_ms + 1, state->prompts_ms, sizeof(state->prompts_ms) - sizeof(state->prompts_ms[0]));
	state->prompts_ms[0] = now_ms;
	if (state->prompt_count < SCHEDULE_PROMPTS)
		state->prompt_count++;
}

int64_t budget_free_ms(const struct schedule *state, const struct config *config)
{
	int64_t free_ms = INT64_MIN, per_hour = config->prompts_per_hour;

	if (config->prompts_gap_s > 0 && state->prompt_count > 0)
		free_ms = state->prompts_ms[0] + config->prompts_gap_s * SECOND_MS;
	if (per_hour > 0 && state->prompt_count >= per_hour) {
		int64_t rate_ms = state->prompts_ms[per_hour - 1] + 60 * MINUTE_MS;
		if (rate_ms > free_ms)
			free_ms = rate_ms;
	}
	return free_ms;
}
