/* `evenkeel officer init --peer FILE`: the other party's keys are taken once, and stay. */
#include <string.h>

#include "officer_init.h"
#include "officer_words.h"
#include "term.h"

int officer_read_public(const char *path, struct office_public *ret, struct error *err)
{
	_cleanup_(file_bytes_wipe) struct file_bytes file = {0};
	int r = file_bytes_read_plain(path, OFFICE_PUBLIC_MAX, &file, err);

	if (r)
		return r;
	r = office_public_decode((struct hpke_bytes){file.bytes, file.size}, ret);
	return r ? error_set(err, ERROR_FAILED,
			     "'%s': %s; ask the other party for the file that its 'officer init' wrote", path,
			     refusal_words((enum refusal)r))
		 : 0;
}

static bool same_keys(const struct office_public *one, const struct office_public *other)
{
	return memcmp(one->sign, other->sign, DAP_KEY_SIZE) == 0 ||
	       memcmp(one->input.public_key, other->input.public_key, HPKE_KEY_SIZE) == 0 ||
	       memcmp(one->collector.public_key, other->input.public_key, HPKE_KEY_SIZE) == 0 ||
	       memcmp(one->input.public_key, other->collector.public_key, HPKE_KEY_SIZE) == 0;
}

static bool same_file(const struct office_public *one, const struct office_public *other)
{
	uint8_t a[OFFICE_PUBLIC_MAX], b[OFFICE_PUBLIC_MAX];
	size_t size = office_public_encode(one, a);

	return office_public_encode(other, b) == size && memcmp(a, b, size) == 0;
}

static int check(const struct office *office, const struct office_public *peer, struct error *err)
{
	if (same_file(&office->own, peer))
		return error_set(err, ERROR_FAILED, "that is this office's own file; take the other party's");
	if (peer->party == office->own.party)
		return error_set(err, ERROR_FAILED,
				 "'%s' is the same party (--party %s) as this office; team figures need both, each "
				 "with its own keys",
				 peer->name, office_party_word(peer->party));
	if (same_keys(&office->own, peer))
		return officer_refuse(err, peer->name, REFUSAL_ONE_PARTY,
				      _("each party makes its own, on its own computer"));
	if (strcmp(peer->name, office->own.name) == 0)
		return error_set(err, ERROR_FAILED,
				 "both parties have the name '%s'; people have to be able to tell them apart",
				 peer->name);
	if (office->has_other)
		return error_set(err, ERROR_FAILED,
				 "'%s' is taken as the other party already, and this file has other keys or another "
				 "name. Ask them by telephone "
				 "what happened; nothing was changed",
				 office->other.name);
	return 0;
}

/* Digits alone count: they come read out, or copied with blanks and hyphens. */
static bool same_digits(const char *typed, const char *digits)
{
	for (;; typed++, digits++) {
		typed += strspn(typed, " -");
		digits += strspn(digits, " ");
		if (*typed != *digits)
			return false;
		if (*typed == '\0')
			return true;
	}
}

static int confirm(const struct command_call *call, const struct office_public *peer, struct error *err)
{
	const char *typed = command_value(call, "fingerprint");
	char digits[OFFICE_FINGERPRINT];

	office_fingerprint(peer, digits);
	if (typed)
		return same_digits(typed, digits) ? 0
						  : error_set(err, ERROR_FAILED,
							      "the digits are not this file's; nothing was changed. "
							      "Ask '%s' by telephone to read "
							      "out theirs",
							      peer->name);
	if (!term_interactive())
		return error_set(err, ERROR_USAGE,
				 "there is no terminal to ask on; compare the digits by telephone and give them with "
				 "--fingerprint");
	return term_confirm(_("Did they read out just these digits to you, by telephone or face to face?"), false)
		       ? 0
		       : error_set(err, ERROR_FAILED, "stopped; nothing was changed");
}

static int pin(const struct client *client, const struct command_call *call, struct office *office,
	       const struct office_public *peer, struct error *err)
{
	if (check(office, peer, err))
		return -1;
	officer_show(client, peer, _("The file says that it is from '%s'. Its digits:"));
	if (confirm(call, peer, err))
		return -1;
	office->other = *peer;
	office->has_other = true;
	return office_write(office, office->dir, err);
}

int officer_peer(const struct client *client, const struct command_call *call, struct error *err)
{
	_cleanup_(officer_unlock) int lock = -1;
	struct office office = {0};
	struct office_public peer;
	const char *path = command_value(call, "peer");

	if (office_find(client, command_value(call, "dir"), &office, err) || (lock = officer_lock(&office, err)) < 0)
		return -1;
	int r = officer_read_public(path, &peer, err);
	if (r)
		return r < 0 ? -1
			     : error_set(err, ERROR_FAILED,
					 "there is no file '%s'; has the other party made its office?", path);
	if (office.has_other && same_file(&office.other, &peer)) {
		officer_show(client, &peer, _("'%s' is the other party already; nothing was changed. Its digits:"));
		return 0;
	}
	if (pin(client, call, &office, &peer, err))
		return -1;
	officer_line(client, _("'%s' is the other party from now on; its keys are fixed"), peer.name);
	officer_next(client, "%s",
		     office.own.party == PARTY_A
			     ? _("once they have taken this office's file, too, 'evenkeel officer cohort --team NAME' "
				 "invites a team.")
			     : _("'evenkeel officer cohort' shows the teams that wait for your signature."));
	return 0;
}
