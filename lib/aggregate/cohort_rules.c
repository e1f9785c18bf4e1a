#include <string.h>

#include <evenkeel/cohort.h>

int cohort_large_enough(const struct cohort *cohort)
{
	if (cohort->members < cohort->terms.floor)
		return REFUSAL_ROSTER_SMALL;
	return cohort->members < DAP_LARGE && cohort->weeks != DAP_LONG_WEEKS ? REFUSAL_SHORT_WINDOW : 0;
}

static bool same_config(const struct hpke_config *one, const struct hpke_config *other)
{
	return one->id == other->id && memcmp(one->public_key, other->public_key, HPKE_KEY_SIZE) == 0;
}

static bool same_bytes(struct hpke_bytes one, struct hpke_bytes other)
{
	return one.size == other.size && memcmp(one.bytes, other.bytes, one.size) == 0;
}

int cohort_parties(const struct cohort *cohort, const uint8_t key_a[static DAP_KEY_SIZE],
		   const uint8_t key_b[static DAP_KEY_SIZE])
{
	return memcmp(cohort->sign[PARTY_A], key_a, DAP_KEY_SIZE) == 0 &&
			       memcmp(cohort->sign[PARTY_B], key_b, DAP_KEY_SIZE) == 0
		       ? 0
		       : REFUSAL_TERMS;
}

/* The task's id stands for quarter, floor, URLs and marks. Who agreed to sums of four weeks did not agree to those of one. */
int cohort_same_terms(const struct cohort *cohort, const struct cohort *invitation)
{
	bool same = memcmp(cohort->task.task_id, invitation->task.task_id, DAP_ID_SIZE) == 0 &&
		    same_config(&cohort->leader, &invitation->leader) &&
		    same_config(&cohort->helper, &invitation->helper) &&
		    same_config(&cohort->collector, &invitation->collector) &&
		    same_bytes(cohort->label, invitation->label) && cohort->weeks >= invitation->weeks;

	return same ? cohort_parties(cohort, invitation->sign[PARTY_A], invitation->sign[PARTY_B]) : REFUSAL_TERMS;
}

size_t cohort_member(const struct cohort *cohort, const uint8_t key[static DAP_KEY_SIZE])
{
	size_t low = 0, high = cohort->members;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = memcmp(key, cohort->keys + middle * DAP_KEY_SIZE, DAP_KEY_SIZE);
		if (order == 0)
			return middle;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return COHORT_NO_MEMBER;
}

bool cohort_overlaps(const struct cohort *cohort, const struct cohort *other)
{
	for (size_t i = 0; i < cohort->members; i++)
		if (cohort_member(other, cohort->keys + i * DAP_KEY_SIZE) != COHORT_NO_MEMBER)
			return true;
	return false;
}

int cohort_check_client(const struct cohort *cohort, const struct cohort *invitation,
			const uint8_t own_key[static DAP_KEY_SIZE], uint64_t week)
{
	int r = cohort_same_terms(cohort, invitation);

	if (r == 0)
		r = cohort_signed(cohort);
	if (r == 0)
		r = cohort_large_enough(cohort);
	if (r == 0 && cohort_member(cohort, own_key) == COHORT_NO_MEMBER)
		r = REFUSAL_NOT_MEMBER;
	if (r == 0 && dap_quarter(week) != cohort->terms.quarter)
		r = REFUSAL_QUARTER;
	return r;
}

int cohort_check_party(const struct cohort *cohort, struct dap_window window)
{
	int r = cohort_signed(cohort);

	if (r == 0)
		r = cohort_large_enough(cohort);
	/* A quarter's weeks are a multiple of a window's, so that none lies in two. */
	if (r == 0 && (window.weeks != cohort->weeks || window.start % window.weeks))
		r = REFUSAL_WINDOW;
	if (r == 0 && dap_quarter(window.start) != cohort->terms.quarter)
		r = REFUSAL_QUARTER;
	return r;
}
