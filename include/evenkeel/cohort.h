/*
 * A cohort: the fixed team of one quarter whose figures may be opened, as its file .ekc says: the task, both parties' keys, the floor,
 * the length of a window, and the roster of enrolment keys. Both parties sign it, so neither adds members alone. Without a roster it is
 * an invitation.
 *
 *   "EKC1" | task id | u16 length | TaskConfiguration | HpkeConfig leader, helper, collector | sign_A | sign_B | u32 quarter
 *   u8 floor | u8 weeks | u8 length | label | u16 n | n keys, ascending | sig_A | sig_B       (a signature is of all before both)
 */
#ifndef EVENKEEL_COHORT_H
#define EVENKEEL_COHORT_H

#include <evenkeel/dap_report.h>
#include <evenkeel/text.h>

enum { COHORT_LABEL_MAX = 255, COHORT_MEMBERS_MAX = UINT16_MAX, COHORT_TERMS_SIZE = 32 };
enum {
	PARTY_A = PRIO3_LEADER,
	PARTY_B = PRIO3_HELPER
}; /* the wellbeing office; employees' representatives or EAP provider */

/* All that points, points into the file's bytes, or into what the maker of one holds. */
struct cohort {
	struct dap_binding task;
	struct dap_task terms; /* quarter, floor, URLs: what task.configuration says */
	struct hpke_config leader, helper, collector;
	uint8_t sign[2][DAP_KEY_SIZE]; /* PARTY_A's, PARTY_B's */
	unsigned weeks;                /* of a window: 1, 4 */
	struct hpke_bytes label;       /* UTF-8, 1 to COHORT_LABEL_MAX bytes, no control characters */
	size_t members;                /* 0: an invitation */
	const uint8_t *keys;
	uint8_t signatures[2][DAP_SIGNATURE_SIZE]; /* zeros: not signed yet */
};

/* 0; REFUSAL_MALFORMED, _VERSION, _TASK, _QUARTER, _VDAF, _SUITE, _FLOOR, _ONE_PARTY, _ROSTER_ORDER. Signatures are not looked at. */
int cohort_decode(struct hpke_bytes file, struct cohort *ret);
/* The file. The cohort is one that cohort_decode would take: anything else is a programming error. */
void cohort_encode(const struct cohort *cohort, struct text *ret);
/* Sign as @party with its secret key. */
void cohort_sign(struct cohort *cohort, unsigned party, const uint8_t secret[static DAP_SECRET_SIZE]);

/* Both signatures: 0, REFUSAL_UNSIGNED, _SIGNATURE_A, _SIGNATURE_B. */
int cohort_signed(const struct cohort *cohort);
/* That party's alone. */
int cohort_signed_by(const struct cohort *cohort, unsigned party);
/* A roster's rules: 0, REFUSAL_ROSTER_SMALL (an invitation, too), _SHORT_WINDOW. */
int cohort_large_enough(const struct cohort *cohort);
/*
 * A hash of the terms that people agree to: task (quarter, floor, URLs, marks), the three HPKE configurations, both signing keys, label. The roster,
 * the window's length and the signatures are not among them.
 */
void cohort_terms(const struct cohort *cohort, uint8_t ret[static COHORT_TERMS_SIZE]);
/*
 * The same terms as in the invitation. The roster may differ, and a window be longer than agreed, since a team that turns out small opens
 * four weeks at a time; never shorter, which shows more of each week. 0, REFUSAL_TERMS.
 */
int cohort_same_terms(const struct cohort *cohort, const struct cohort *invitation);
/* Its parties are those that are known: 0, REFUSAL_TERMS. */
int cohort_parties(const struct cohort *cohort, const uint8_t key_a[static DAP_KEY_SIZE],
		   const uint8_t key_b[static DAP_KEY_SIZE]);

#define COHORT_NO_MEMBER SIZE_MAX
/* A key's place in the roster, or COHORT_NO_MEMBER. */
size_t cohort_member(const struct cohort *cohort, const uint8_t key[static DAP_KEY_SIZE]);
/* Has any key a place in both rosters? (A's rule: REFUSAL_TWO_ROSTERS.) */
bool cohort_overlaps(const struct cohort *cohort, const struct cohort *other);

/*
 * All that a client wants of a cohort before it contributes: the rules above, that it is the one it was invited to, its own key in the
 * roster, this week in its quarter. 0 or the first that does not hold.
 */
int cohort_check_client(const struct cohort *cohort, const struct cohort *invitation,
			const uint8_t own_key[static DAP_KEY_SIZE], uint64_t week);
/* What a party wants of one before it opens a window of it: signatures, roster, that the window is one of its. */
int cohort_check_party(const struct cohort *cohort, struct dap_window window);

#endif
