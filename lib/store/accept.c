/* Accepting a store as it is: what was lost is written down, and a chain that began without the person becomes theirs. */
#include <string.h>

#include <sodium.h>

#include <evenkeel/backup.h>
#include <evenkeel/mem.h>

#include "findings.h"
#include "internal.h"

/* Each pass accepts what one report holds of it. */
enum { PASSES_MAX = 1000 };

struct accepting {
	const struct store_report *report;
	struct instant now;
	bool restart; /* not only rows are missing: the chain itself was cut or put back */
};

static bool has_reason(const struct store_report *report, enum finding_reason reason)
{
	for (int i = 0; i < report->finding_count && i < STORE_FINDINGS_MAX; i++)
		if (report->findings[i].reason == (int)reason)
			return true;
	return false;
}

static bool is_gap(const struct store_finding *finding)
{
	return finding->reason == REASON_MISSING || finding->reason == REASON_CUT;
}

static bool has_gaps(const struct store_report *report)
{
	for (int i = 0; i < report->finding_count && i < STORE_FINDINGS_MAX; i++)
		if (is_gap(&report->findings[i]))
			return true;
	return false;
}

/* The seal says nothing about this database. */
static bool seal_is_void(const struct store_report *report)
{
	return has_reason(report, REASON_NO_SEAL) || has_reason(report, REASON_OTHER_KEY) ||
	       has_reason(report, REASON_SEAL);
}

static bool was_restarted(const struct store_report *report)
{
	return seal_is_void(report) || has_reason(report, REASON_GENERATION) ||
	       has_reason(report, REASON_ROLLED_BACK) || has_reason(report, REASON_MARK);
}

static int wrap_chain(struct store *store, uint32_t g, uint32_t first_e, uint64_t first_n, uint8_t *chain,
		      struct error *err)
{
	uint8_t nonce[VAULT_NONCE_SIZE], box[VAULT_WRAPPED_SIZE];
	sqlite3_stmt *statement = sql_statement(&store->db, SQL_ACCEPT_CHAIN, err);

	if (!statement)
		return -1;
	randombytes_buf(nonce, sizeof(nonce));
	vault_chain_wrap(&store->secrets->vault, g, first_e, first_n, nonce, chain, box);
	sqlite3_bind_blob(statement, 1, box, sizeof(box), SQLITE_STATIC);
	sqlite3_bind_int64(statement, 2, g);
	int r = sql_run(&store->db, statement, err);
	sqlite3_clear_bindings(statement);
	return r;
}

struct unattested {
	uint32_t g, first_e;
	uint64_t first_n;
	uint8_t box[VAULT_SEALED_SIZE];
};

/* The next generation behind @after that began without the person. 1: none. */
static int next_unattested(struct store *store, int64_t after, struct unattested *ret, struct error *err)
{
	sqlite3_stmt *statement = sql_statement(&store->db, SQL_CHAINS, err);
	int rc;

	if (!statement)
		return -1;
	while ((rc = sqlite3_step(statement)) == SQLITE_ROW) {
		if (sqlite3_column_int64(statement, 0) <= after ||
		    sqlite3_column_int(statement, 3) != CHAIN_UNATTESTED ||
		    sqlite3_column_bytes(statement, 4) != VAULT_SEALED_SIZE)
			continue;
		*ret = (struct unattested){.g = (uint32_t)sqlite3_column_int64(statement, 0),
					   .first_e = (uint32_t)sqlite3_column_int64(statement, 1),
					   .first_n = (uint64_t)sqlite3_column_int64(statement, 2)};
		memcpy(ret->box, sqlite3_column_blob(statement, 4), sizeof(ret->box));
		break;
	}
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		sql_error(&store->db, err);
	sqlite3_reset(statement);
	return rc == SQLITE_ROW ? 0 : rc == SQLITE_DONE ? 1 : -1;
}

static int attest(struct store *store, struct error *err)
{
	uint8_t *chain = store->secrets->row_key;
	struct unattested generation;
	int64_t g = -1;
	int r;

	while ((r = next_unattested(store, g, &generation, err)) == 0) {
		g = generation.g;
		/* One that does not open was not made by this store's writers; it stays named. */
		if (vault_box_open(&store->secrets->vault, generation.box, chain))
			continue;
		r = wrap_chain(store, generation.g, generation.first_e, generation.first_n, chain, err);
		sodium_memzero(chain, VAULT_KEY_SIZE);
		if (r)
			return -1;
	}
	return r < 0 ? -1 : 0;
}

/*
 * Where the chain was cut, numbers that may have been given out are not given out again, and one at least stays empty: a
 * RESTORE has to cover something, and must not cover a record that is there.
 */
static int leave_hole(struct store *store, struct instant now, struct error *err)
{
	struct seal *seal = &store->secrets->seal;
	struct keys_mark mark;
	uint64_t first = seal->n, end = seal->n + 1;

	if (keys_mark_open(&store->keys, &store->secrets->vault, &mark) == 0 && mark.n > end &&
	    mark.n - end < STORE_STEPS_MAX)
		end = mark.n;
	for (; seal->n < end; seal->n++)
		vault_tail_step(seal->tail, seal->n);
	return store_add_epoch(store, err) || store_add_authority(store, RECORD_RESTORE, first, end - 1, now, err) ? -1
														   : 0;
}

static int accept_step(struct store *store, void *context, struct error *err)
{
	const struct accepting *accepting = context;
	const struct store_report *report = accepting->report;

	if (attest(store, err))
		return -1;
	if (accepting->restart ? leave_hole(store, accepting->now, err) : store_add_epoch(store, err))
		return -1;
	for (int i = 0; i < report->finding_count && i < STORE_FINDINGS_MAX; i++) {
		const struct store_finding *finding = &report->findings[i];
		if (is_gap(finding) &&
		    store_add_authority(store, RECORD_RESTORE, finding->first_n, finding->last_n, accepting->now, err))
			return -1;
	}
	return 0;
}

/* The mark of what was accepted, in the place of one that it does not fit. */
static int accept_mark(struct store *store, void *context, struct error *err)
{
	const struct seal *seal = &store->secrets->seal;
	struct keys_mark mark = {.g = seal->g, .e = seal->e, .n = seal->n};
	uint8_t nonce[VAULT_NONCE_SIZE];

	(void)context;
	vault_mark_hash(&store->secrets->vault, mark.g, mark.e, mark.n, seal->chain, seal->tail, mark.hash);
	randombytes_buf(nonce, sizeof(nonce));
	keys_mark_seal(&store->keys, &store->secrets->vault, nonce, &mark);
	return keys_write(store->dir, KEYS_FILE, &store->keys, err);
}

static int accept_once(struct store *store, const struct store_report *report, struct instant now, struct error *err)
{
	struct accepting accepting = {.report = report, .now = now, .restart = was_restarted(report)};
	struct store_change change = {
		.step = accept_step, .after = accept_mark, .context = &accepting, .begin_anew = seal_is_void(report)};

	return store_change(store, &change, now, err);
}

/* The time that the store's rows have come to, as the reader follows it. */
static int note_time(void *context, uint64_t n, const struct record *record)
{
	int64_t *last_ms = context;

	(void)n;
	if (!(record->flags & (RECORD_IMPORTED | RECORD_DELAYED)))
		*last_ms = record->wall_ms;
	return 0;
}

/* A new seal bears the time of the last row, not of a clock that was set back: so the next append notices, and says so in a CLOCK. */
static struct instant not_before(struct instant now, int64_t last_ms)
{
	if (now.wall_ms < last_ms)
		now.wall_ms = last_ms;
	return now;
}

int store_accept(struct store *store, struct instant now, bool *ret_changed, struct store_report *ret_report,
		 struct error *err)
{
	int64_t last_ms = INT64_MIN;
	bool changed = false;

	if (store_read(store, note_time, &last_ms, ret_report, err))
		return -1;
	now = not_before(now, last_ms);
	if (ret_report->records == 0 && ret_report->expected > 0)
		return error_set(
			err, ERROR_DAMAGED,
			"no record in this store opens with your keys; put back the files that belong together");
	for (int pass = 0; pass < PASSES_MAX && (was_restarted(ret_report) || has_gaps(ret_report)); pass++) {
		int before = ret_report->finding_count;
		if (accept_once(store, ret_report, now, err) || store_read(store, NULL, NULL, ret_report, err))
			return -1;
		changed = true;
		if (ret_report->finding_count >= before)
			break;
	}
	*ret_changed = changed;
	return 0;
}
