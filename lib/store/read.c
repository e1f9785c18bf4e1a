#include <stdio.h>
#include <string.h>
#include <sys/file.h>

#include <sodium.h>

#include <evenkeel/mem.h>

#include "rewrap.h"
#include "rotation.h"
#include "walk.h"

/* What the reader takes while no writer is at work: rows, seal and mark of one moment. */
struct picture {
	struct head head;
	bool have_seal; /* one that can be compared with */
	bool other_key;
	int mark; /* keys_mark_open's answer */
	struct keys_mark stored_mark;
};

static int take_picture(struct store *store, struct seal *seal, struct picture *ret, struct error *err)
{
	if (rotation_pending(store->dir) && !store->lock_held)
		return error_set(err, ERROR_FAILED, "a change of keys was interrupted just now; try again");
	if (store_refresh(store, err) || store_reread_keys(store, err) || sql_simple(&store->db, SQL_BEGIN_READ, err))
		return -1;
	if (store_head(store, &ret->head, err))
		return -1;
	int found = seal_read(store->seal_path, seal, NULL, err);
	if (found < 0)
		return -1;
	ret->other_key = found == 0 && memcmp(seal->pk, store->keys.pk, sizeof(seal->pk));
	ret->have_seal = found == 0 && !ret->other_key;
	ret->mark = keys_mark_open(&store->keys, &store->secrets->vault, &ret->stored_mark);
	return 0;
}

static int take_picture_locked(struct store *store, struct seal *seal, struct picture *ret, struct error *err)
{
	if (store_lock(store, LOCK_SH, err))
		return -1;
	int r = take_picture(store, seal, ret, err);
	store_lock_release(store);
	return r;
}

/*
 * How far to walk: to where database and seal both end. A number that no store reaches (@rows are there) comes from an
 * intruder or a bad disk and must not send the walk to the end of all numbers: what lies out there is named as foreign.
 */
static uint64_t walk_end(uint64_t head, uint64_t seal, uint64_t rows)
{
	uint64_t limit = rows + STORE_STEPS_MAX;

	if (head > limit)
		head = seal && seal <= limit ? seal : limit;
	return seal > head && seal - head <= STORE_STEPS_MAX ? seal : head;
}

static int set_goals(struct walk *walk, const struct picture *picture, struct error *err)
{
	const struct seal *seal = &walk->secrets->seal;
	const struct keys_mark *mark = &picture->stored_mark;
	bool have_seal = picture->have_seal;
	uint64_t rows = 0;

	if ((picture->head.n > STORE_STEPS_MAX || picture->head.e > STORE_STEPS_MAX) &&
	    store_rows(walk->store, &rows, err))
		return -1;
	walk->end_n = walk_end(picture->head.n, have_seal ? seal->n : 0, rows);
	walk->end_e = (uint32_t)walk_end(picture->head.e, have_seal ? seal->e : 0, rows);
	if (have_seal)
		walk->seal = (struct checkpoint){.wanted = true, .g = seal->g, .e = seal->e, .n = seal->n};
	if (picture->mark == 0)
		walk->mark = (struct checkpoint){.wanted = true, .g = mark->g, .e = mark->e, .n = mark->n};
	walk->report->expected = have_seal ? seal->n : picture->head.n;
	return 0;
}

/* True when the seal bears witness to what was read. */
static bool check_seal(struct walk *walk, const struct picture *picture)
{
	const struct walk_secrets *secrets = walk->secrets;

	if (!picture->have_seal) {
		findings_add(walk->report, picture->other_key ? REASON_OTHER_KEY : REASON_NO_SEAL, 0, 0);
		return false;
	}
	bool fits =
		walk->seal.reached && sodium_memcmp(secrets->seal_chain, secrets->seal.chain, VAULT_KEY_SIZE) == 0 &&
		(!walk->seal.tail_known || sodium_memcmp(secrets->seal_tail, secrets->seal.tail, VAULT_KEY_SIZE) == 0);
	if (!fits)
		findings_add(walk->report, REASON_SEAL, 0, 0);
	return fits;
}

/*
 * The mark's place lies in what was erased since: its chain cannot be followed any more. An ERASE that covers the row before it
 * stands behind it, so no older state can hold one.
 */
static bool mark_was_erased(const struct walk *walk, const struct keys_mark *mark)
{
	if (mark->n == 0 || mark->g > walk->g || mark->e > walk->e || mark->n > walk->n)
		return false;
	for (size_t i = 0; i < walk->authority_count; i++) {
		const struct authority *authority = &walk->authorities[i];
		/* The reading that an erasure begins with leaves its mark behind the last row that it can erase. */
		if (authority->kind == RECORD_ERASE && authority->rows.last + 1 == mark->n)
			return true;
	}
	return false;
}

static bool check_mark(struct walk *walk, const struct picture *picture)
{
	const struct keys_mark *mark = &picture->stored_mark;
	uint8_t hash[VAULT_KEY_SIZE];

	if (picture->mark == KEYS_NO_MARK)
		return true;
	if (picture->mark < 0) {
		findings_add(walk->report, REASON_MARK, 0, 0);
		return false;
	}
	if (walk->mark.reached && walk->mark.tail_known) {
		vault_mark_hash(walk->vault, mark->g, mark->e, mark->n, walk->secrets->mark_chain,
				walk->secrets->mark_tail, hash);
		if (sodium_memcmp(hash, mark->hash, sizeof(hash)) == 0)
			return true;
	} else if (mark_was_erased(walk, mark)) {
		return true;
	}
	findings_add(walk->report, REASON_ROLLED_BACK, 0, 0);
	return false;
}

/* The mark of where the walk ended. */
static struct keys_mark end_mark(struct walk *walk)
{
	struct keys_mark mark = {.g = walk->g, .e = walk->e, .n = walk->n};

	vault_mark_hash(walk->vault, mark.g, mark.e, mark.n, walk->secrets->chain, walk->secrets->tail, mark.hash);
	snprintf(walk->report->mark, sizeof(walk->report->mark), "%02x%02x-%02x%02x", mark.hash[0], mark.hash[1],
		 mark.hash[2], mark.hash[3]);
	return mark;
}

static int finish(struct walk *walk, const struct picture *picture, struct error *err)
{
	if (walk_conclude(walk, picture->have_seal, err))
		return -1;
	bool sealed = check_seal(walk, picture), marked = check_mark(walk, picture);
	struct keys_mark mark = end_mark(walk);
	bool renew = sealed && marked && walk->tail_known;
	if (sql_simple(&walk->store->db, SQL_COMMIT, err))
		return -1;
	if (walk->store->read_only)
		return 0;
	/* Both only make the next read faster or sharper; on a full disk this one is as good without them. */
	rewrap_boxes(walk->store, walk->rewraps, walk->rewrap_count, NULL);
	if (renew)
		renew_mark(walk->store, &mark, NULL);
	return 0;
}

static int read_all(struct walk *walk, struct error *err)
{
	struct picture picture;

	sql_patience(&walk->store->db, STORE_WAIT_MS);
	if (take_picture_locked(walk->store, &walk->secrets->seal, &picture, err))
		return -1;
	if (set_goals(walk, &picture, err) || walk_all(walk, err))
		return -1;
	if (walk->stopped) {
		walk->report->healthy = false;
		return walk->stopped;
	}
	return finish(walk, &picture, err);
}

int store_read(struct store *store, store_row row, void *context, struct store_report *ret_report, struct error *err)
{
	if (!store->unlocked)
		return error_set(err, ERROR_LOCKED, "the store is locked");
	struct walk *walk = mem_new(1, sizeof(*walk));
	*ret_report = (struct store_report){.healthy = true};
	*walk = (struct walk){
		.store = store,
		.vault = &store->secrets->vault,
		.secrets = secret_new(sizeof(*walk->secrets), NULL),
		.report = ret_report,
		.row = row,
		.context = context,
	};
	int r = read_all(walk, err);
	walk_clear(walk);
	if (store->db.handle && !sqlite3_get_autocommit(store->db.handle))
		sql_simple(&store->db, SQL_ROLLBACK, NULL);
	store_step_back(store);
	mem_free(walk);
	return r;
}
