/* What the process for the drop folder does (sender.h): everything that is due, once. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <evenkeel/locale.h>
#include <evenkeel/mem.h>
#include <evenkeel/os.h>
#include <evenkeel/outbox.h>
#include <evenkeel/text.h>

#include "app.h"
#include "send_plan.h"
#include "sender.h"

/* Nobody who would pass it on to the person: no more is to be sent then. */
static int say_waits(const char *why, struct error *err)
{
	_cleanup_(text_clear) struct text line = {0};

	text_appendf(&line, "waits %s\n", why);
	return write(STDOUT_FILENO, line.bytes, line.length) == (ssize_t)line.length
		       ? 0
		       : error_set(err, ERROR_FAILED, "cannot write the output: nobody reads it");
}

static int send_due(const char *outbox, const char *drop, struct error *err)
{
	struct outbox_item items[OUTBOX_MOST];
	struct instant now = instant_now();
	struct error why = {0};
	size_t count;

	if (outbox_list(outbox, items, &count, err) != 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (send_is_due(&items[i], now) && !send_is_over(&items[i], now) &&
		    outbox_send(outbox, &items[i], drop, &why) < 0 && say_waits(why.message, err) != 0)
			return -1;
	return 0;
}

static int send_from(const struct paths *paths, struct error *err)
{
	char outbox[PATH_SIZE + 16];
	struct config config;

	if (app_settings_read(paths, &config, err) != 0)
		return -1;
	(void)locale_choose((enum config_language)config.language);
	if (!config.team_drop[0])
		return 0;
	snprintf(outbox, sizeof outbox, "%s/team/outbox", paths->store);
	return send_due(outbox, config.team_drop, err);
}

int sender_run(const char *dir, struct error *err)
{
	struct paths paths;
	struct error why = {0};

	/* Its death is no loss, and it is not to outlive who listens. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (paths_find(dir, &paths, err) != 0)
		return -1;
	return send_from(&paths, &why) == 0 ? 0 : say_waits(why.message, err);
}
