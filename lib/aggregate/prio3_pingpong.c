#include <string.h>

#include <evenkeel/prio3.h>

/* A frame: its type, then the length of what is in it in four bytes, the highest first. */
enum { INITIALIZE = 0, FINISH = 2 };

static uint8_t *put_frame(uint8_t type, size_t size, uint8_t *ret)
{
	ret[0] = type;
	for (int i = 0; i < 4; i++)
		ret[1 + i] = (uint8_t)(size >> (24 - 8 * i));
	return ret + PRIO3_FRAME_SIZE;
}

/* -1: of another type, or not as long as it says. */
static int open_frame(struct prio3_bytes frame, uint8_t type, struct prio3_bytes *ret)
{
	uint8_t wanted[PRIO3_FRAME_SIZE];

	if (frame.size < PRIO3_FRAME_SIZE)
		return -1;
	put_frame(type, frame.size - PRIO3_FRAME_SIZE, wanted);
	if (memcmp(wanted, frame.bytes, sizeof(wanted)))
		return -1;
	*ret = (struct prio3_bytes){frame.bytes + PRIO3_FRAME_SIZE, frame.size - PRIO3_FRAME_SIZE};
	return 0;
}

int prio3_leader_init(const struct prio3 *prio3, const uint8_t key[static PRIO3_KEY_SIZE],
		      const struct prio3_report *report, struct prio3_state *ret, uint8_t *ret_initialize)
{
	if (prio3_verify_init(prio3, key, PRIO3_LEADER, report, ret, ret_initialize + PRIO3_FRAME_SIZE))
		return -1;
	put_frame(INITIALIZE, prio3_verifier_share_size(prio3), ret_initialize);
	return 0;
}

int prio3_helper_init(const struct prio3 *prio3, const uint8_t key[static PRIO3_KEY_SIZE],
		      const struct prio3_report *report, struct prio3_bytes initialize, struct prio3_state *ret,
		      uint8_t ret_finish[static PRIO3_FINISH_SIZE])
{
	uint8_t own[FLP_VERIFIER_MAX * FIELD128_SIZE + XOF_SEED_SIZE], message[PRIO3_MESSAGE_SIZE];
	struct prio3_bytes shares[2] = {{0}, {own, prio3_verifier_share_size(prio3)}};

	if (prio3->shares != 2 || open_frame(initialize, INITIALIZE, &shares[PRIO3_LEADER]) ||
	    prio3_verify_init(prio3, key, PRIO3_HELPER, report, ret, own) ||
	    prio3_verifier_message(prio3, shares, message) ||
	    prio3_verify_next(ret, (struct prio3_bytes){message, sizeof(message)}))
		return -1;
	memcpy(put_frame(FINISH, sizeof(message), ret_finish), message, sizeof(message));
	return 0;
}

int prio3_leader_continue(const struct prio3_state *state, struct prio3_bytes finish)
{
	struct prio3_bytes message;

	return open_frame(finish, FINISH, &message) ? -1 : prio3_verify_next(state, message);
}
