#include "recovery_code.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include <evenkeel/secret.h>
#include <evenkeel/vault.h>

#include "page.h"
#include "term.h"

enum { TRIES = 3, TYPED_MOST = 200 };

static void say(const struct client *client, const char *string)
{
	struct page page = {.color = client->color, .columns = client->columns};
	page_blank(&page);
	page_paragraph(&page, string, "");
	page_print(&page);
	fflush(stdout);
}

static void show(const char *code)
{
	(void)!write(STDOUT_FILENO, "\n    ", 5);
	(void)!write(STDOUT_FILENO, code, strlen(code));
	(void)!write(STDOUT_FILENO, "\n", 1);
}

/* A line from the standard input into @ret, which has room; -1 at its end. */
static int read_line(struct passphrase *ret)
{
	char *byte = ret->bytes;
	ret->length = 0;
	for (;;) {
		ssize_t length = read(STDIN_FILENO, byte, 1);
		if (length < 0 && errno == EINTR)
			continue;
		if (length != 1 && ret->length == 0)
			return -1;
		if (length != 1 || *byte == '\n') {
			*byte = '\0';
			return 0;
		}
		if (ret->length < TYPED_MOST) {
			ret->length++;
			byte++;
		}
	}
}

/* What was typed stands for the same M. */
static int compare(const char *typed, const char *code, struct error *err)
{
	unsigned char *masters = secret_new(2 * VAULT_MASTER_SIZE, NULL);
	int result = vault_code_decode(typed, masters, err);
	if (result == 0)
		result = vault_code_decode(code, masters + VAULT_MASTER_SIZE, err);
	if (result == 0 && sodium_memcmp(masters, masters + VAULT_MASTER_SIZE, VAULT_MASTER_SIZE) != 0)
		result = error_set(err, ERROR_LOCKED, "this is another code than the one above");
	sodium_free(masters);
	return result;
}

static const char *lost_words(const struct recovery_talk *talk)
{
	return talk->lost ? talk->lost
			  : _("Without both the passphrase and this code, everything you answered is lost, and nobody "
			      "can bring it back.");
}

static void say_kept(const struct recovery_talk *talk)
{
	if (!talk->lost) {
		say(talk->client, _("That is it. Keep the paper safe: without both the passphrase and this code, "
				    "everything you answered is lost, and nobody can bring it back."));
		return;
	}
	say(talk->client, _("That is it. Keep the paper safe."));
	say(talk->client, talk->lost);
}

static int type_back(const struct recovery_talk *talk, const char *code, struct passphrase *typed, struct error *err)
{
	for (int tries = 0; tries < TRIES;) {
		struct error wrong = {0};
		fputs(_("The code, from your paper (ENTER alone shows it again): "), stdout);
		fflush(stdout);
		if (read_line(typed) < 0)
			break;
		if (typed->length == 0) {
			show(code);
			puts("");
			continue;
		}
		if (compare(typed->bytes, code, &wrong) == 0) {
			say_kept(talk);
			return 0;
		}
		puts(wrong.message);
		tries++;
	}
	return error_set(err, ERROR_FAILED,
			 "the recovery code was not typed back; nothing was changed, so begin again when you have pen "
			 "and paper");
}

int recovery_confirm(void *context, const char code[static RECOVERY_CODE_SIZE], struct error *err)
{
	const struct recovery_talk *talk = context;
	struct passphrase typed = {0};
	say(talk->client, talk->words);
	show(code);
	if (!talk->check) {
		say(talk->client, lost_words(talk));
		return 0;
	}
	puts("");
	if (passphrase_make_room(&typed, err) < 0)
		return -1;
	int result = type_back(talk, code, &typed, err);
	passphrase_free(&typed);
	return result;
}

int recovery_can_check(bool skip, bool *ret_check, struct error *err)
{
	*ret_check = !skip;
	if (skip || term_interactive())
		return 0;
	return error_set(err, ERROR_USAGE,
			 "there is no terminal on which the recovery code could be typed back; add "
			 "--no-recovery-check, and keep the code that is printed");
}

int recovery_read(int fd, struct passphrase *ret, struct error *err)
{
	if (fd >= 0)
		return passphrase_from_fd(fd, ret, err);
	if (passphrase_make_room(ret, err) < 0)
		return -1;
	if (isatty(STDIN_FILENO)) {
		fputs(_("Recovery code (7 groups of 4; small letters and blanks are fine): "), stdout);
		fflush(stdout);
	}
	if (read_line(ret) == 0 && ret->length > 0)
		return 0;
	passphrase_free(ret);
	return error_set(err, ERROR_LOCKED, "no recovery code was given; type the 7 groups that you wrote down");
}
