#include <string.h>

#include <sodium.h>

#include "hkdf.h"
#include "roles_list.h"
#include "wire.h"

/* A client's halves before they are sealed. */
struct halves {
	uint8_t public_share[DAP_PUBLIC_SIZE], leader[DAP_LEADER_SIZE], helper[DAP_HELPER_SIZE];
};

/* Both halves are sealed behind the head that they are bound to. */
static int put_report(const struct cohort *cohort, uint64_t week, const struct halves *halves,
		      const struct role_random *random, uint8_t ret[static DAP_REPORT_SIZE])
{
	uint8_t *leader = ret + DAP_REPORT_HEAD, *helper = leader + DAP_LEADER_SEALED;

	dap_report_head(random->report_id, week, halves->public_share, ret);
	int r = dap_input_seal(&cohort->task, HPKE_LEADER, &cohort->leader, ret,
			       (struct hpke_bytes){halves->leader, DAP_LEADER_SIZE}, random->leader, leader);
	if (r == 0)
		r = dap_input_seal(&cohort->task, HPKE_HELPER, &cohort->helper, ret,
				   (struct hpke_bytes){halves->helper, DAP_HELPER_SIZE}, random->helper, helper);
	return r;
}

int role_contribute(const struct cohort *cohort, uint64_t week, const uint64_t cells[static CELL_COUNT],
		    const uint8_t secret[static DAP_SECRET_SIZE], const struct role_random *random,
		    uint8_t ret[static DAP_ENVELOPE_SIZE])
{
	uint8_t report[DAP_REPORT_SIZE], key[DAP_KEY_SIZE];
	struct halves halves;
	struct prio3 prio3;

	crypto_sign_ed25519_sk_to_pk(key, secret);
	if (dap_quarter(week) != cohort->terms.quarter)
		return REFUSAL_QUARTER;
	if (cohort_member(cohort, key) == COHORT_NO_MEMBER)
		return REFUSAL_NOT_MEMBER;
	if (!cells_valid(cells))
		return REFUSAL_SHARE;
	dap_prio3(cohort->task.task_id, &prio3);
	int r = prio3_shard(&prio3, cells, random->report_id, random->shares, halves.public_share, halves.leader,
			    halves.helper)
			? REFUSAL_SHARE
			: put_report(cohort, week, &halves, random, report);
	sodium_memzero(&halves, sizeof(halves));
	if (r == 0)
		envelope_encode(cohort->task.task_id, secret, report, ret);
	return r;
}

void notes_key(const struct role_party *party, struct dap_window window, const uint8_t random[static LEAD_NOTES_HEAD],
	       struct notes_key *ret)
{
	static const char salt[] = "evenkeel notes 1";
	const struct hkdf_part material = {party->pair->private_key, HPKE_KEY_SIZE};
	uint8_t key[HKDF_KEY_SIZE], place[16];
	const struct hkdf_part info[] = {
		{random, LEAD_NOTES_HEAD}, {party->cohort->task.task_id, DAP_ID_SIZE}, {place, sizeof(place)}};

	wire_put(wire_put(place, window.start, 8), window.weeks, 8);
	hkdf_extract((const uint8_t *)salt, sizeof(salt) - 1, &material, 1, key);
	hkdf_expand(key, info, 3, ret->key, sizeof(ret->key));
	ret->number = 0;
	sodium_memzero(key, sizeof(key));
}

enum { NOTE_PLAIN = LEAD_NOTE_SIZE - crypto_aead_chacha20poly1305_ietf_ABYTES };

/* A key is one run's alone, so a note's place among the others is nonce enough. */
static void next_nonce(struct notes_key *key, uint8_t ret[static crypto_aead_chacha20poly1305_ietf_NPUBBYTES])
{
	wire_put(wire_put(ret, 0, 4), key->number++, 8);
}

void note_seal(struct notes_key *key, const struct note *note, uint8_t ret[static LEAD_NOTE_SIZE])
{
	uint8_t plain[NOTE_PLAIN], nonce[crypto_aead_chacha20poly1305_ietf_NPUBBYTES];
	uint8_t *at = wire_put_bytes(plain, note->id, sizeof(note->id));

	at = wire_put(wire_put(at, note->week, 8), note->member, 4);
	wire_put_bytes(wire_put_bytes(at, note->seed, sizeof(note->seed)), note->outputs, sizeof(note->outputs));
	next_nonce(key, nonce);
	crypto_aead_chacha20poly1305_ietf_encrypt(ret, NULL, plain, sizeof(plain), NULL, 0, NULL, nonce, key->key);
	sodium_memzero(plain, sizeof(plain));
}

int note_open(struct notes_key *key, const uint8_t bytes[static LEAD_NOTE_SIZE], struct note *ret)
{
	uint8_t plain[NOTE_PLAIN], nonce[crypto_aead_chacha20poly1305_ietf_NPUBBYTES];
	const uint8_t *at = plain;

	next_nonce(key, nonce);
	if (crypto_aead_chacha20poly1305_ietf_decrypt(plain, NULL, NULL, bytes, LEAD_NOTE_SIZE, NULL, 0, nonce,
						      key->key))
		return -1;
	memcpy(ret->id, at, sizeof(ret->id));
	at += sizeof(ret->id);
	ret->week = wire_get(at, 8);
	ret->member = (uint32_t)wire_get(at + 8, 4);
	memcpy(ret->seed, at + 12, sizeof(ret->seed));
	memcpy(ret->outputs, at + 12 + sizeof(ret->seed), sizeof(ret->outputs));
	sodium_memzero(plain, sizeof(plain));
	return 0;
}
