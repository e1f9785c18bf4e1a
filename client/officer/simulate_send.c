/* What people send in a window, and what others put among it. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include <evenkeel/outbox.h>

#include "simulate_work.h"

/* As a client does it, but not made durable: nobody will miss it. */
static int put(const struct simulate_work *work, const struct office_cohort *cohort, uint64_t week, bool half,
	       const uint8_t *bytes, size_t size)
{
	_cleanup_(text_clear) struct text path = {0}, part = {0};
	uint8_t random[OUTBOX_RANDOM_HEX / 2];
	char name[OUTBOX_RANDOM_HEX + 1];
	struct timespec times[2] = {{.tv_sec = (time_t)(week * DAP_WEEK_S)}, {.tv_sec = (time_t)(week * DAP_WEEK_S)}};

	randombytes_buf(random, sizeof(random));
	sodium_bin2hex(name, sizeof(name), random, sizeof(random));
	text_appendf(&path, "%s/%s/%" PRIu64 "/%s.ekr", work->offices[PARTY_A].drop, cohort->task, week, name);
	text_appendf(&part, "%s.part", text_string(&path));
	int fd = open(text_string(&part), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool written = fd >= 0 && write(fd, bytes, size) == (ssize_t)size && futimens(fd, times) == 0;
	if (fd >= 0 && close(fd))
		written = false;
	if (written && !half)
		written = rename(text_string(&part), text_string(&path)) == 0;
	return written ? 0
		       : error_set(work->err, ERROR_FAILED, "cannot write '%s': %s", text_string(&path),
				   strerror(errno));
}

static void count(const uint64_t cells[static CELL_COUNT], struct simulate_result *result, struct release_window *truth)
{
	uint64_t ones = 0;

	result->made++;
	truth->reports++;
	for (int i = 0; i < CELL_COUNT; i++) {
		truth->cells[i] += (int64_t)cells[i];
		ones += i < CELL_ANSWERED ? cells[i] : 0;
	}
	result->full += ones == CELL_ONES_MAX;
}

static int make(struct simulate_work *work, const struct office_cohort *cohort, size_t person, uint64_t week,
		const uint64_t cells[static CELL_COUNT], uint8_t ret[static DAP_ENVELOPE_SIZE])
{
	struct role_random random;

	randombytes_buf(&random, sizeof(random));
	int r = role_contribute(&cohort->cohort, week, cells, work->secrets[person], &random, ret);
	sodium_memzero(&random, sizeof(random));
	return r ? error_set(work->err, ERROR_FAILED, "%s", refusal_words((enum refusal)r)) : 0;
}

/* 0; 1: that person sends nothing that week. */
static int contribute(struct simulate_work *work, const struct simulate_window *window, size_t person, uint64_t week,
		      uint64_t ret_cells[static CELL_COUNT], uint8_t ret[static DAP_ENVELOPE_SIZE])
{
	const struct office_cohort *cohort = &work->teams[window->cohort].known[PARTY_A];
	uint8_t seed[CELLS_SEED_SIZE];
	struct review review;

	if (!synthetic_review(&work->result->company, (size_t)window->cohort, person,
			      (unsigned)(week - work->result->start), &review))
		return 1;
	randombytes_buf(seed, sizeof(seed));
	if (cells_from_review(&review, seed, ret_cells))
		return 1;
	return make(work, cohort, person, week, ret_cells, ret) ||
			       put(work, cohort, week, false, ret, DAP_ENVELOPE_SIZE)
		       ? -1
		       : 0;
}

/* The same file once more, in its week and in the next; one by nobody of the team, one altered on its way, and half a file. */
static int disturb(struct simulate_work *work, const struct simulate_window *window, const uint8_t *envelope)
{
	const struct office_cohort *cohort = &work->teams[window->cohort].known[PARTY_A];
	uint64_t week = window->truth.start;
	uint8_t stranger[DAP_ENVELOPE_SIZE], altered[DAP_ENVELOPE_SIZE], key[DAP_KEY_SIZE], secret[DAP_SECRET_SIZE];
	struct envelope decoded;

	if (envelope_decode((struct hpke_bytes){envelope, DAP_ENVELOPE_SIZE}, &decoded))
		return error_set(work->err, ERROR_FAILED, "an envelope of the simulation cannot be read");
	crypto_sign_keypair(key, secret);
	envelope_encode(cohort->cohort.task.task_id, secret, decoded.report.bytes, stranger);
	memcpy(altered, envelope, sizeof(altered));
	altered[sizeof(altered) - 1] ^= 1;
	work->result->replayed += 2;
	work->result->forged += 2;
	work->result->halves++;
	return put(work, cohort, week, false, envelope, DAP_ENVELOPE_SIZE) ||
			       put(work, cohort, week + 1, false, envelope, DAP_ENVELOPE_SIZE) ||
			       put(work, cohort, week, false, stranger, sizeof(stranger)) ||
			       put(work, cohort, week, false, altered, sizeof(altered)) ||
			       put(work, cohort, week, true, envelope, DAP_ENVELOPE_SIZE / 2)
		       ? -1
		       : 0;
}

int simulate_send(struct simulate_work *work, struct simulate_window *window)
{
	const struct synthetic_cohort *cohort = &work->result->company.cohorts[window->cohort];
	struct release_window *truth = &window->truth;
	uint8_t envelope[DAP_ENVELOPE_SIZE];
	uint64_t cells[CELL_COUNT];
	int disturbed = 0;

	for (size_t person = cohort->first; person < cohort->first + cohort->people; person++) {
		uint32_t before = truth->reports;
		for (uint64_t week = truth->start; week < truth->start + truth->weeks; week++) {
			int r = contribute(work, window, person, week, cells, envelope);
			if (r < 0)
				return -1;
			if (r)
				work->result->silent++;
			else
				count(cells, work->result, truth);
			if (r == 0 && week == truth->start && window->cohort == 0 && !disturbed++ &&
			    disturb(work, window, envelope))
				return -1;
		}
		truth->people += truth->reports > before;
	}
	return 0;
}
