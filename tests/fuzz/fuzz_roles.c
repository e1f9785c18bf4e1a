/*
 * A patched party: changes to the body of A's request (first byte even) or of B's response (odd), signed by that party again; and a bad disk:
 * changes to what A keeps for itself meanwhile (3 in its last two bits). Changes are a place in two bytes, what it is changed by in one; a last
 * byte alone is how many bytes go. Whatever it sends, the other party answers with the sums of at least the floor's people, or with nothing.
 */
#include <string.h>

#include <evenkeel/mem.h>

#include "aggregate/team.h"
#include "fuzz/fuzz.h"

enum { MEMBERS = 11 };

static struct team team;
static struct drop folder;
static struct opening opening;
static struct text request, response, notes;
static int64_t sums[CELL_COUNT];

static void prepare(void)
{
	team_init(&team, MEMBERS, 701);
	drop_week(&folder, &team, TEAM_START, sums);
	opening_init(&opening, &team, &folder);
	FUZZ_CHECK(opening_lead(&opening, &team) == 0 && opening_assist(&opening, &team) == 0);
	request = message_body(&opening.request);
	response = message_body(&opening.response);
	text_append_bytes(&notes, opening.notes.bytes, opening.notes.length);
}

static struct text changed(const struct text *body, const uint8_t *changes, size_t size)
{
	struct text ret = {0};

	text_append_bytes(&ret, body->bytes, body->length);
	for (; size >= 3; changes += 3, size -= 3)
		ret.bytes[(size_t)(changes[0] << 8 | changes[1]) % ret.length] ^= (char)changes[2];
	if (size == 1)
		ret.length -= changes[0] % ret.length;
	return ret;
}

static void check_assist(struct text *body)
{
	struct text own = opening.request, answer = opening.response;

	opening.request = opening.response = (struct text){0};
	message_send(&team, PARTY_A, EXCHANGE_REQUEST, body, &opening.request);
	int r = opening_assist(&opening, &team);
	FUZZ_CHECK(r >= 0 && (r == 0) == (opening.response.length > 0));
	FUZZ_CHECK(r || (opening.assist.people >= TEAM_FLOOR && opening.assist.mismatched == 0));
	text_clear(&opening.request);
	text_clear(&opening.response);
	opening.request = own;
	opening.response = answer;
}

static void check_finish(struct text *body)
{
	struct text own = opening.response;

	opening.response = (struct text){0};
	message_send(&team, PARTY_B, EXCHANGE_RESPONSE, body, &opening.response);
	int r = opening_finish(&opening, &team);
	FUZZ_CHECK(r >= 0 && (r == 0) == (opening.result.length > 0));
	FUZZ_CHECK(r || (opening.figures.people == MEMBERS && memcmp(opening.figures.sums, sums, sizeof(sums)) == 0));
	text_clear(&opening.response);
	opening.response = own;
}

static void check_notes(const struct text *kept)
{
	bool same = kept->length == notes.length && memcmp(kept->bytes, notes.bytes, notes.length) == 0;

	text_clear(&opening.notes);
	text_append_bytes(&opening.notes, kept->bytes, kept->length);
	int r = opening_finish(&opening, &team);
	FUZZ_CHECK(r == (same ? 0 : REFUSAL_STATE) && same == (opening.result.length > 0));
	text_clear(&opening.notes);
	text_append_bytes(&opening.notes, notes.bytes, notes.length);
}

int FUZZ_TARGET(fuzz_roles)(const uint8_t *bytes, size_t size)
{
	if (team.members == 0)
		prepare();
	if (size == 0)
		return 0;
	bool is_notes = (bytes[0] & 3) == 3;
	struct text body = changed(is_notes ? &notes : bytes[0] & 1 ? &response : &request, bytes + 1, size - 1);
	if (is_notes)
		check_notes(&body);
	else if (bytes[0] & 1)
		check_finish(&body);
	else
		check_assist(&body);
	text_clear(&body);
	return 0;
}
