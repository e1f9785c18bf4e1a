#include "officer_words.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "office_own.h"
#include "page.h"
#include "words.h"

static struct page begin(const struct client *client)
{
	return (struct page){.color = client->color, .columns = client->columns};
}

static void end(struct page *page)
{
	page_print(page);
	fflush(stdout);
}

void officer_say(const struct client *client, const char *words)
{
	struct page page = begin(client);

	page_paragraph(&page, words, "");
	end(&page);
}

void officer_line(const struct client *client, const char *format, ...)
{
	_cleanup_(text_clear) struct text words = {0};
	struct page page = begin(client);
	va_list arguments;

	va_start(arguments, format);
	text_append_va(&words, format, arguments);
	va_end(arguments);
	page_row(&page, "  -", 4, text_string(&words));
	end(&page);
}

void officer_next(const struct client *client, const char *format, ...)
{
	_cleanup_(text_clear) struct text words = {0};
	struct page page = begin(client);
	va_list arguments;

	text_append(&words, _("Next: "));
	va_start(arguments, format);
	text_append_va(&words, format, arguments);
	va_end(arguments);
	page_paragraph(&page, text_string(&words), "");
	end(&page);
}

void officer_quarter(const struct client *client, uint32_t quarter, struct text *ret)
{
	enum { DAYS = 7 * DAP_QUARTER_WEEKS };
	_cleanup_(text_clear) struct text from = {0}, to = {0};
	int32_t today = (int32_t)(client->now.wall_ms / 1000 / 86400);
	int64_t first = (int64_t)quarter * DAYS;

	words_day(&from, (int32_t)first, today);
	words_day(&to, (int32_t)(first + DAYS - 1), today);
	text_appendf(ret, _("%s to %s"), text_string(&from), text_string(&to));
}

const char *officer_every(unsigned weeks)
{
	return weeks == 1 ? _("every week") : _("every four weeks");
}

int officer_refuse(struct error *err, const char *subject, int refusal, const char *next)
{
	return error_set(err, ERROR_FAILED, "%s: %s; %s", subject, refusal_words((enum refusal)refusal), next);
}

int officer_only(const struct office *office, unsigned party, struct error *err)
{
	if (office->own.party == party)
		return 0;
	return party == PARTY_A
		       ? error_set(err, ERROR_USAGE, "the wellbeing office does this; here is the second party")
		       : error_set(err, ERROR_USAGE, "the second party does this; here is the wellbeing office");
}

int officer_has_other(const struct office *office, struct error *err)
{
	if (office->has_other)
		return 0;
	return error_set(
		err, ERROR_FAILED,
		"the other party is not known here yet; take its file with 'evenkeel officer init --peer %s/%s.ekp'",
		office->exchange, office_party_word(office->own.party == PARTY_A ? PARTY_B : PARTY_A));
}

uint64_t officer_week(const struct client *client)
{
	return dap_week(client->now.wall_ms / 1000);
}

int officer_lock(const struct office *office, struct error *err)
{
	int lock = open(office->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (lock < 0)
		return error_set(err, ERROR_FAILED, "cannot open '%s': %s", office->dir, strerror(errno));
	if (flock(lock, LOCK_EX | LOCK_NB) == 0)
		return lock;
	close(lock);
	return error_set(err, ERROR_FAILED, "another command is at work in '%s'; try again when it is done",
			 office->dir);
}

void officer_unlock(int *lock)
{
	if (*lock >= 0)
		close(*lock);
}
