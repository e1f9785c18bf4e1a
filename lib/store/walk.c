#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/mem.h>

#include "generation.h"
#include "walk.h"

static bool at(const struct walk *walk, const struct checkpoint *checkpoint)
{
	return checkpoint->wanted && checkpoint->n == walk->n && checkpoint->e == walk->e && checkpoint->g == walk->g;
}

/* Remember what chain and tail are at the positions that seal and mark speak of. */
static void visit(struct walk *walk)
{
	struct walk_secrets *secrets = walk->secrets;

	if (at(walk, &walk->seal)) {
		walk->seal.reached = true;
		walk->seal.tail_known = walk->tail_known;
		memcpy(secrets->seal_chain, secrets->chain, VAULT_KEY_SIZE);
		memcpy(secrets->seal_tail, secrets->tail, VAULT_KEY_SIZE);
	}
	if (at(walk, &walk->mark)) {
		walk->mark.reached = true;
		walk->mark.tail_known = walk->tail_known;
		memcpy(secrets->mark_chain, secrets->chain, VAULT_KEY_SIZE);
		memcpy(secrets->mark_tail, secrets->tail, VAULT_KEY_SIZE);
	}
}

/* Rows below the next position: no chain ever led there. */
static void drop_foreign_rows(struct walk *walk)
{
	while (walk->entries.have && (walk->entries.key < 0 || (uint64_t)walk->entries.key < walk->n)) {
		uint64_t n = walk->entries.key < 0 ? 0 : (uint64_t)walk->entries.key;
		findings_add(walk->report, REASON_FOREIGN_ROW, n, n);
		ahead_next(&walk->entries);
	}
}

/* Every position up to @until, whether a row is there or not. */
static void walk_rows(struct walk *walk, uint64_t until)
{
	struct walk_secrets *secrets = walk->secrets;

	drop_foreign_rows(walk);
	while (walk->n < until && !walk->stopped) {
		if (walk->entries.have && (uint64_t)walk->entries.key == walk->n) {
			walk_row(walk);
			ahead_next(&walk->entries);
		} else {
			walk_gap(walk);
		}
		if (walk->tail_wanted)
			vault_tail_step(secrets->tail, walk->n);
		else
			walk->tail_known = false;
		walk->n++;
		if (walk->n == walk->seal.n || walk->n == walk->mark.n)
			visit(walk);
	}
}

/* The epoch's rows are over. @gone: the next epoch's row is missing, so rows at this one's end may have been its. */
static void close_epoch(struct walk *walk, bool gone)
{
	bool none_opened = walk->epoch == WALK_EPOCH && walk->epoch_opened == 0;
	uint64_t end = walk->n;

	for (size_t i = walk->bad_count; i-- > walk->epoch_bad;) {
		struct bad_row *bad = &walk->bad[i];
		if (bad->reason != REASON_ROW)
			continue;
		if (gone && bad->n + 1 == end)
			bad->reason = REASON_NO_EPOCH, end = bad->n;
		else if (none_opened)
			bad->reason = REASON_FOREIGN_EPOCH;
	}
	if (walk->epoch_rewrap && walk->epoch_opened) {
		WALK_GROW(walk->rewraps, walk->rewrap_count, walk->rewrap_capacity);
		walk->rewraps[walk->rewrap_count++] = walk->next_rewrap;
	}
	walk->epoch_bad = walk->bad_count;
	walk->epoch_opened = 0;
	walk->epoch_rewrap = false;
}

/* Epochs that are not there: the chain goes on by position alone, only the tail is lost. */
static void skip_epochs(struct walk *walk, uint32_t until)
{
	uint8_t *unused = walk->secrets->row_key;

	if (walk->e < until)
		walk->tail_known = false;
	for (; walk->e < until; walk->e++)
		vault_chain_step(walk->secrets->chain, walk->e, unused);
}

/* S and C of a wrapped box, which may be open already. */
static int unwrap(struct walk *walk, const uint8_t *box, size_t size, uint8_t *ret_chain)
{
	const struct ahead_epoch *ahead = ahead_find(&walk->entries, walk->e, walk->n, box, size);

	if (!ahead)
		return vault_epoch_unwrap(walk->vault, walk->e, walk->n, box, walk->secrets->epoch_key, ret_chain);
	memcpy(walk->secrets->epoch_key, ahead->keys->epoch, VAULT_KEY_SIZE);
	memcpy(ret_chain, ahead->keys->chain, VAULT_KEY_SIZE);
	walk->serial = ahead->serial;
	return 0;
}

/* Set S from the epoch's box; C must be the chain's, or is taken from the box where the chain is unsure. */
static int open_box(struct walk *walk, const uint8_t *box, size_t size)
{
	struct walk_secrets *secrets = walk->secrets;
	uint8_t *seed = secrets->row_key, *chain = secrets->row_key;

	if (size == VAULT_SEALED_SIZE) {
		if (vault_box_open(walk->vault, box, seed))
			return -1;
		vault_epoch_key(secrets->chain, seed, walk->e, walk->n, secrets->epoch_key);
		return 0;
	}
	if (size != VAULT_WRAPPED_SIZE || unwrap(walk, box, size, chain))
		return -1;
	if (!walk->chain_sure)
		memcpy(secrets->chain, chain, VAULT_KEY_SIZE);
	walk->chain_sure = true;
	return sodium_memcmp(secrets->chain, chain, VAULT_KEY_SIZE) ? -1 : 0;
}

static void prepare_rewrap(struct walk *walk)
{
	uint8_t nonce[VAULT_NONCE_SIZE];

	if (walk->store->read_only)
		return;
	randombytes_buf(nonce, sizeof(nonce));
	walk->next_rewrap.e = walk->e;
	walk->next_rewrap.first_n = walk->n;
	vault_epoch_wrap(walk->vault, walk->e, walk->n, nonce, walk->secrets->epoch_key, walk->secrets->chain,
			 walk->next_rewrap.box);
	walk->epoch_rewrap = true;
}

/* The epoch at hand in the stream, at its first row. */
static void begin_epoch(struct walk *walk)
{
	const uint8_t *box = sqlite3_column_blob(walk->epochs.statement, 3);
	size_t size = (size_t)sqlite3_column_bytes(walk->epochs.statement, 3);

	walk->serial = 0;
	walk->key_n = walk->n;
	bool opened = box && open_box(walk, box, size) == 0;

	walk->epoch = opened ? WALK_EPOCH : WALK_BAD_EPOCH;
	if (opened && size == VAULT_SEALED_SIZE)
		prepare_rewrap(walk);
	vault_chain_step(walk->secrets->chain, walk->e, walk->secrets->tail);
	walk->e++;
	walk->tail_known = true;
	/* T begins anew with each epoch: only where the seal, the mark or the end may stand is it worth following. */
	walk->tail_wanted = walk->e == walk->end_e || walk->e == walk->seal.e || walk->e == walk->mark.e;
}

/* An epoch that cannot be where it says it is. */
static bool is_foreign_epoch(const struct walk *walk, uint64_t end_n)
{
	int64_t first_n = sqlite3_column_int64(walk->epochs.statement, 2);

	return walk->epochs.key < walk->e || first_n < 0 || (uint64_t)first_n < walk->n || (uint64_t)first_n >= end_n;
}

static void walk_epochs(struct walk *walk, uint32_t end_e, uint64_t end_n)
{
	for (; walk->epochs.have && walk->epochs.key < (int64_t)end_e && !walk->stopped; stream_next(&walk->epochs)) {
		int64_t g = sqlite3_column_int64(walk->epochs.statement, 1);
		uint64_t first_n = (uint64_t)sqlite3_column_int64(walk->epochs.statement, 2);
		if (is_foreign_epoch(walk, end_n)) {
			findings_add(walk->report, REASON_FOREIGN_EPOCH, first_n, first_n);
			continue;
		}
		walk_rows(walk, first_n);
		close_epoch(walk, walk->epochs.key > walk->e);
		if (walk->stopped)
			return;
		skip_epochs(walk, (uint32_t)walk->epochs.key);
		if (g != walk->g)
			findings_add(walk->report, REASON_FOREIGN_EPOCH, first_n, first_n);
		begin_epoch(walk);
	}
	walk_rows(walk, end_n);
	close_epoch(walk, walk->e < end_e);
	skip_epochs(walk, end_e);
	visit(walk);
}

/* One row of the table chain. */
static int open_chain(struct walk *walk, const struct generation *generation)
{
	uint8_t *chain = walk->secrets->chain;

	switch (generation->kind) {
	case CHAIN_FROM_ROOT:
		vault_chain_start(walk->vault->root, generation->g, chain);
		return generation->size == 0 ? 0 : -1;
	case CHAIN_UNATTESTED:
		return generation->size == VAULT_SEALED_SIZE ? vault_box_open(walk->vault, generation->box, chain) : -1;
	case CHAIN_ACCEPTED:
		return generation->size == VAULT_WRAPPED_SIZE
			       ? vault_chain_unwrap(walk->vault, generation->g, generation->first_e,
						    generation->first_n, generation->box, chain)
			       : -1;
	default:
		return -1;
	}
}

/* Begin at the generation's own position; where its row is spoilt, go on as far as the epochs' own boxes lead. */
static void begin_generation(struct walk *walk, const struct generation *generation)
{
	bool sound = generation->first_e >= walk->e && generation->first_n >= walk->n &&
		     generation->first_n <= walk->end_n &&
		     (generation->g > 0 || (generation->first_e == 0 && generation->first_n == 0));

	walk->epoch = WALK_NO_EPOCH;
	walk->tail_wanted = false;
	if (sound) {
		walk_rows(walk, generation->first_n);
		walk->e = generation->first_e;
	}
	walk->g = generation->g;
	walk->chain_sure = open_chain(walk, generation) == 0;
	if (!walk->chain_sure && generation->kind != CHAIN_FROM_ROOT)
		vault_chain_start(walk->vault->root, generation->g, walk->secrets->chain);
	if (!walk->chain_sure || !sound)
		findings_add(walk->report, REASON_CHAIN, walk->n, walk->n);
	if (generation->kind == CHAIN_UNATTESTED)
		findings_add(walk->report, REASON_GENERATION, walk->n, walk->n);
	memset(walk->secrets->tail, 0, VAULT_KEY_SIZE);
	walk->tail_known = true;
	visit(walk);
}

static int read_generations(struct walk *walk, struct generation **ret, size_t *ret_count, struct error *err)
{
	sqlite3_stmt *statement = sql_statement(&walk->store->db, SQL_CHAINS, err);
	size_t capacity = 0;
	int rc;

	if (!statement)
		return -1;
	while ((rc = sqlite3_step(statement)) == SQLITE_ROW) {
		WALK_GROW(*ret, *ret_count, capacity);
		generation_from_row(statement, &(*ret)[(*ret_count)++]);
	}
	sqlite3_reset(statement);
	/* An unreadable page: the walk goes on with what there is. */
	if (rc != SQLITE_DONE)
		findings_add(walk->report, REASON_CHAIN, 0, 0);
	return 0;
}

/* A generation goes up to where the next begins, if that is a place at all. */
static void walk_generation(struct walk *walk, const struct generation *generation, const struct generation *next)
{
	uint32_t end_e = next && next->first_e < walk->end_e ? next->first_e : walk->end_e;
	uint64_t end_n = next && next->first_n < walk->end_n ? next->first_n : walk->end_n;

	begin_generation(walk, generation);
	walk_epochs(walk, end_e, end_n);
}

static void walk_generations(struct walk *walk, const struct generation *list, size_t count)
{
	static const struct generation first = {0};

	/* The first is the same in every store; it can be done without its row. */
	if (count == 0 || list[0].g != 0) {
		findings_add(walk->report, REASON_CHAIN, 0, 0);
		walk_generation(walk, &first, count ? &list[0] : NULL);
	}
	for (size_t i = 0; i < count && !walk->stopped; i++)
		walk_generation(walk, &list[i], i + 1 < count ? &list[i + 1] : NULL);
}

int walk_all(struct walk *walk, struct error *err)
{
	struct generation *generations _cleanup_free_ = NULL;
	size_t count = 0;

	if (read_generations(walk, &generations, &count, err) ||
	    stream_start(&walk->epochs, &walk->store->db, SQL_EPOCHS, err) ||
	    ahead_start(&walk->entries, &walk->store->db, walk->vault, walk->end_n, err))
		return -1;
	walk_generations(walk, generations, count);
	for (; walk->entries.have && !walk->stopped; ahead_next(&walk->entries))
		findings_add(walk->report, REASON_FOREIGN_ROW, (uint64_t)walk->entries.key,
			     (uint64_t)walk->entries.key);
	for (; walk->epochs.have && !walk->stopped; stream_next(&walk->epochs)) {
		uint64_t first_n = (uint64_t)sqlite3_column_int64(walk->epochs.statement, 2);
		findings_add(walk->report, REASON_FOREIGN_EPOCH, first_n, first_n);
	}
	ahead_end(&walk->entries);
	stream_end(&walk->epochs);
	return 0;
}

void walk_clear(struct walk *walk)
{
	ahead_end(&walk->entries);
	stream_end(&walk->epochs);
	walk->gaps = mem_free(walk->gaps);
	walk->authorities = mem_free(walk->authorities);
	walk->unproven = mem_free(walk->unproven);
	walk->bad = mem_free(walk->bad);
	walk->rewraps = mem_free(walk->rewraps);
	sodium_free(walk->secrets);
	walk->secrets = NULL;
}
