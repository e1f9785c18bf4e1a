#include "open_page.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/mem.h>

#include "bus.h"

#define MANAGER "org.freedesktop.systemd1"
#define UNIT "evenkeel-open.service"

static const struct bus_object manager = {MANAGER, "/org/freedesktop/systemd1", MANAGER ".Manager"};

struct open_page {
	struct bus *bus;
	struct bus_client client;
	sd_bus_slot *owner, *state, *start;
	bool is_there;
	open_page_failed *failed;
	void *context;
};

/* What can be started: a unit that the person or the site masked cannot. */
static int on_state(sd_bus_message *message, void *context, sd_bus_error *error)
{
	struct open_page *page = context;
	const char *state = "";

	(void)error;
	page->is_there = !sd_bus_message_is_method_error(message, NULL) &&
			 sd_bus_message_read(message, "s", &state) >= 0 && strncmp(state, "masked", 6) != 0;
	return 0;
}

static void look(struct open_page *page)
{
	page->is_there = false;
	bus_call(page->bus, &page->state, &manager, "GetUnitFileState", on_state, page, "s", UNIT);
}

static int on_owner(sd_bus_message *message, void *context, sd_bus_error *error)
{
	(void)message, (void)error;
	look(context);
	return 0;
}

static void up(void *context)
{
	struct open_page *page = context;

	bus_match_owner(page->bus, &page->owner, on_owner, page, MANAGER);
	look(page);
}

static void down(void *context)
{
	struct open_page *page = context;

	bus_drop(page->bus, &page->owner);
	bus_drop(page->bus, &page->state);
	bus_drop(page->bus, &page->start);
	page->is_there = false;
}

struct open_page *open_page_new(struct bus *session, open_page_failed *failed, void *context)
{
	struct open_page *page = mem_new(1, sizeof *page);

	*page = (struct open_page){.bus = session, .failed = failed, .context = context};
	page->client = (struct bus_client){.up = up, .down = down, .context = page};
	bus_join(session, &page->client);
	return page;
}

struct open_page *open_page_free(struct open_page *page)
{
	if (!page)
		return NULL;
	down(page);
	bus_leave(page->bus, &page->client);
	free(page);
	return NULL;
}

bool open_page_is_there(const struct open_page *page)
{
	return page && page->is_there;
}

static int on_start(sd_bus_message *message, void *context, sd_bus_error *error)
{
	struct open_page *page = context;

	(void)error;
	if (!sd_bus_message_is_method_error(message, NULL))
		return 0;
	look(page); /* it may be gone for good */
	page->failed(page->context);
	return 0;
}

void open_page_ask(struct open_page *page)
{
	/* One that runs already, whose page was closed perhaps, takes the signal and starts the browser once more; else nobody hears it. */
	bus_call(page->bus, NULL, &manager, "KillUnit", NULL, NULL, "ssi", UNIT, "main", SIGUSR1);
	bus_call(page->bus, &page->start, &manager, "StartUnit", on_start, page, "ss", UNIT, "replace");
}
