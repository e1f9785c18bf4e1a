/* Where the store stands, for whoever may not read it: whether anything was stored since. */
#include <string.h>
#include <sys/file.h>

#include <sodium.h>

#include "bytes.h"
#include "internal.h"

void place_of_seal(const struct seal *seal, struct store_place *ret)
{
	static const char label[8] = {'E', 'V', 'K', 'P', 'L', 'A', 'C', 'E'};
	uint8_t bytes[sizeof(label) + 16 + 2 * VAULT_KEY_SIZE];

	/* The key of the tail is what makes it a fingerprint: it is gone from the disk with the next record. */
	uint8_t *at = put_u64(put_u32(put_u32(put_bytes(bytes, label, sizeof(label)), seal->g), seal->e), seal->n);
	put_bytes(put_bytes(at, seal->chain, sizeof(seal->chain)), seal->tail, sizeof(seal->tail));
	crypto_generichash(ret->print, sizeof(ret->print), bytes, sizeof(bytes), NULL, 0);
	sodium_memzero(bytes, sizeof(bytes));
	ret->empty = seal->n == 0;
}

/* Only a seal that says what the database says bears witness. */
static bool find(struct store *store, struct store_place *ret)
{
	struct seal *seal = &store->secrets->seal;
	struct head head;

	if (store_refresh(store, NULL) || store_head(store, &head, NULL) ||
	    seal_read(store->seal_path, seal, NULL, NULL) || memcmp(seal->pk, store->keys.pk, sizeof(seal->pk)) != 0 ||
	    head.n > seal->n || head.e > seal->e)
		return false;
	place_of_seal(seal, ret);
	return true;
}

bool store_where(struct store *store, struct store_place *ret)
{
	if (store_lock(store, LOCK_SH, NULL))
		return false;
	bool found = find(store, ret);
	sodium_memzero(&store->secrets->seal, sizeof(store->secrets->seal));
	store_step_back(store);
	store_lock_release(store);
	return found;
}

struct store_place store_where_left(const struct store *store)
{
	return store->place;
}
