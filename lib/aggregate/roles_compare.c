#include <string.h>

#include "roles_list.h"

/* Three lists in the order of their ids, gone through side by side. */
struct lists {
	const struct text *rejects;
	size_t reject_at;
	struct reader *body;
	struct request *request;
	struct dap_init init;
	bool asked; /* there is one in @init */
	struct cursor own;
};

static int next_init(struct lists *lists)
{
	lists->asked = lists->request->left > 0;
	return lists->asked && request_next(lists->body, lists->request, &lists->init) ? -1 : 0;
}

static const uint8_t *init_id(const struct lists *lists)
{
	return lists->asked ? lists->init.share.id : NULL;
}

static const uint8_t *reject_id(const struct lists *lists)
{
	return lists->reject_at < lists->rejects->length ? (const uint8_t *)lists->rejects->bytes + lists->reject_at
							 : NULL;
}

static const uint8_t *own_id(struct lists *lists)
{
	const struct entry *entry = cursor_peek(&lists->own);

	return entry ? entry->id : NULL;
}

static const uint8_t *smaller(const uint8_t *one, const uint8_t *other)
{
	if (!one || !other)
		return one ? one : other;
	return memcmp(one, other, DAP_REPORT_ID_SIZE) <= 0 ? one : other;
}

static bool is(const uint8_t *one, const uint8_t *other)
{
	return one && memcmp(one, other, DAP_REPORT_ID_SIZE) == 0;
}

/* What is in one's own list by this id: the one that counts, if any; whether one was counted in an earlier window. */
struct own {
	bool counted, replayed;
	uint8_t hash[DAP_HASH_SIZE];
};

static struct own take_own(const uint8_t *id, struct lists *lists)
{
	struct own own = {.counted = false};

	while (is(own_id(lists), id)) {
		const struct entry *entry = cursor_next(&lists->own);
		if (entry->outcome == REFUSAL_NONE) {
			own.counted = true;
			memcpy(own.hash, entry->hash, sizeof(own.hash));
		}
		own.replayed |= entry->outcome == REFUSAL_REPLAYED;
	}
	return own;
}

static bool same_bytes(const struct own *own, const struct dap_init *init)
{
	uint8_t hash[DAP_HASH_SIZE];

	list_hash_share(init->share.bytes, hash);
	return memcmp(hash, own->hash, sizeof(hash)) == 0;
}

/* Do the lists agree on the smallest id? What was in an earlier window may be asked for; it is rejected then. */
static bool agree(const uint8_t *id, struct lists *lists)
{
	bool asked = is(init_id(lists), id), rejected = is(reject_id(lists), id);
	struct own own = take_own(id, lists);

	if (!own.counted)
		return !rejected && (!asked || own.replayed);
	return asked != rejected && (!asked || same_bytes(&own, &lists->init));
}

static int compare_lists(struct lists *lists, size_t *ret_different)
{
	uint8_t id[DAP_REPORT_ID_SIZE];
	int r = next_init(lists);

	while (r == 0) {
		const uint8_t *least = smaller(smaller(init_id(lists), reject_id(lists)), own_id(lists));
		if (!least)
			return 0;
		memcpy(id, least, sizeof(id));
		*ret_different += !agree(id, lists);
		lists->reject_at += is(reject_id(lists), id) ? EXCHANGE_REJECT : 0;
		if (is(init_id(lists), id))
			r = next_init(lists);
	}
	return r;
}

int list_compare(struct list *list, struct reader *body, struct request *request, const struct text *rejects,
		 size_t *ret_different)
{
	struct lists lists = {.rejects = rejects, .body = body, .request = request};

	cursor_init(&lists.own, list);
	int r = compare_lists(&lists, ret_different);
	return cursor_end(&lists.own) ? -1 : r;
}
