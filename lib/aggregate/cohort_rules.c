#include <string.h>

#include <sodium.h>

#include <evenkeel/cohort.h>

int cohort_large_enough(const struct cohort *cohort)
{
	if (cohort->members < cohort->terms.floor)
		return REFUSAL_ROSTER_SMALL;
	return cohort->members < DAP_LARGE && cohort->weeks != DAP_LONG_WEEKS ? REFUSAL_SHORT_WINDOW : 0;
}

int cohort_parties(const struct cohort *cohort, const uint8_t key_a[static DAP_KEY_SIZE],
		   const uint8_t key_b[static DAP_KEY_SIZE])
{
	return memcmp(cohort->sign[PARTY_A], key_a, DAP_KEY_SIZE) == 0 &&
			       memcmp(cohort->sign[PARTY_B], key_b, DAP_KEY_SIZE) == 0
		       ? 0
		       : REFUSAL_TERMS;
}

/* The task's id stands for quarter, floor, URLs and marks. */
void cohort_terms(const struct cohort *cohort, uint8_t ret[static COHORT_TERMS_SIZE])
{
	static const char domain[] = "evenkeel cohort terms 1";
	const struct hpke_config *configs[] = {&cohort->leader, &cohort->helper, &cohort->collector};
	crypto_generichash_state state;

	crypto_generichash_init(&state, NULL, 0, COHORT_TERMS_SIZE);
	crypto_generichash_update(&state, (const uint8_t *)domain, sizeof(domain) - 1);
	crypto_generichash_update(&state, cohort->task.task_id, DAP_ID_SIZE);
	for (size_t i = 0; i < sizeof(configs) / sizeof(*configs); i++) {
		uint8_t bytes[HPKE_CONFIG_SIZE];
		hpke_config_encode(configs[i], bytes);
		crypto_generichash_update(&state, bytes, sizeof(bytes));
	}
	crypto_generichash_update(&state, cohort->sign[PARTY_A], DAP_KEY_SIZE);
	crypto_generichash_update(&state, cohort->sign[PARTY_B], DAP_KEY_SIZE);
	crypto_generichash_update(&state, cohort->label.bytes, cohort->label.size);
	crypto_generichash_final(&state, ret, COHORT_TERMS_SIZE);
}

/* Who agreed to sums of four weeks did not agree to those of one. */
int cohort_same_terms(const struct cohort *cohort, const struct cohort *invitation)
{
	uint8_t one[COHORT_TERMS_SIZE], other[COHORT_TERMS_SIZE];

	cohort_terms(cohort, one);
	cohort_terms(invitation, other);
	return memcmp(one, other, sizeof(one)) == 0 && cohort->weeks >= invitation->weeks ? 0 : REFUSAL_TERMS;
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
